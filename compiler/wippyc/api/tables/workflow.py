"""Lua module `workflow`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, Kind, ModuleApi

MODULE = ModuleApi(
    name="workflow",
    python="lib.workflow",
    classes=("workflow", "nondeterministic"),
    functions={
        "info": ApiFunction(name="info", results=("table?", "Error?"), kind=Kind.RECORDED),
        "exec": ApiFunction(
            name="exec",
            parameters=None,
            required=1,
            results=("any?", "Error?"),
            yields=True,
            kind=Kind.COMMAND,
        ),
        "version": ApiFunction(
            name="version",
            parameters=3,
            results=("integer?", "Error?"),
            kind=Kind.COMMAND,
            note="a ladder of patches",
        ),
        "attrs": ApiFunction(
            name="attrs", parameters=1, results=("boolean?", "Error?"), kind=Kind.COMMAND
        ),
        "history_length": ApiFunction(
            name="history_length", results=("integer", "Error?"), kind=Kind.RECORDED
        ),
        "history_size": ApiFunction(
            name="history_size", results=("integer", "Error?"), kind=Kind.RECORDED
        ),
    },
)
