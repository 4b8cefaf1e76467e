"""Lua module `yaml`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ModuleApi

MODULE = ModuleApi(
    name="yaml",
    python="lib.yaml",
    classes=(
        "encoding",
        "deterministic",
    ),
    functions={
        "encode": ApiFunction(
            name="encode",
            parameters=2,
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
    },
    extra="yaml",
)
