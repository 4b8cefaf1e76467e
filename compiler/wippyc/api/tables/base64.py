"""Lua module `base64`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ModuleApi

MODULE = ModuleApi(
    name="base64",
    python="lib.base64",
    classes=(
        "encoding",
        "deterministic",
    ),
    functions={
        "encode": ApiFunction(name="encode", parameters=1, required=0, results=None),
        "decode": ApiFunction(name="decode", parameters=1, required=0, results=None),
    },
)
