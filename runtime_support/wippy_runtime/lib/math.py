"""Lua module `math`. Integral results of rounding functions are integers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from ..host import host
from ..lua.arguments import MISSING, integer_argument, missing_error, number_argument
from ..lua.arithmetic import divide, modulo, power
from ..lua.errors import argument_error
from ..lua.numbers import to_number, wrap64

pi = math.pi
huge = math.inf
maxinteger = 0x7FFFFFFFFFFFFFFF
mininteger = -0x8000000000000000

Number = int | float
_NUMBERS = (int, float)


def _integral(number: int) -> Number:
    """Return an integer that a float was rounded to; a float where it does not fit."""
    return number if mininteger <= number < -mininteger else float(number)


def abs(number: Any) -> Number:
    """Return the absolute value; that of the smallest integer wraps to itself."""
    value = number_argument(number, 1, "abs")
    return wrap64(value.__abs__()) if value.__class__ is int else value.__abs__()


def ceil(number: Any) -> Number:
    """Return the smallest integer not below the number."""
    value = number_argument(number, 1, "ceil")
    return value if not math.isfinite(value) else _integral(math.ceil(value))


def floor(number: Any) -> Number:
    """Return the largest integer not above the number."""
    if number.__class__ is int:
        return number
    value = number_argument(number, 1, "floor")
    return value if not math.isfinite(value) else _integral(math.floor(value))


def max(*numbers: Any) -> Number:
    """Return the largest argument."""
    if len(numbers) == 2:
        left, right = numbers
        if left.__class__ in _NUMBERS and right.__class__ in _NUMBERS:
            return right if right > left else left
    largest = number_argument(numbers[0] if numbers else MISSING, 1, "max")
    for position, number in enumerate(numbers[1:], 2):
        value = number_argument(number, position, "max")
        if value > largest:
            largest = value
    return largest


def min(*numbers: Any) -> Number:
    """Return the smallest argument."""
    if len(numbers) == 2:
        left, right = numbers
        if left.__class__ in _NUMBERS and right.__class__ in _NUMBERS:
            return right if right < left else left
    smallest = number_argument(numbers[0] if numbers else MISSING, 1, "min")
    for position, number in enumerate(numbers[1:], 2):
        value = number_argument(number, position, "min")
        if value < smallest:
            smallest = value
    return smallest


def fmod(dividend: Any, divisor: Any = None) -> Number:
    """Return the remainder with the sign of the dividend; NaN for a zero divisor."""
    left = number_argument(dividend, 1, "fmod")
    right = number_argument(divisor, 2, "fmod")
    if left.__class__ is int and right.__class__ is int and right:
        remainder = left.__abs__() % right.__abs__()
        return remainder if left >= 0 else -remainder
    try:
        return math.fmod(left, right)
    except ValueError:
        return math.nan


def mod(dividend: Any, divisor: Any = None) -> Number:
    """Return the remainder with the sign of the divisor."""
    left = number_argument(dividend, 1, "mod")
    return modulo(left, number_argument(divisor, 2, "mod"))


def modf(number: Any) -> tuple[Number, float]:
    """Return the integral part and the fraction."""
    value = number_argument(number, 1, "modf")
    if value.__class__ is int or math.isinf(value):
        return value, 0.0
    fraction, whole = math.modf(value)
    return whole, fraction


def frexp(number: Any) -> tuple[float, int]:
    """Return mantissa and exponent such that `number == mantissa * 2^exponent`."""
    return math.frexp(number_argument(number, 1, "frexp"))


def ldexp(mantissa: Any, exponent: Any = None) -> float:
    """Return `mantissa * 2^exponent`."""
    value = number_argument(mantissa, 1, "ldexp")
    shift = integer_argument(exponent, 2, "ldexp")
    try:
        return math.ldexp(value, shift)
    except OverflowError:
        return math.copysign(math.inf, value)


def pow_(base: Any, exponent: Any = None) -> float:
    """Return `base ^ exponent`."""
    left = number_argument(base, 1, "pow")
    return power(left, number_argument(exponent, 2, "pow"))


def log(number: Any, base: Any = None) -> float:
    """Return the logarithm to a base (e)."""
    value = number_argument(number, 1, "log")
    if base is None:
        return _logarithm(math.log, value)
    divisor = number_argument(base, 2, "log")
    if divisor == 2:
        return _logarithm(math.log2, value)
    if divisor == 10:
        return _logarithm(math.log10, value)
    return divide(_logarithm(math.log, value), _logarithm(math.log, divisor))


def log10(number: Any) -> float:
    """Return the decimal logarithm."""
    return _logarithm(math.log10, number_argument(number, 1, "log10"))


def _logarithm(function: Callable[[float], float], value: float) -> float:
    try:
        return function(value)
    except ValueError:
        return -math.inf if value == 0 else math.nan


def _unary(name: str, function: Callable[[float], float]) -> Callable[[Any], float]:
    """Make a function of one float: NaN outside the domain, an infinity on overflow."""

    def compute(number: Any) -> float:
        value = number if number.__class__ is float else number_argument(number, 1, name)
        try:
            return function(value)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.copysign(math.inf, value) if name == "sinh" else math.inf

    compute.__name__ = name
    compute.__doc__ = f"Return `{name}` of a number; NaN outside its domain."
    return compute


acos = _unary("acos", math.acos)
asin = _unary("asin", math.asin)
cos = _unary("cos", math.cos)
cosh = _unary("cosh", math.cosh)
deg = _unary("deg", math.degrees)
exp = _unary("exp", math.exp)
rad = _unary("rad", math.radians)
sin = _unary("sin", math.sin)
sinh = _unary("sinh", math.sinh)
sqrt = _unary("sqrt", math.sqrt)
tan = _unary("tan", math.tan)
tanh = _unary("tanh", math.tanh)


def atan(ordinate: Any, abscissa: Any = None) -> float:
    """Return the angle of `ordinate / abscissa` (1), in its quadrant."""
    value = number_argument(ordinate, 1, "atan")
    return math.atan2(value, 1 if abscissa is None else number_argument(abscissa, 2, "atan"))


def atan2(ordinate: Any, abscissa: Any = None) -> float:
    """Return the angle of `ordinate / abscissa`, in its quadrant."""
    value = number_argument(ordinate, 1, "atan2")
    return math.atan2(value, number_argument(abscissa, 2, "atan2"))


def random(low: Any = None, high: Any = None) -> Number:
    """Return a random float in [0, 1), or an integer in [1, low] or [low, high].

    The generator is the execution's: in a workflow it is seeded by the history.

    Raises:
        LuaError: `interval is empty`.
    """
    generator = host().random()
    if low is None:
        return generator.random()
    first = 1 if high is None else integer_argument(low, 1, "random")
    last = integer_argument(low if high is None else high, 1 if high is None else 2, "random")
    if first > last:
        raise argument_error(1 if high is None else 2, "random", "interval is empty")
    return generator.randint(first, last)


def randomseed(*_: Any) -> tuple[()]:
    """Do nothing, as in Wippy."""
    return ()


def tointeger(value: Any = None) -> int | None:
    """Return a number or numeric string with integral value as an integer, else nil."""
    number = to_number(value)
    if number.__class__ is float:
        is_fitting = number.is_integer() and mininteger <= number < -mininteger
        return int(number) if is_fitting else None
    return number  # type: ignore[return-value]


def type_(value: Any = MISSING) -> str | None:
    """Return `integer`, `float`, or nil for what is not a number."""
    kind = value.__class__
    if kind is int:
        return "integer"
    if value is MISSING:
        raise missing_error(1, "type")
    return "float" if kind is float else None


def ult(left: Any, right: Any = None) -> bool:
    """Compare two integers as unsigned ones."""
    mask = 0xFFFFFFFFFFFFFFFF
    return integer_argument(left, 1, "ult") & mask < integer_argument(right, 2, "ult") & mask


pow = pow_
type = type_

EXPORTS: Mapping[str, Any] = {
    "abs": abs,
    "acos": acos,
    "asin": asin,
    "atan": atan,
    "atan2": atan2,
    "ceil": ceil,
    "cos": cos,
    "cosh": cosh,
    "deg": deg,
    "exp": exp,
    "floor": floor,
    "fmod": fmod,
    "frexp": frexp,
    "huge": huge,
    "ldexp": ldexp,
    "log": log,
    "log10": log10,
    "max": max,
    "maxinteger": maxinteger,
    "min": min,
    "mininteger": mininteger,
    "mod": mod,
    "modf": modf,
    "pi": pi,
    "pow": pow_,
    "rad": rad,
    "random": random,
    "randomseed": randomseed,
    "sin": sin,
    "sinh": sinh,
    "sqrt": sqrt,
    "tan": tan,
    "tanh": tanh,
    "tointeger": tointeger,
    "type": type_,
    "ult": ult,
}
