"""Numbers and text: Go's shortest number format, and the numerals Lua accepts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, overload

from .errors import runtime_error

_INTEGER_MINIMUM = -0x8000000000000000
_INTEGER_LIMIT = 0x8000000000000000
_BLANKS = " \t\n\v\f\r"

_DECIMAL_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_DECIMAL_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_HEX_INTEGER = re.compile(r"([+-]?)0[xX]([0-9a-fA-F]+)\Z")
_HEX_FLOAT = re.compile(
    r"[+-]?0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?:[pP][+-]?[0-9]+)?\Z"
)
# Prefixes and separators that only arithmetic on strings accepts (Go's integer syntax).
_GO_INTEGER = re.compile(
    r"([+-]?)0(?:[bB]((?:_?[01])+)|[oO]?((?:_?[0-7])+)|[xX]((?:_?[0-9a-fA-F])+))\Z"
)
_GO_SEPARATED = re.compile(r"[+-]?[1-9](?:_?[0-9])+\Z")
# So many digits may be more than 64 bits.
_SURE_DIGITS = 19


@overload
def wrap64(number: int) -> int: ...
@overload
def wrap64(number: Any) -> Any: ...
def wrap64(number: Any) -> Any:
    """Reduce an integer to the signed 64-bit range; a float stays as it is."""
    if _INTEGER_MINIMUM <= number < _INTEGER_LIMIT or type(number) is float:
        return number
    return ((number + _INTEGER_LIMIT) & 0xFFFFFFFFFFFFFFFF) - _INTEGER_LIMIT


def float_text(number: float) -> str:
    """Return a float as text: integral values without a dot, else Go's shortest `%g`.

    The exponent form starts at 10^6 and below 10^-4; infinities are `+Inf` and `-Inf`.
    """
    if 1e-4 <= number < 1e6 or -1e6 < number <= -1e-4:
        # Python shows these as Go does.
        return repr(number).removesuffix(".0")
    if number != number:
        return "NaN"
    if math.isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    if number.is_integer() and _INTEGER_MINIMUM <= number < _INTEGER_LIMIT:
        return str(int(number))
    digits, exponent = _shortest_digits(abs(number))
    sign = "-" if number < 0 else ""
    if -4 <= exponent < 6:
        return sign + _plain(digits, exponent)
    fraction = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _shortest_digits(number: float) -> tuple[str, int]:
    """Return the shortest digits that read back as `number`, and its decimal exponent."""
    mantissa, _, exponent_text = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    exponent = int(exponent_text) if exponent_text else 0
    digits = (whole + fraction).lstrip("0")
    exponent += len(whole) - 1
    if whole == "0":
        exponent = exponent - (len(fraction) - len(fraction.lstrip("0"))) - 1
    return digits.rstrip("0") or "0", exponent


def _plain(digits: str, exponent: int) -> str:
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    if len(digits) <= exponent + 1:
        return digits + "0" * (exponent + 1 - len(digits))
    return digits[: exponent + 1] + "." + digits[exponent + 1 :]


def number_text(number: Any) -> str:
    """Return the text of a number as `tostring` and `..` show it."""
    return str(number) if type(number) is int else float_text(number)


def text_to_number(text: str) -> int | float | None:
    """Read a Lua numeral as `tonumber(text)` does; None if it is not one."""
    if text.isdecimal() and len(text) < _SURE_DIGITS:
        return int(text)
    text = text.strip(_BLANKS)
    if _DECIMAL_INTEGER.match(text):
        # int() refuses more digits than the interpreter's limit; such a number is a float anyway.
        if len(text) < 25:
            number = int(text)
            if _INTEGER_MINIMUM <= number < _INTEGER_LIMIT:
                return number
        return float(text)
    if _DECIMAL_FLOAT.match(text):
        return float(text)
    hexadecimal = _HEX_INTEGER.match(text)
    if hexadecimal is not None:
        value = int(hexadecimal[2], 16)
        return wrap64(-value if hexadecimal[1] == "-" else value)
    if _HEX_FLOAT.match(text):
        try:
            return float.fromhex(text)
        except OverflowError:
            return -math.inf if text[0] == "-" else math.inf
    return None


def text_to_number_in_base(text: str, base: int) -> int | None:
    """Read an integer in a base from 2 to 36, blanks around it allowed; None if it is not one."""
    text = text.strip(_BLANKS).lower()
    negative = text.startswith("-")
    digits = text[1:] if negative or text.startswith("+") else text
    if not digits or not digits.isalnum() or not digits.isascii():
        return None
    value = 0
    for digit in digits:
        step = ord(digit) - (48 if digit <= "9" else 87)
        if step >= base:
            return None
        value = (value * base + step) & 0xFFFFFFFFFFFFFFFF
    return wrap64(-value if negative else value)


def operand_number(text: str) -> int | float | None:
    """Read the numeral in a string operand of arithmetic; None if it is not one.

    Besides Lua's numerals, Go's integer syntax counts: `0b`, `0o`, a leading zero for octal, and
    underscores between digits.
    """
    stripped = text.strip(_BLANKS)
    match = _GO_INTEGER.match(stripped)
    if match is not None:
        for digits, base in ((match[2], 2), (match[3], 8), (match[4], 16)):
            if digits:
                value = int(digits.replace("_", ""), base)
                return wrap64(-value if match[1] == "-" else value)
    if "_" in stripped:
        if not _GO_SEPARATED.match(stripped):
            return None
        stripped = stripped.replace("_", "")
    return text_to_number(stripped)


def to_number(value: Any) -> int | float | None:
    """Return a number or numeric string as a number, anything else as None."""
    kind = type(value)
    if kind is int or kind is float:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return text_to_number(value)
    return None


@overload
def for_range(start: int, stop: Any, step: int = 1) -> Iterator[int]: ...
@overload
def for_range(start: Any, stop: Any, step: Any = 1) -> Iterator[float]: ...
def for_range(start: Any, stop: Any, step: Any = 1) -> Iterator[float]:
    """Iterate as `for i = start, stop, step`: integers when all three are, else floats.

    Raises:
        LuaError: `for statement init must be a number` and so on. A step of zero runs for ever
            if `start >= stop`, else not at all.
    """
    for name, value in (("init", start), ("limit", stop), ("step", step)):
        if type(value) is not int and type(value) is not float:
            raise runtime_error(f"for statement {name} must be a number")
    if type(start) is int and type(step) is int:
        if type(stop) is float:
            # A float limit does not make an integer loop a float one where both print the same.
            stop = _integer_limit(stop, step)
        if step > 0:
            return iter(range(start, stop + 1, step))
        if step < 0:
            return iter(range(start, stop - 1, step))
    return _float_range(start, stop, step)


def _integer_limit(stop: float, step: int) -> int:
    if stop != stop:
        return _INTEGER_MINIMUM - 1 if step > 0 else _INTEGER_LIMIT
    if math.isinf(stop):
        return _INTEGER_LIMIT - 1 if stop > 0 else _INTEGER_MINIMUM
    return math.floor(stop) if step > 0 else math.ceil(stop)


def _float_range(start: float, stop: float, step: float) -> Iterator[float]:
    if type(start) is not int or type(step) is not int:
        start = float(start)
    if step > 0:
        while start <= stop:
            yield start
            start += step
    elif step == step:
        while start >= stop:
            yield start
            start += step
