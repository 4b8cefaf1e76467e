"""Lua module `http_client`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, Kind, ModuleApi

MODULE = ModuleApi(
    name="http_client",
    python="lib.http_client",
    classes=(
        "network",
        "io",
        "nondeterministic",
    ),
    functions={
        "get": ApiFunction(
            name="get",
            parameters=2,
            required=0,
            results=(
                "Response?",
                "Error?",
            ),
            yields=True,
            kind=Kind.HOST,
        ),
        "post": ApiFunction(
            name="post",
            parameters=2,
            required=0,
            results=(
                "Response?",
                "Error?",
            ),
            yields=True,
            kind=Kind.HOST,
        ),
        "put": ApiFunction(
            name="put",
            parameters=2,
            required=0,
            results=(
                "Response?",
                "Error?",
            ),
            yields=True,
            kind=Kind.HOST,
        ),
        "patch": ApiFunction(
            name="patch",
            parameters=2,
            required=0,
            results=(
                "Response?",
                "Error?",
            ),
            yields=True,
            kind=Kind.HOST,
        ),
        "delete": ApiFunction(
            name="delete",
            parameters=2,
            required=0,
            results=(
                "Response?",
                "Error?",
            ),
            yields=True,
            kind=Kind.HOST,
        ),
        "head": ApiFunction(
            name="head",
            parameters=2,
            required=0,
            results=(
                "Response?",
                "Error?",
            ),
            yields=True,
            kind=Kind.HOST,
        ),
        "request": ApiFunction(
            name="request",
            parameters=3,
            required=0,
            results=(
                "Response?",
                "Error?",
            ),
            yields=True,
            kind=Kind.HOST,
        ),
        "request_batch": ApiFunction(
            name="request_batch",
            parameters=1,
            required=0,
            results=(
                "table?",
                "any",
            ),
            yields=True,
            kind=Kind.HOST,
        ),
        "encode_uri": ApiFunction(name="encode_uri", parameters=1, required=0, results=("string",)),
        "decode_uri": ApiFunction(
            name="decode_uri",
            parameters=1,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
    },
    objects={
        "Response": ApiObject(
            name="Response",
            has_fields=True,
            methods={
                "status": ApiFunction(name="status", results=("integer",)),
                "body": ApiFunction(
                    name="body", results=("string?",), note="older form of the field body"
                ),
            },
        ),
        "Stream": ApiObject(
            name="Stream",
            methods={
                "read": ApiFunction(
                    name="read",
                    parameters=1,
                    required=0,
                    results=(
                        "string?",
                        "Error?",
                    ),
                    yields=True,
                    kind=Kind.HOST,
                ),
                "close": ApiFunction(
                    name="close",
                    results=(
                        "boolean",
                        "Error?",
                    ),
                    yields=True,
                    kind=Kind.HOST,
                ),
            },
        ),
    },
    extra="http_client",
)
