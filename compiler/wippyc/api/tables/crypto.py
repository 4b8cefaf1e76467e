"""Lua module `crypto`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, Kind, ModuleApi

MODULE = ModuleApi(
    name="crypto",
    python="lib.crypto",
    classes=(
        "security",
        "nondeterministic",
        "workflow",
    ),
    functions={
        "random.bytes": ApiFunction(
            name="random.bytes",
            parameters=1,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            yields=True,
            kind=Kind.RECORDED,
            python="random_bytes",
        ),
        "random.string": ApiFunction(
            name="random.string",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            yields=True,
            kind=Kind.RECORDED,
            python="random_string",
        ),
        "random.uuid": ApiFunction(
            name="random.uuid",
            results=(
                "string?",
                "Error?",
            ),
            yields=True,
            kind=Kind.RECORDED,
            python="random_uuid",
        ),
        "hmac.sha256": ApiFunction(
            name="hmac.sha256",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="hmac_sha256",
        ),
        "hmac.sha512": ApiFunction(
            name="hmac.sha512",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="hmac_sha512",
        ),
        "encrypt.aes": ApiFunction(
            name="encrypt.aes",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            yields=True,
            kind=Kind.RECORDED,
            python="encrypt_aes",
            note="needs the Python package cryptography",
        ),
        "encrypt.chacha20": ApiFunction(
            name="encrypt.chacha20",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            yields=True,
            kind=Kind.RECORDED,
            python="encrypt_chacha20",
            note="needs the Python package cryptography",
        ),
        "decrypt.aes": ApiFunction(
            name="decrypt.aes",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="decrypt_aes",
            note="needs the Python package cryptography",
        ),
        "decrypt.chacha20": ApiFunction(
            name="decrypt.chacha20",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="decrypt_chacha20",
            note="needs the Python package cryptography",
        ),
        "jwt.encode": ApiFunction(
            name="jwt.encode",
            parameters=3,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="jwt_encode",
        ),
        "jwt.verify": ApiFunction(
            name="jwt.verify",
            parameters=4,
            required=0,
            results=(
                "table?",
                "Error?",
            ),
            kind=Kind.RECORDED,
            python="jwt_verify",
            note="compares times with the execution's clock",
        ),
        "pbkdf2": ApiFunction(
            name="pbkdf2",
            parameters=5,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
        ),
        "constant_time_compare": ApiFunction(
            name="constant_time_compare", parameters=2, required=0, results=("boolean",)
        ),
    },
    extra="crypto",
)
