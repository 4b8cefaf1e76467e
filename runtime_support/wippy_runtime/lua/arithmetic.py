"""Arithmetic, bitwise operators and concatenation for operands of any type.

Integers are 64-bit and wrap; `/`, `^` and `%` by zero follow floats; `//` and the bitwise operators
cut floats to integers first and refuse strings. The other operators coerce numeric strings.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .errors import LuaError, runtime_error
from .metamethods import call, metamethod
from .numbers import number_text, operand_number, to_number, wrap64
from .results import first, settle
from .userdata import Userdata
from .values import type_name

__all__ = [
    "add", "band", "bnot", "bor", "bxor", "concat", "div", "idiv", "mod", "mul", "pow_", "shl",
    "shr", "sub", "to_number", "unm", "wrap64",
]  # fmt: skip

_MINIMUM = -0x8000000000000000
_LIMIT = 0x8000000000000000


def divide(left: float, right: float) -> float:
    """Divide two numbers as floats: by zero gives an infinity or NaN."""
    try:
        # Integers become floats first: Python would round the exact quotient instead.
        return float(left) / float(right)
    except ZeroDivisionError:
        if left != left or left == 0:
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1.0, right)


def modulo(left: float, right: float) -> float:
    """Return the remainder with the sign of the divisor; by zero it is NaN."""
    try:
        return left % right
    except ZeroDivisionError:
        return math.nan


def power(base: float, exponent: float) -> float:
    """Raise to a power as C's `pow` does: always a float, never complex, never an exception."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        negative = base < 0 and math.fmod(exponent, 2) != 0
    except ValueError:
        if base != 0:
            return math.nan
        negative = math.copysign(1.0, base) < 0 and math.fmod(exponent, 2) in (1, -1)
    return -math.inf if negative else math.inf


def floor_divide(left: float, right: float) -> int:
    """Divide two numbers cut to integers, rounding down.

    Raises:
        LuaError: `attempt to divide by zero`.
    """
    divisor = to_integer(right)
    if not divisor:
        raise runtime_error("attempt to divide by zero")
    return wrap64(to_integer(left) // divisor)


def to_integer(number: float) -> int:
    """Cut a number to a 64-bit integer; what does not fit becomes the smallest, as on amd64."""
    if type(number) is int:
        return number
    if _MINIMUM <= number < _LIMIT:
        return int(number)
    return _MINIMUM


def shift_left(number: int, count: int) -> int:
    """Shift left by `count` bits; a negative count shifts right, 64 and more give 0."""
    if count < 0:
        return number >> -count if count > -64 else 0
    return wrap64(number << count) if count < 64 else 0


def _wrapped(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def compute(left: Any, right: Any) -> Any:
        result = operation(left, right)
        return wrap64(result) if type(result) is int else result

    return compute


# Metamethod event (without underscores) → the operation on two numbers.
_PRIMITIVE: dict[str, Callable[[Any, Any], Any]] = {
    "add": _wrapped(lambda left, right: left + right),
    "sub": _wrapped(lambda left, right: left - right),
    "mul": _wrapped(lambda left, right: left * right),
    "div": divide,
    "mod": modulo,
    "pow": power,
}


def raw_arithmetic(event: str, left: Any, right: Any) -> Any:
    """Compute `left event right`, or return the raw result of a metamethod.

    Args:
        event: One of `add sub mul div mod pow`.
        left: Any value.
        right: Any value.

    Raises:
        LuaError: `cannot perform add operation between nil and number`.
    """
    left_number = operand(left)
    if left_number is not None:
        right_number = operand(right)
        if right_number is not None:
            return _PRIMITIVE[event](left_number, right_number)
    handler = metamethod(left, "__" + event)
    if handler is None:
        handler = metamethod(right, "__" + event)
    if handler is not None:
        return call(handler, left, right)
    raise runtime_error(
        f"cannot perform {event} operation between {type_name(left)} and {type_name(right)}"
    )


def operand(value: Any) -> Any:
    """Return the number an operand of arithmetic stands for (a float for text), or None."""
    kind = type(value)
    if kind is int or kind is float:
        return value
    if kind is not str:
        return None
    number = operand_number(value)
    return None if number is None else float(number)


def add(left: Any, right: Any) -> Any:
    """Return `left + right`."""
    if type(left) is int is type(right):
        result = left + right
        return result if _MINIMUM <= result < _LIMIT else wrap64(result)
    kind, other = type(left), type(right)
    if (kind is float or kind is int) and (other is float or other is int):
        return left + right
    return first(settle(raw_arithmetic("add", left, right)))


def sub(left: Any, right: Any) -> Any:
    """Return `left - right`."""
    if type(left) is int is type(right):
        result = left - right
        return result if _MINIMUM <= result < _LIMIT else wrap64(result)
    kind, other = type(left), type(right)
    if (kind is float or kind is int) and (other is float or other is int):
        return left - right
    return first(settle(raw_arithmetic("sub", left, right)))


def mul(left: Any, right: Any) -> Any:
    """Return `left * right`."""
    if type(left) is int is type(right):
        result = left * right
        return result if _MINIMUM <= result < _LIMIT else wrap64(result)
    kind, other = type(left), type(right)
    if (kind is float or kind is int) and (other is float or other is int):
        return left * right
    return first(settle(raw_arithmetic("mul", left, right)))


def div(left: Any, right: Any) -> Any:
    """Return `left / right`, always a float."""
    kind, other = type(left), type(right)
    if (kind is float or kind is int) and (other is float or other is int) and right:
        return float(left) / float(right)
    return first(settle(raw_arithmetic("div", left, right)))


def mod(left: Any, right: Any) -> Any:
    """Return `left % right`, with the sign of the divisor; NaN for a zero divisor."""
    kind, other = type(left), type(right)
    if (kind is float or kind is int) and (other is float or other is int) and right:
        return left % right
    return first(settle(raw_arithmetic("mod", left, right)))


def pow_(left: Any, right: Any) -> Any:
    """Return `left ^ right`, always a float."""
    return first(settle(raw_arithmetic("pow", left, right)))


def idiv(left: Any, right: Any) -> int:
    """Return `left // right` of both operands cut to integers.

    Raises:
        LuaError: `attempt to divide by zero`, or an operand is not a number.
    """
    if type(left) is int is type(right) and right:
        result = left // right
        return result if result < _LIMIT else wrap64(result)
    _require_numbers(left, right, "perform arithmetic on")
    return floor_divide(left, right)


def unm(value: Any) -> Any:
    """Return `-value`.

    Raises:
        LuaError: `__unm undefined`.
    """
    return first(settle(raw_unm(value)))


def raw_unm(value: Any) -> Any:
    """Return `-value`, or the raw result of `__unm`."""
    number = operand(value)
    if number is not None:
        return wrap64(-number) if type(number) is int else -number
    handler = metamethod(value, "__unm")
    if handler is not None:
        return call(handler, value)
    raise runtime_error("__unm undefined")


def _require_numbers(left: Any, right: Any, action: str) -> None:
    for value in (left, right):
        if type(value) is not int and type(value) is not float:
            article = f"attempt to {action} a {type_name(value)} value"
            raise runtime_error(article)


def band(left: Any, right: Any) -> int:
    """Return `left & right` of both operands cut to integers."""
    _require_numbers(left, right, "perform bitwise operation on")
    return to_integer(left) & to_integer(right)


def bor(left: Any, right: Any) -> int:
    """Return `left | right` of both operands cut to integers."""
    _require_numbers(left, right, "perform bitwise operation on")
    return to_integer(left) | to_integer(right)


def bxor(left: Any, right: Any) -> int:
    """Return `left ~ right` of both operands cut to integers."""
    _require_numbers(left, right, "perform bitwise operation on")
    return to_integer(left) ^ to_integer(right)


def shl(left: Any, right: Any) -> int:
    """Return `left << right`; a negative count shifts right."""
    _require_numbers(left, right, "perform bitwise operation on")
    return shift_left(to_integer(left), to_integer(right))


def shr(left: Any, right: Any) -> int:
    """Return `left >> right`, keeping the sign; a negative count shifts left."""
    _require_numbers(left, right, "perform bitwise operation on")
    return shift_left(to_integer(left), -to_integer(right))


def bnot(value: Any) -> int:
    """Return `~value` of the operand cut to an integer."""
    _require_numbers(value, 0, "perform bitwise operation on")
    return ~to_integer(value)


def concat_text(value: Any) -> str | None:
    """Return the text of an operand of `..` (strings, numbers, errors), or None."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int or kind is float:
        return number_text(value)
    return value.lua_concat_text() if isinstance(value, Userdata) else None


def concat(*parts: Any) -> Any:
    """Return `p1 .. p2 .. …`, grouped from the right as in Lua.

    Raises:
        LuaError: `cannot perform concat operation between string and nil`.
    """
    for part in parts:
        if type(part) is not str:
            break
    else:
        return "".join(parts)
    texts = [
        part if type(part) is str else str(part) if type(part) is int else concat_text(part)
        for part in parts
    ]
    if None not in texts:
        return "".join(texts)  # type: ignore[arg-type]
    result = parts[-1]
    for part in parts[-2::-1]:
        result = first(settle(raw_concat(part, result)))
    return result


def raw_concat(left: Any, right: Any) -> Any:
    """Return `left .. right`, or the raw result of `__concat`."""
    left_text, right_text = concat_text(left), concat_text(right)
    if left_text is not None and right_text is not None:
        return left_text + right_text
    handler = metamethod(left, "__concat")
    if handler is None:
        handler = metamethod(right, "__concat")
    if handler is not None:
        return call(handler, left, right)
    raise concat_error(left, right)


def concat_error(left: Any, right: Any) -> LuaError:
    """Return the error of joining two values that have no text."""
    return runtime_error(
        f"cannot perform concat operation between {type_name(left)} and {type_name(right)}"
    )
