"""Lua module `base`: the global functions."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, Kind, ModuleApi

REQUIRE = ApiFunction(
    name="require",
    parameters=1,
    results=("any",),
    note="A name that is not a constant is looked up among `modules` and `imports`",
)
# What makes `require` from all that an entry lists; it has no name in Lua.
REQUIRER = ApiFunction(name="requirer", parameters=1, results=("function",))

MODULE = ModuleApi(
    name="base",
    python="lib.base",
    classes=("deterministic",),
    is_global=True,
    is_listable=False,
    functions={
        "assert": ApiFunction(name="assert", parameters=None, results=None, python="assert_"),
        "error": ApiFunction(name="error", parameters=2, required=0),
        "getmetatable": ApiFunction(
            name="getmetatable", parameters=1, required=1, results=("any",)
        ),
        "ipairs": ApiFunction(
            name="ipairs", parameters=1, required=1, results=("function", "table", "integer")
        ),
        "next": ApiFunction(name="next", parameters=2, required=1, results=None),
        "pairs": ApiFunction(
            name="pairs", parameters=1, required=1, results=("function", "table", "nil")
        ),
        "pcall": ApiFunction(name="pcall", parameters=None, results=None),
        "print": ApiFunction(
            name="print",
            parameters=None,
            kind=Kind.RECORDED,
            note="One log record; silent during replay",
        ),
        "rawequal": ApiFunction(name="rawequal", parameters=2, results=("boolean",)),
        "rawget": ApiFunction(name="rawget", parameters=2, results=("any",)),
        "rawset": ApiFunction(name="rawset", parameters=3, results=("table",)),
        "require": REQUIRE,
        "select": ApiFunction(name="select", parameters=None, results=None),
        "setmetatable": ApiFunction(
            name="setmetatable", parameters=2, required=1, results=("table",)
        ),
        "tonumber": ApiFunction(name="tonumber", parameters=2, required=0, results=("number?",)),
        "tostring": ApiFunction(name="tostring", parameters=1, required=0, results=("string",)),
        "type": ApiFunction(name="type", parameters=1, required=0, results=("string",)),
        "unpack": ApiFunction(name="unpack", parameters=3, required=1, results=None),
        "xpcall": ApiFunction(
            name="xpcall",
            parameters=None,
            results=None,
            note="Extra arguments are passed to the function",
        ),
    },
    constants={
        "_VERSION": "string",
    },
)
