"""Lua module `coroutine`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ModuleApi

MODULE = ModuleApi(
    name="coroutine",
    python="lib.coroutine",
    classes=("deterministic",),
    is_global=True,
    is_listable=False,
    functions={
        "close": ApiFunction(
            name="close", parameters=1, results=("boolean",), note="From Lua 5.4; Wippy has none"
        ),
        "create": ApiFunction(name="create", parameters=1, results=("thread",)),
        "isyieldable": ApiFunction(
            name="isyieldable", results=("boolean",), note="From Lua 5.3; Wippy has none"
        ),
        "resume": ApiFunction(name="resume", parameters=None, results=None, yields=True),
        "running": ApiFunction(name="running", results=("thread?",)),
        "spawn": ApiFunction(name="spawn", parameters=1, results=("thread",), yields=True),
        "status": ApiFunction(name="status", parameters=1, results=("string",)),
        "wrap": ApiFunction(
            name="wrap",
            parameters=1,
            results=("function",),
            note="The function it returns may yield",
        ),
        "yield": ApiFunction(
            name="yield", parameters=None, results=None, yields=True, python="yield_"
        ),
    },
)
