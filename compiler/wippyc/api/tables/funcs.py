"""Lua module `funcs`: function calls, activities in workflows."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, Kind, ModuleApi

_CALLS = {
    "call": ApiFunction(
        name="call",
        parameters=None,
        required=1,
        results=("any?", "Error?"),
        yields=True,
        kind=Kind.COMMAND,
    ),
    "async": ApiFunction(
        name="async",
        parameters=None,
        required=1,
        results=("Future?", "Error?"),
        kind=Kind.COMMAND,
        python="async_",
    ),
}


def _builder(name: str, note: str = "") -> ApiFunction:
    return ApiFunction(name=name, parameters=1, results=("Executor",), note=note)


MODULE = ModuleApi(
    name="funcs",
    python="lib.funcs",
    classes=("workflow", "nondeterministic"),
    functions={**_CALLS, "new": ApiFunction(name="new", results=("Executor",))},
    objects={
        "Executor": ApiObject(
            name="Executor",
            methods={
                **_CALLS,
                "with_context": _builder("with_context", "merges"),
                "with_options": _builder("with_options", "replaces earlier options"),
                "with_actor": _builder("with_actor"),
                "with_scope": _builder("with_scope"),
            },
        ),
        "Future": ApiObject(
            name="Future",
            methods={
                "response": ApiFunction(name="response", results=("Channel",)),
                "channel": ApiFunction(name="channel", results=("Channel",), python="response"),
                "is_complete": ApiFunction(name="is_complete", results=("boolean",)),
                "is_canceled": ApiFunction(name="is_canceled", results=("boolean",)),
                "result": ApiFunction(
                    name="result", results=("Payload?", "Error?"), note="never waits"
                ),
                "error": ApiFunction(name="error", results=("Error?", "boolean")),
                "cancel": ApiFunction(
                    name="cancel", results=("boolean", "Error?"), kind=Kind.COMMAND
                ),
            },
        ),
    },
)
