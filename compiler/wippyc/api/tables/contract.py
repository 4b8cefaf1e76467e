"""Lua module `contract`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, Kind, ModuleApi


def _function(
    name: str, parameters: int, *results: str, yields: bool = False, python: str = ""
) -> ApiFunction:
    return ApiFunction(
        name=name,
        parameters=parameters,
        required=0 if parameters else None,
        results=results,
        yields=yields,
        kind=Kind.RECORDED,
        python=python,
    )


_OPEN_NOTE = "the methods of an instance call functions: activities in a workflow"

MODULE = ModuleApi(
    name="contract",
    python="lib.contract",
    classes=("workflow", "nondeterministic"),
    functions={
        "get": _function("get", 1, "Contract?", "Error?"),
        "find_implementations": _function("find_implementations", 1, "table?", "Error?"),
        "is": _function("is", 2, "boolean", python="is_"),
        "open": ApiFunction(
            name="open",
            parameters=3,
            required=0,
            results=("Instance?", "Error?"),
            yields=True,
            kind=Kind.RECORDED,
            note=_OPEN_NOTE,
        ),
    },
    objects={
        "Contract": ApiObject(
            name="Contract",
            methods={
                "id": _function("id", 0, "string"),
                "methods": _function("methods", 0, "table"),
                "method": _function("method", 1, "table?", "Error?"),
                "implementations": _function("implementations", 0, "table?", "Error?"),
                "open": _function("open", 2, "Instance?", "Error?", yields=True),
                **{
                    name: _function(name, 1, "Contract")
                    for name in ("with_context", "with_options", "with_actor", "with_scope")
                },
            },
        ),
        "Instance": ApiObject(name="Instance", methods={}, has_other_methods=True, has_fields=True),
    },
)
