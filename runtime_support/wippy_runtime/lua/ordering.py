"""`a > b` and `a >= b`: operands in the order they are written."""

from __future__ import annotations

from typing import Any

from .async_values import ale, alt
from .values import le, lt


def gt(left: Any, right: Any) -> bool:
    """Return `left > right`, which Lua computes as `right < left`."""
    kind = type(left)
    if kind is int or kind is float:
        other = type(right)
        if other is int or other is float:
            return left > right  # type: ignore[no-any-return]
    return lt(right, left)


def ge(left: Any, right: Any) -> bool:
    """Return `left >= right`, which Lua computes as `right <= left`."""
    kind = type(left)
    if kind is int or kind is float:
        other = type(right)
        if other is int or other is float:
            return left >= right  # type: ignore[no-any-return]
    return le(right, left)


async def agt(left: Any, right: Any) -> bool:
    """`gt` where the metamethod may yield."""
    return await alt(right, left)  # type: ignore[no-any-return]


async def age(left: Any, right: Any) -> bool:
    """`ge` where the metamethod may yield."""
    return await ale(right, left)  # type: ignore[no-any-return]
