"""The builder behind `process.with_context` and `process.with_options`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, ClassVar

from ..host import SpawnRequest, host
from ..lua.errors import argument_error, runtime_error
from ..lua.table import Table
from ..lua.userdata import Userdata
from .failure import wrong_type

_EMPTY = SpawnRequest(process_id="", host="")


def spawn_request(
    function: str, arguments: tuple[Any, ...], base: SpawnRequest = _EMPTY
) -> tuple[SpawnRequest | None, str]:
    """Return the request of one `spawn*` call, or `None` and what is wrong.

    Raises:
        LuaError: ID or host is no string.
    """
    if len(arguments) < 2:
        return None, f"{function} requires at least id and host arguments"
    process_id, target = arguments[0], arguments[1]
    if not isinstance(process_id, str):
        raise wrong_type(1, function, "string", process_id)
    if not isinstance(target, str):
        raise wrong_type(2, function, "string", target)
    request = dataclasses.replace(
        base,
        process_id=process_id,
        host=target,
        arguments=arguments[2:],
        is_monitored="monitored" in function,
        is_linked="linked" in function,
    )
    return request, ""


class Spawner(Userdata):
    """Starts processes with context, options, a name and messages; immutable."""

    __slots__ = ("_request",)
    lua_name = "*process.Spawner"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name
        for name in (
            "with_context",
            "with_options",
            "with_actor",
            "with_scope",
            "with_name",
            "with_message",
            "spawn",
            "spawn_monitored",
            "spawn_linked",
            "spawn_linked_monitored",
            "exec",
        )
    }

    def __init__(self, request: SpawnRequest = _EMPTY) -> None:
        self._request = request

    def _with(self, **changes: Any) -> Spawner:
        return Spawner(dataclasses.replace(self._request, **changes))

    def with_context(self, values: Any = None) -> Spawner:
        """Return a spawner that hands down more context values."""
        if not isinstance(values, Table):
            raise wrong_type(1, "with_context", "table", values)
        added = {k: v for k, v in dict.items(values) if isinstance(k, str) and v is not None}
        return self._with(context={**(self._request.context or {}), **added})

    def with_options(self, options: Any = None) -> Spawner:
        """Return a spawner with more start options."""
        if not isinstance(options, Table):
            raise wrong_type(1, "with_options", "table", options)
        added = {}
        for key, value in options.items_in_order():
            if not isinstance(key, str):
                raise argument_error(1, "with_options", "option keys must be strings")
            added[key] = value
        return self._with(options={**self._request.options, **added})

    def with_actor(self, actor: Any = None) -> Spawner:
        """Return a spawner that starts as another actor."""
        if actor is None:
            raise argument_error(1, "with_actor", "actor expected")
        return self._with(actor=actor)

    def with_scope(self, scope: Any = None) -> Spawner:
        """Return a spawner that starts within another security scope."""
        if scope is None:
            raise argument_error(1, "with_scope", "scope expected")
        return self._with(scope=scope)

    def with_name(self, name: Any = None) -> Spawner:
        """Return a spawner with a name: the workflow ID."""
        if not isinstance(name, str):
            raise wrong_type(1, "with_name", "string", name)
        if not name:
            raise argument_error(1, "with_name", "name cannot be empty")
        return self._with(name=name)

    def with_message(self, topic: Any = None, *payloads: Any) -> Spawner:
        """Return a spawner that sends one more message once started."""
        if not isinstance(topic, str):
            raise wrong_type(1, "with_message", "string", topic)
        if topic.startswith("@"):
            raise argument_error(1, "with_message", "cannot send to @ topics")
        return self._with(messages=(*self._request.messages, (topic, payloads)))

    async def spawn(self, *arguments: Any) -> tuple[Any, Any]:
        """Start and return the PID."""
        return await host().spawn(self._build("spawn", arguments))

    async def spawn_monitored(self, *arguments: Any) -> tuple[Any, Any]:
        """Start, monitored, and return the PID."""
        return await host().spawn(self._build("spawn_monitored", arguments))

    async def spawn_linked(self, *arguments: Any) -> tuple[Any, Any]:
        """Start, linked, and return the PID."""
        return await host().spawn(self._build("spawn_linked", arguments))

    async def spawn_linked_monitored(self, *arguments: Any) -> tuple[Any, Any]:
        """Start, linked and monitored, and return the PID."""
        return await host().spawn(self._build("spawn_linked_monitored", arguments))

    async def exec(self, *arguments: Any) -> tuple[Any, Any]:
        """Start and wait for the result."""
        return await host().execute(self._build("exec", arguments))

    def _build(self, function: str, arguments: tuple[Any, ...]) -> SpawnRequest:
        request, problem = spawn_request(function, arguments, self._request)
        if request is None:
            raise runtime_error(problem)
        return request
