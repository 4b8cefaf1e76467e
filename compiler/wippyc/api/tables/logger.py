"""Lua module `logger`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, Kind, ModuleApi

MODULE = ModuleApi(
    name="logger",
    python="lib.logger",
    classes=("io",),
    functions={
        "debug": ApiFunction(
            name="debug",
            parameters=3,
            required=0,
            kind=Kind.RECORDED,
            note="called with a colon: the first parameter is the logger",
        ),
        "info": ApiFunction(
            name="info",
            parameters=3,
            required=0,
            kind=Kind.RECORDED,
            note="called with a colon: the first parameter is the logger",
        ),
        "warn": ApiFunction(
            name="warn",
            parameters=3,
            required=0,
            kind=Kind.RECORDED,
            note="called with a colon: the first parameter is the logger",
        ),
        "error": ApiFunction(
            name="error",
            parameters=3,
            required=0,
            kind=Kind.RECORDED,
            note="called with a colon: the first parameter is the logger",
        ),
        "with": ApiFunction(
            name="with",
            parameters=2,
            required=0,
            results=("Logger",),
            python="with_",
            note="called with a colon: the first parameter is the logger",
        ),
        "named": ApiFunction(
            name="named",
            parameters=2,
            required=0,
            results=("Logger",),
            note="called with a colon: the first parameter is the logger",
        ),
    },
    objects={
        "Logger": ApiObject(
            name="Logger",
            methods={
                "debug": ApiFunction(name="debug", parameters=2, required=0, kind=Kind.RECORDED),
                "info": ApiFunction(name="info", parameters=2, required=0, kind=Kind.RECORDED),
                "warn": ApiFunction(name="warn", parameters=2, required=0, kind=Kind.RECORDED),
                "error": ApiFunction(name="error", parameters=2, required=0, kind=Kind.RECORDED),
                "with": ApiFunction(
                    name="with", parameters=1, required=0, results=("Logger",), python="with_"
                ),
                "named": ApiFunction(name="named", parameters=1, required=0, results=("Logger",)),
            },
        ),
    },
)
