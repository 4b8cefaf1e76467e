"""Lua module `hash`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ModuleApi

MODULE = ModuleApi(
    name="hash",
    python="lib.hash",
    classes=(
        "encoding",
        "security",
        "deterministic",
    ),
    functions={
        "md5": ApiFunction(
            name="md5",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "sha1": ApiFunction(
            name="sha1",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "sha256": ApiFunction(
            name="sha256",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "sha512": ApiFunction(
            name="sha512",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "hmac_md5": ApiFunction(
            name="hmac_md5",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "hmac_sha1": ApiFunction(
            name="hmac_sha1",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "hmac_sha256": ApiFunction(
            name="hmac_sha256",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "hmac_sha512": ApiFunction(
            name="hmac_sha512",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "fnv32": ApiFunction(
            name="fnv32",
            parameters=1,
            required=0,
            results=(
                "integer?",
                "Error?",
            ),
        ),
        "fnv64": ApiFunction(
            name="fnv64",
            parameters=1,
            required=0,
            results=(
                "number?",
                "Error?",
            ),
        ),
    },
)
