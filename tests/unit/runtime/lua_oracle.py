"""Real Lua 5.3 (PUC, through lupa) as the reference implementation for differential tests."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from lupa import lua53


@cache
def _runtime() -> Any:
    return lua53.LuaRuntime(encoding="latin-1", unpack_returned_tuples=True)


@cache
def evaluate(expression: str) -> Any:
    """Evaluate a Lua expression; a function comes back callable."""
    return _runtime().eval(expression)


@cache
def protected(expression: str) -> Callable[..., tuple[Any, ...] | None]:
    """Return a caller of the Lua function `expression`: its results, or None if it raised."""
    # `select("#")` keeps trailing nils, which lupa's tuples would keep too, and marks no result.
    wrapper = _runtime().eval(
        f"function(...) local f = {expression}"
        " local function count(...) return select('#', ...), ... end"
        " return count(pcall(f, ...)) end"
    )

    def run(*arguments: Any) -> tuple[Any, ...] | None:
        count, ok, *values = wrapper(*arguments)
        return tuple(values[: count - 1]) if ok else None

    return run


def attempt(function: Callable[..., Any], *arguments: Any) -> tuple[Any, ...] | None:
    """Call a function of the runtime: its results as a tuple, or None if it raised a Lua error."""
    from wippy_runtime.lua.errors import LuaError
    from wippy_runtime.lua.results import results

    try:
        return results(function(*arguments))
    except LuaError:
        return None


def same(left: Any, right: Any) -> bool:
    """Whether two results are equal, NaN included; integral floats equal integers."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, float) and isinstance(right, float) and math.isnan(left):
        return math.isnan(right)
    return (type(left) is not bool and type(right) is not bool and left == right) or left is right
