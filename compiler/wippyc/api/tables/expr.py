"""Lua module `expr`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, ModuleApi

_RESULTS = ("any?", "Error?")

MODULE = ModuleApi(
    name="expr",
    python="lib.expr",
    classes=("deterministic",),
    functions={
        "eval": ApiFunction(
            name="eval",
            parameters=2,
            required=0,
            results=_RESULTS,
            note="without `now`, `date` and `duration`; unknown names are nil",
        ),
        "compile": ApiFunction(
            name="compile", parameters=2, required=0, results=("Program?", "Error?")
        ),
    },
    objects={
        "Program": ApiObject(
            name="Program",
            methods={"run": ApiFunction(name="run", parameters=1, required=0, results=_RESULTS)},
        )
    },
)
