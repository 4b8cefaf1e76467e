"""Lua module `json`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ModuleApi

MODULE = ModuleApi(
    name="json",
    python="lib.json",
    classes=(
        "encoding",
        "deterministic",
    ),
    functions={
        "encode": ApiFunction(
            name="encode",
            parameters=1,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "decode": ApiFunction(
            name="decode",
            parameters=1,
            required=0,
            results=(
                "any",
                "Error?",
            ),
        ),
        "validate": ApiFunction(
            name="validate",
            parameters=2,
            required=0,
            results=(
                "boolean",
                "Error?",
            ),
            note="needs the Python package jsonschema",
        ),
        "validate_string": ApiFunction(
            name="validate_string",
            parameters=2,
            required=0,
            results=(
                "boolean",
                "Error?",
            ),
            note="needs the Python package jsonschema",
        ),
    },
)
