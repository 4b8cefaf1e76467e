"""Lua module `templates`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, ModuleApi

MODULE = ModuleApi(
    name="templates",
    python="lib.templates",
    classes=("deterministic",),
    functions={
        "get": ApiFunction(
            name="get",
            parameters=1,
            required=0,
            results=("Set?", "Error?"),
            note="Jet without `try`, `return`, `exec` and macros with content",
        )
    },
    objects={
        "Set": ApiObject(
            name="Set",
            methods={
                "render": ApiFunction(
                    name="render", parameters=2, required=0, results=("string?", "Error?")
                ),
                "release": ApiFunction(name="release", results=("boolean",)),
            },
        )
    },
)
