"""Twins of the operators for code that may yield: metamethods written as `async def` are awaited.

One rule makes them all: compute the raw result (a value, or what a metamethod returned), await it
if it is a coroutine, then finish it as the plain operator does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from types import CoroutineType
from typing import Any

from .arithmetic import raw_arithmetic, raw_concat, raw_unm
from .results import first
from .values import (
    raw_eq,
    raw_index,
    raw_le,
    raw_length,
    raw_lt,
    raw_setindex,
    raw_tostring,
    tostring_result,
    truthy,
)


def _twin(raw: Callable[..., Any], finish: Callable[[Any], Any]) -> Callable[..., Awaitable[Any]]:
    async def operate(*operands: Any) -> Any:
        result = raw(*operands)
        if type(result) is CoroutineType:
            result = await result
        return finish(result)

    return operate


def _truth(result: Any) -> bool:
    return truthy(first(result))


def _nothing(result: Any) -> None:
    return None


aindex = _twin(raw_index, first)
asetindex = _twin(raw_setindex, _nothing)
aadd = _twin(partial(raw_arithmetic, "add"), first)
asub = _twin(partial(raw_arithmetic, "sub"), first)
amul = _twin(partial(raw_arithmetic, "mul"), first)
adiv = _twin(partial(raw_arithmetic, "div"), first)
amod = _twin(partial(raw_arithmetic, "mod"), first)
apow_ = _twin(partial(raw_arithmetic, "pow"), first)
aunm = _twin(raw_unm, first)
aeq = _twin(raw_eq, _truth)
alt = _twin(raw_lt, _truth)
ale = _twin(raw_le, _truth)
alen = _twin(raw_length, first)
atostring = _twin(raw_tostring, tostring_result)

_concat_pair = _twin(raw_concat, first)


async def aconcat(*parts: Any) -> Any:
    """Return `p1 .. p2 .. …`, grouped from the right."""
    result = parts[-1]
    for part in parts[-2::-1]:
        result = await _concat_pair(part, result)
    return result
