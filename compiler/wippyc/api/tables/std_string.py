"""Lua module `string`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ModuleApi

MODULE = ModuleApi(
    name="string",
    python="lib.string",
    classes=("deterministic",),
    is_global=True,
    is_listable=False,
    functions={
        "byte": ApiFunction(name="byte", parameters=3, required=1, results=None),
        "char": ApiFunction(name="char", parameters=None, results=("string",)),
        "dump": ApiFunction(
            name="dump", parameters=1, note="Raises: compiled code has no bytecode"
        ),
        "find": ApiFunction(name="find", parameters=4, required=2, results=None),
        "format": ApiFunction(name="format", parameters=None, results=("string",)),
        "gfind": ApiFunction(name="gfind", parameters=2, results=("function",)),
        "gmatch": ApiFunction(name="gmatch", parameters=2, results=("function",)),
        "gsub": ApiFunction(name="gsub", parameters=4, required=3, results=("string", "length")),
        "len": ApiFunction(name="len", parameters=1, results=("length",)),
        "lower": ApiFunction(name="lower", parameters=1, results=("string",)),
        "match": ApiFunction(name="match", parameters=3, required=2, results=None),
        "pack": ApiFunction(name="pack", parameters=None, results=("string",)),
        "packsize": ApiFunction(name="packsize", parameters=1, results=("integer",)),
        "rep": ApiFunction(name="rep", parameters=3, required=2, results=("string",)),
        "reverse": ApiFunction(name="reverse", parameters=1, results=("string",)),
        "sub": ApiFunction(name="sub", parameters=3, required=1, results=("string",)),
        "unpack": ApiFunction(name="unpack", parameters=3, required=2, results=None),
        "upper": ApiFunction(name="upper", parameters=1, results=("string",)),
    },
)
