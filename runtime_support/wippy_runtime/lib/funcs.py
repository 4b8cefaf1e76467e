"""Lua module `funcs`: calling functions. In a workflow each call is an activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..host import Cancellable, host
from ..lua.arguments import string_argument
from ..lua.errors import argument_error
from ..lua.table import Table
from ..lua.userdata import Userdata
from .channel import Channel
from .errors import Error
from .failure import canceled, invalid, wrong_type
from .payload import Payload

_NOTHING: Mapping[str, Any] = {}


class Future(Userdata):
    """The result of a function that runs concurrently."""

    __slots__ = ("_call", "_channel", "_error", "_is_canceled", "_is_complete", "_value")
    lua_name = "*future.Future"
    lua_methods: ClassVar[Mapping[str, str]] = {
        "response": "response",
        "channel": "response",
        "is_complete": "is_complete",
        "is_canceled": "is_canceled",
        "result": "result",
        "error": "error",
        "cancel": "cancel",
    }

    def __init__(self) -> None:
        self._channel = Channel(1)
        self._call: Cancellable | None = None
        self._is_complete = False
        self._is_canceled = False
        self._value: Any = None
        self._error: Any = None

    def attach(self, call: Cancellable) -> None:
        """Remember the started call, to be able to cancel it."""
        self._call = call

    def finish(self, value: Any, error: Any) -> None:
        """Record the outcome and deliver it to the channel; ignored after `cancel`."""
        if self._is_canceled:
            return
        self._is_complete = True
        self._value, self._error = value, error
        self._channel.offer(Payload(value) if error is None else error)
        self._channel.close_from_outside()

    def response(self) -> Channel:
        """Return the channel that delivers a payload or an error once, then closes."""
        return self._channel

    def is_complete(self) -> bool:
        """Return whether the outcome has arrived."""
        return self._is_complete

    def is_canceled(self) -> bool:
        """Return whether `cancel` was called."""
        return self._is_canceled

    def result(self) -> tuple[Any, Any]:
        """Return payload or error; `nil, nil` while there is none. Never waits."""
        if self._is_canceled:
            return None, canceled("canceled")
        if not self._is_complete:
            return None, None
        return (Payload(self._value), None) if self._error is None else (None, self._error)

    def error(self) -> tuple[Any, bool]:
        """Return the error and true, or nil and false."""
        if self._is_complete and self._error is not None:
            return self._error, True
        return None, False

    def cancel(self) -> tuple[bool, None]:
        """Request cancellation; the channel closes at once, a late result is ignored."""
        if not self._is_complete and not self._is_canceled:
            self._is_canceled = True
            if self._call is not None:
                self._call.cancel()
            self._channel.close_from_outside()
        return True, None


class Executor(Userdata):
    """Calls functions with options and context; immutable."""

    __slots__ = ("_context", "_options")
    lua_name = "*funcs.Executor"
    lua_methods: ClassVar[Mapping[str, str]] = {
        "with_context": "with_context",
        "with_options": "with_options",
        "with_actor": "with_actor",
        "with_scope": "with_scope",
        "call": "call",
        "async": "async_",
    }

    def __init__(
        self, options: Mapping[str, Any] = _NOTHING, context: Mapping[str, Any] = _NOTHING
    ) -> None:
        self._options = options
        self._context = context

    def with_context(self, values: Any = None) -> Executor:
        """Return an executor that adds context values; later ones win."""
        return Executor(self._options, {**self._context, **_fields(values, "with_context")})

    def with_options(self, options: Any = None) -> Executor:
        """Return an executor with these options instead of earlier ones."""
        return Executor(_fields(options, "with_options"), self._context)

    def with_actor(self, actor: Any = None) -> Executor:
        """Return an executor that calls as another actor."""
        if actor is None:
            raise argument_error(1, "with_actor", "actor expected")
        return Executor(self._options, self._context)

    def with_scope(self, scope: Any = None) -> Executor:
        """Return an executor that calls within another security scope."""
        if scope is None:
            raise argument_error(1, "with_scope", "scope expected")
        return Executor(self._options, self._context)

    async def call(self, function_id: Any = None, *arguments: Any) -> tuple[Any, Any]:
        """Call a function and wait for its result."""
        name = string_argument(function_id, 1, "call")
        problem = _id_problem(name)
        if problem is not None:
            return None, problem
        return await host().call_function(name, arguments, self._options, self._context)

    def async_(self, function_id: Any = None, *arguments: Any) -> tuple[Any, Any]:
        """Call a function without waiting."""
        name = string_argument(function_id, 1, "async")
        problem = _id_problem(name)
        if problem is not None:
            return None, problem
        future = Future()
        call, error = host().start_function(
            name, arguments, self._options, self._context, future.finish
        )
        if call is None:
            return None, error
        future.attach(call)
        return future, None


_plain = Executor()


async def call(function_id: Any = None, *arguments: Any) -> tuple[Any, Any]:
    """Call a function and wait: its result, or nil and an error."""
    return await _plain.call(function_id, *arguments)


def async_(function_id: Any = None, *arguments: Any) -> tuple[Any, Any]:
    """Start a function without waiting and return a future."""
    return _plain.async_(function_id, *arguments)


def new() -> Executor:
    """Return an executor without options."""
    return _plain


def _id_problem(function_id: str) -> Error | None:
    if not function_id:
        return invalid("function ID required")
    namespace, _, name = function_id.partition(":")
    if ":" not in function_id or not namespace:
        return invalid("namespace required in function ID")
    return None if name else invalid("name required in function ID")


def _fields(table: Any, function: str) -> dict[str, Any]:
    if not isinstance(table, Table):
        raise wrong_type(1, function, "table", table)
    return {k: v for k, v in dict.items(table) if isinstance(k, str) and v is not None}


EXPORTS: Mapping[str, Any] = {"call": call, "async": async_, "new": new}
