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
        "create": ApiFunction(name="create", parameters=1, results=("thread",)),
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
