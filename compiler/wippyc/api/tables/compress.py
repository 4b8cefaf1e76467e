"""Lua module `compress`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ModuleApi

MODULE = ModuleApi(
    name="compress",
    python="lib.compress",
    classes=(
        "encoding",
        "deterministic",
    ),
    functions={
        "gzip.encode": ApiFunction(
            name="gzip.encode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="gzip_encode",
        ),
        "gzip.decode": ApiFunction(
            name="gzip.decode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="gzip_decode",
        ),
        "deflate.encode": ApiFunction(
            name="deflate.encode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="deflate_encode",
        ),
        "deflate.decode": ApiFunction(
            name="deflate.decode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="deflate_decode",
        ),
        "zlib.encode": ApiFunction(
            name="zlib.encode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="zlib_encode",
        ),
        "zlib.decode": ApiFunction(
            name="zlib.decode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="zlib_decode",
        ),
        "brotli.encode": ApiFunction(
            name="brotli.encode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="brotli_encode",
            note="needs the Python package brotli",
        ),
        "brotli.decode": ApiFunction(
            name="brotli.decode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="brotli_decode",
            note="needs the Python package brotli",
        ),
        "zstd.encode": ApiFunction(
            name="zstd.encode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="zstd_encode",
            note="needs the Python package zstandard",
        ),
        "zstd.decode": ApiFunction(
            name="zstd.decode",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="zstd_decode",
            note="needs the Python package zstandard",
        ),
        "zstd.train_dict": ApiFunction(
            name="zstd.train_dict",
            parameters=2,
            required=0,
            results=(
                "string?",
                "Error?",
            ),
            python="zstd_train_dict",
            note="needs the Python package zstandard",
        ),
        "zstd.inspect_dict": ApiFunction(
            name="zstd.inspect_dict",
            parameters=1,
            required=0,
            results=(
                "table?",
                "Error?",
            ),
            python="zstd_inspect_dict",
        ),
    },
    extra="compress",
)
