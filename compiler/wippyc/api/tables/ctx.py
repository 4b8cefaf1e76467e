"""Lua module `ctx`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, Kind, ModuleApi

MODULE = ModuleApi(
    name="ctx",
    python="lib.ctx",
    classes=("nondeterministic", "workflow"),
    functions={
        "get": ApiFunction(
            name="get", parameters=1, results=("any?", "Error?"), kind=Kind.RECORDED
        ),
        "all": ApiFunction(name="all", results=("table?", "Error?"), kind=Kind.RECORDED),
    },
)
