"""`string.format`: C's verbs for numbers, Wippy's number text for `%s`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ..lua.arguments import string_argument
from ..lua.arithmetic import to_integer
from ..lua.errors import argument_error, runtime_error
from ..lua.numbers import to_number
from ..lua.userdata import Userdata
from ..lua.values import tostring, type_name

_VERB = re.compile(r"%([-+ #0]*)(\d*)(?:(\.)(\d*))?(.?)", re.DOTALL)
_ZERO_FLAG = re.compile(r"^%[-+ #0]+")
_FLAGS = re.compile(r"%([-+ #0]*)(\d*)")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\\n"}


def format(template: Any, *arguments: Any) -> str:
    """Return the template with its verbs replaced by the arguments.

    Verbs: `%d %i %u %c %x %X %o %e %E %f %F %g %G %a %A %q %s %%` with C's flags, width and
    precision. `%d` and its kin cut floats; `%s` takes any value.

    Raises:
        LuaError: A missing argument, one of the wrong type, or an unknown verb.
    """
    pattern: str = string_argument(template, 1, "format")
    if _fills_natively(pattern, tuple(map(type, arguments))):
        return pattern % arguments
    parts = []
    used = 0
    for piece in _pieces(pattern):
        if type(piece) is str:
            parts.append(piece)
            continue
        prefix, verb, render = piece
        if render is None:
            raise runtime_error(prefix)
        if used == len(arguments):
            raise argument_error(used + 2, "format", "no value")
        value = arguments[used]
        used += 1
        if prefix == "%" and type(value) is int and (verb == "d" or verb == "s"):
            parts.append(str(value))
        else:
            parts.append(render(prefix, verb, value, used + 1))
    return "".join(parts)


@lru_cache(maxsize=4096)
def _fills_natively(template: str, types: tuple[type, ...]) -> bool:
    """Whether Python's `%` fills values of some types into a template as C does."""
    wanted = _native_types(template)
    return (
        wanted is not None
        and len(wanted) == len(types)
        and all(given in allowed for given, allowed in zip(types, wanted, strict=True))
    )


@lru_cache(maxsize=1024)
def _native_types(template: str) -> tuple[tuple[type, ...], ...] | None:
    """Return the types of values that Python's `%` fills into a template as C does."""
    types: list[tuple[type, ...]] = []
    for match in _VERB.finditer(template):
        flags, width, dot, precision, verb = match.groups()
        if verb == "%" and match.end() - match.start() == 2:
            continue
        allowed = _NATIVE_TYPES.get(verb)
        if allowed is None or len(width) > 2 or len(precision or "") > 2:
            return None
        if verb == "s" and (dot or flags not in ("", "-")):
            return None
        if verb == "d" and (dot or "#" in flags):
            return None
        if verb in _FLOAT_VERBS and "0" in flags:
            # Infinities are padded with blanks.
            return None
        types.append(allowed)
    return tuple(types)


_FLOAT_VERBS = "eEfFgG"
_NATIVE_TYPES: dict[str, tuple[type, ...]] = {
    "s": (str, int),
    "d": (int,),
    **dict.fromkeys(_FLOAT_VERBS, (float, int)),
}


@lru_cache(maxsize=1024)
def _pieces(template: str) -> tuple[Any, ...]:
    """Split a template into texts and verbs `(prefix, verb, render)`.

    A verb that is wrong ends the list: `(message, "", None)`.
    """
    pieces: list[Any] = []
    position = 0
    for match in _VERB.finditer(template):
        pieces.append(template[position : match.start()])
        position = match.end()
        flags, width, dot, precision, verb = match.groups()
        if verb == "%" and match.end() - match.start() == 2:
            pieces.append("%")
            continue
        render = _VERBS.get(verb)
        if render is None:
            return (*pieces, (f"invalid option '{match[0]}' to 'format'", "", None))
        if len(width) > 2 or (precision is not None and len(precision) > 2):
            return (*pieces, ("invalid format (width or precision too long)", "", None))
        pieces.append((f"%{flags}{width}{'.' + precision if dot else ''}", verb, render))
    return tuple(piece for piece in (*pieces, template[position:]) if piece)


def _number(value: Any, position: int) -> int | float:
    number = to_number(value)
    if number is None:
        problem = f"number expected, got {type_name(value)}"
        raise argument_error(position, "format", problem)
    return number


def _signed(prefix: str, verb: str, value: Any, position: int) -> str:
    number = to_integer(_number(value, position))
    if prefix == "%":
        return str(number)
    sign = "-" if number < 0 else "+" if "+" in prefix else " " if " " in prefix else ""
    return _integer_text(prefix, sign, str(abs(number)))


def _unsigned(prefix: str, verb: str, value: Any, position: int) -> str:
    number = to_integer(_number(value, position)) & 0xFFFFFFFFFFFFFFFF
    digits = f"{number:{'d' if verb == 'u' else verb}}"
    is_alternative = "#" in prefix
    lead = "0" + verb if is_alternative and verb in "xX" and number else ""
    return _integer_text(prefix, lead, digits, is_octal=is_alternative and verb == "o")


def _integer_text(prefix: str, lead: str, digits: str, *, is_octal: bool = False) -> str:
    """Lay out an integer as C does: a precision switches off zero padding, `.0` hides a zero."""
    start, dot, precision = prefix.partition(".")
    match = _FLAGS.match(start)
    flags, width = match.groups() if match else ("", "")
    if dot:
        digits = "" if digits == "0" and not int(precision or 0) else digits
        digits = digits.rjust(int(precision or 0), "0")
    if is_octal and not digits.startswith("0"):
        digits = "0" + digits
    size = int(width or 0)
    if "-" in flags:
        return (lead + digits).ljust(size)
    if "0" in flags and not dot:
        return lead + digits.rjust(size - len(lead), "0")
    return (lead + digits).rjust(size)


def _character(prefix: str, verb: str, value: Any, position: int) -> str:
    code = to_integer(_number(value, position)) & 0xFF
    return _text_prefix(prefix) % chr(code)


def _float(prefix: str, verb: str, value: Any, position: int) -> str:
    number = float(_number(value, position))
    if not math.isfinite(number):
        # C pads infinities and NaN with blanks.
        start, _, _ = prefix.partition(".")
        prefix = _ZERO_FLAG.sub(lambda match: match[0].replace("0", ""), start)
    return (prefix + verb) % number


def _hexadecimal_float(prefix: str, verb: str, value: Any, position: int) -> str:
    number = float(_number(value, position))
    text = number.hex()
    if math.isfinite(number):
        mantissa, _, exponent = text.partition("p")
        text = mantissa.rstrip("0").rstrip(".") + "p" + exponent
    if "+" in prefix and not text.startswith("-"):
        text = "+" + text
    return _text_prefix(prefix) % (text.upper() if verb == "A" else text)


def _text_prefix(prefix: str) -> str:
    """Keep the width and the `-` of a verb that shows text; other flags have no effect."""
    match = _FLAGS.match(prefix)
    flags, width = match.groups() if match else ("", "")
    return f"%{'-' if '-' in flags else ''}{width}s"


def _string(prefix: str, verb: str, value: Any, position: int) -> str:
    text = value.lua_format_text() if isinstance(value, Userdata) else tostring(value)
    if prefix == "%":
        return text
    _, dot, precision = prefix.partition(".")
    return _text_prefix(prefix) % (text[: int(precision or 0)] if dot else text)


def _quoted(prefix: str, verb: str, value: Any, position: int) -> str:
    if prefix != "%":
        raise runtime_error("invalid format ('%q' cannot have modifiers)")
    if type(value) is not str:
        if value is None or type(value) in (bool, int, float):
            return tostring(value)
        raise runtime_error("value has no literal form")
    parts = []
    for position_in_text, character in enumerate(value):
        if character in _ESCAPES:
            parts.append(_ESCAPES[character])
        elif character < " " or character == "\x7f":
            following = value[position_in_text + 1 : position_in_text + 2]
            is_digit = following != "" and following in "0123456789"
            parts.append(f"\\{ord(character):03d}" if is_digit else f"\\{ord(character)}")
        else:
            parts.append(character)
    return '"' + "".join(parts) + '"'


_VERBS: dict[str, Callable[[str, str, Any, int], str]] = {
    **dict.fromkeys("di", _signed),
    **dict.fromkeys("uxXo", _unsigned),
    **dict.fromkeys("eEfFgG", _float),
    **dict.fromkeys("aA", _hexadecimal_float),
    "c": _character,
    "q": _quoted,
    "s": _string,
}
