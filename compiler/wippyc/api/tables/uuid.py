"""Lua module `uuid`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, Kind, ModuleApi

MODULE = ModuleApi(
    name="uuid",
    python="lib.uuid",
    classes=(
        "nondeterministic",
        "workflow",
    ),
    functions={
        "v1": ApiFunction(
            name="v1",
            results=(
                "string?",
                "Error?",
            ),
            kind=Kind.RECORDED,
        ),
        "v4": ApiFunction(
            name="v4",
            results=(
                "string?",
                "Error?",
            ),
            kind=Kind.RECORDED,
        ),
        "v7": ApiFunction(
            name="v7",
            results=(
                "string?",
                "Error?",
            ),
            kind=Kind.RECORDED,
        ),
        "v3": ApiFunction(
            name="v3",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "v5": ApiFunction(
            name="v5",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "validate": ApiFunction(
            name="validate",
            parameters=1,
            required=0,
            results=(
                "boolean",
                "Error?",
            ),
        ),
        "version": ApiFunction(
            name="version",
            parameters=1,
            required=0,
            results=(
                "integer?",
                "Error?",
            ),
        ),
        "variant": ApiFunction(
            name="variant",
            parameters=1,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "parse": ApiFunction(
            name="parse",
            parameters=1,
            required=0,
            results=(
                "table?",
                "Error?",
            ),
        ),
        "format": ApiFunction(
            name="format",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
    },
)
