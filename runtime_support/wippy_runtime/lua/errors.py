"""The exception that carries a Lua error value, and constructors for run-time errors."""

from __future__ import annotations

from typing import Any


class LuaError(Exception):
    """A raised Lua error.

    Attributes:
        value: Any Lua value: what `pcall` returns as its second result.
        lua_traceback: Text of the Lua call stack, once something has computed it.
    """

    def __init__(self, value: Any, lua_traceback: str | None = None) -> None:
        super().__init__(value)
        self.value = value
        self.lua_traceback = lua_traceback

    def __str__(self) -> str:
        from .strings import to_text
        from .values import tostring

        return to_text(tostring(self.value))


def error(message: Any = None, level: Any = 1) -> LuaError:
    """Return the exception of Lua's `error(message, level)`, to be raised by the caller.

    Args:
        message: Any value. A string gets the prefix `entry:line: ` of the function at `level`;
            every other value is raised unchanged.
        level: 1 is the function that calls `error`, 2 its caller; 0 adds no position.
    """
    if type(message) is str:
        depth = 1 if level is None else int(level)
        if depth > 0:
            return LuaError(positioned(message, depth))
    return LuaError(message)


def runtime_error(text: str) -> LuaError:
    """Return a Lua error with the position of the Lua code that runs now."""
    return LuaError(positioned(text, 1))


def argument_error(position: int, function: str, problem: str) -> LuaError:
    """Return `bad argument #1 to name (problem)` as an error with a position."""
    return runtime_error(f"bad argument #{position} to {function} ({problem})")


def positioned(text: str, level: int) -> str:
    """Put `entry:line: ` of the Lua function at `level` in front of `text`, if there is one."""
    from .tracebacks import lua_position

    position = lua_position(level)
    return text if position is None else f"{position}: {text}"
