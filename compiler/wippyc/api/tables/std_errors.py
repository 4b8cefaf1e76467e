"""Lua module `errors`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, ModuleApi

MODULE = ModuleApi(
    name="errors",
    python="lib.errors",
    classes=("deterministic",),
    is_global=True,
    is_listable=False,
    functions={
        "call_stack": ApiFunction(name="call_stack", parameters=1, results=("table?",)),
        "is": ApiFunction(name="is", parameters=2, results=("boolean",), python="is_"),
        "new": ApiFunction(name="new", parameters=2, required=1, results=("Error",)),
        "wrap": ApiFunction(name="wrap", parameters=2, results=("Error",)),
    },
    constants={
        "ALREADY_EXISTS": "string",
        "CANCELED": "string",
        "CONFLICT": "string",
        "INTERNAL": "string",
        "INVALID": "string",
        "NOT_FOUND": "string",
        "PERMISSION_DENIED": "string",
        "RATE_LIMITED": "string",
        "TIMEOUT": "string",
        "UNAVAILABLE": "string",
        "UNKNOWN": "string",
    },
    objects={
        "Error": ApiObject(
            name="Error",
            methods={
                "details": ApiFunction(name="details", results=("table?",)),
                "kind": ApiFunction(name="kind", results=("string",)),
                "message": ApiFunction(name="message", results=("string",)),
                "retryable": ApiFunction(name="retryable", results=("boolean?",)),
                "stack": ApiFunction(name="stack", results=("string",)),
            },
        ),
    },
)
