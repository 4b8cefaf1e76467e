"""Lua module `os`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, Kind, ModuleApi

MODULE = ModuleApi(
    name="os",
    python="lib.os",
    classes=(
        "time",
        "workflow",
    ),
    is_global=True,
    functions={
        "time": ApiFunction(
            name="time", parameters=1, required=0, results=("integer",), kind=Kind.RECORDED
        ),
        "date": ApiFunction(
            name="date", parameters=2, required=0, results=("any",), kind=Kind.RECORDED
        ),
        "clock": ApiFunction(
            name="clock",
            results=("number",),
            kind=Kind.HOST,
            python="clock_seconds",
            note="the real clock: not deterministic in a workflow",
        ),
        "difftime": ApiFunction(name="difftime", parameters=2, required=0, results=("number",)),
    },
    constants={
        "platform": "string",
    },
)
