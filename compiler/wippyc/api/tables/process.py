"""Lua module `process`, a global of every entry."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, Kind, ModuleApi


def _command(name: str, result: str, parameters: int | None = None) -> ApiFunction:
    return ApiFunction(
        name=name,
        parameters=parameters,
        required=None if parameters is None else min(parameters, 1),
        results=(f"{result}?", "Error?"),
        yields=True,
        kind=Kind.COMMAND,
    )


def _builder(name: str, parameters: int | None = 1) -> ApiFunction:
    return ApiFunction(name=name, parameters=parameters, results=("Spawner",))


_SPAWN = {
    name: _command(name, "string")
    for name in ("spawn", "spawn_monitored", "spawn_linked", "spawn_linked_monitored")
}
_CONTROL = {
    name: _command(name, "boolean", 1)
    for name in ("terminate", "monitor", "unmonitor", "link", "unlink")
}
_BUILDERS = ("with_context", "with_options")

_SUBSCRIPTIONS = {
    "inbox": ApiFunction(name="inbox", results=("Channel",)),
    "events": ApiFunction(name="events", results=("Channel",)),
    "listen": ApiFunction(name="listen", parameters=2, required=1, results=("Channel?", "Error?")),
    "unlisten": ApiFunction(name="unlisten", parameters=1, results=("boolean", "Error?")),
}

_REGISTRY = {
    "registry.register": ApiFunction(
        name="registry.register",
        parameters=3,
        required=1,
        results=("boolean?", "Error?"),
        kind=Kind.RECORDED,
    ),
    "registry.lookup": ApiFunction(
        name="registry.lookup", parameters=1, results=("string?", "Error?"), kind=Kind.RECORDED
    ),
    "registry.unregister": ApiFunction(
        name="registry.unregister",
        parameters=2,
        required=1,
        results=("boolean",),
        kind=Kind.RECORDED,
    ),
}

MODULE = ModuleApi(
    name="process",
    python="lib.process",
    classes=("process", "nondeterministic", "workflow"),
    is_global=True,
    functions={
        "id": ApiFunction(name="id", results=("string?", "Error?"), kind=Kind.RECORDED),
        "pid": ApiFunction(name="pid", results=("string?", "Error?"), kind=Kind.RECORDED),
        "send": _command("send", "boolean"),
        "exec": _command("exec", "any"),
        "cancel": _command("cancel", "boolean", 2),
        **_SPAWN,
        **_CONTROL,
        **_SUBSCRIPTIONS,
        "get_options": ApiFunction(name="get_options", results=("table",)),
        "set_options": ApiFunction(name="set_options", parameters=1, results=("boolean", "Error?")),
        "upgrade": ApiFunction(
            name="upgrade",
            parameters=None,
            results=(),
            kind=Kind.COMMAND,
            note="does not return: continue-as-new in a workflow",
        ),
        **{name: _builder(name) for name in _BUILDERS},
        **_REGISTRY,
    },
    constants={
        "event": "table",
        "event.EXIT": "string",
        "event.LINK_DOWN": "string",
        "event.CANCEL": "string",
        "registry.LOCAL": "integer",
        "registry.EVENTUAL": "integer",
        "registry.CONSISTENT": "integer",
        "registry.STRONG": "integer",
    },
    objects={
        "Spawner": ApiObject(
            name="Spawner",
            methods={
                **{
                    name: _builder(name)
                    for name in (*_BUILDERS, "with_actor", "with_scope", "with_name")
                },
                "with_message": _builder("with_message", None),
                **_SPAWN,
                "exec": _command("exec", "any"),
            },
        ),
        "Message": ApiObject(
            name="Message",
            methods={
                "topic": ApiFunction(name="topic", results=("string",)),
                "from": ApiFunction(name="from", results=("string",), python="from_"),
                "payload": ApiFunction(
                    name="payload", results=("any?",), note="a Payload, or a table of several"
                ),
            },
        ),
    },
)
