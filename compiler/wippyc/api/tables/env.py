"""Lua module `env`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, Kind, ModuleApi

MODULE = ModuleApi(
    name="env",
    python="lib.env",
    classes=(
        "process",
        "nondeterministic",
    ),
    functions={
        "get": ApiFunction(
            name="get",
            parameters=1,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            kind=Kind.HOST,
        ),
        "set": ApiFunction(
            name="set",
            parameters=2,
            required=0,
            results=(
                "boolean?",
                "Error?",
            ),
            kind=Kind.HOST,
        ),
        "get_all": ApiFunction(
            name="get_all",
            results=(
                "table?",
                "Error?",
            ),
            kind=Kind.HOST,
        ),
    },
)
