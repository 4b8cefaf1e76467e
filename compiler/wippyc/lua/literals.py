"""The values of numerals and strings, by the rules of Wippy's Lua.

They differ from those of stock Lua: an unknown escape stands for its letter, `\\x`, `\\u` and
`\\z` are unknown, `\\ddd` is one byte, and integers are 64 bits wide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_ESCAPES = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", '"': '"', "'": "'",
}  # fmt: skip
_ESCAPE = re.compile(r"\\(\r\n|\n\r|[0-9]{1,3}|[\s\S])")
_LINE_BREAK = re.compile(r"\r\n|\n\r|\r")
_FIRST_LINE_BREAK = re.compile(r"\r\n|\n\r|\r|\n")

MAXIMUM_INTEGER = 2**63 - 1


class Oddity(Enum):
    """What is strange about a literal that has a value all the same."""

    UNKNOWN_ESCAPE = 1
    BYTE_TOO_LARGE = 2
    WIDE_HEX = 3
    LEADING_ZERO = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """An oddity inside a literal, at `start` characters from its beginning."""

    oddity: Oddity
    start: int
    end: int


def bytes_of(text: str) -> str:
    """Return the UTF-8 bytes of source text as Latin-1 text, stray bytes as they were read."""
    if text.isascii():
        return text
    try:
        encoded = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = text.encode("utf-8", "surrogatepass")
    return encoded.decode("latin-1")


def string_value(literal: str) -> str:
    """Return the bytes of a string literal (with its quotes or brackets) as Latin-1 text."""
    if literal[0] == "[":
        return _long_string_value(literal)
    body = literal[1:-1]
    if "\\" not in body:
        return bytes_of(body)
    parts: list[str] = []
    at = 0
    for match in _ESCAPE.finditer(body):
        parts.append(bytes_of(body[at : match.start()]))
        parts.append(_escaped(match.group(1)))
        at = match.end()
    parts.append(bytes_of(body[at:]))
    return "".join(parts)


def _escaped(code: str) -> str:
    if code in _ESCAPES:
        return _ESCAPES[code]
    if code[0] in "\r\n":
        return "\n"
    if code.isascii() and code.isdigit():
        return chr(int(code) & 0xFF)
    return bytes_of(code)


def _long_string_value(literal: str) -> str:
    fence = literal.index("[", 1) + 1
    body = literal[fence:-fence]
    first = _FIRST_LINE_BREAK.match(body)
    if first is not None:
        body = body[first.end() :]
    return bytes_of(_LINE_BREAK.sub("\n", body))


def string_findings(literal: str) -> list[Finding]:
    """Return the escapes of a quoted literal that do not mean what stock Lua means by them."""
    if literal[0] == "[" or "\\" not in literal:
        return []
    found: list[Finding] = []
    for match in _ESCAPE.finditer(literal, 1, len(literal) - 1):
        code = match.group(1)
        if code in _ESCAPES or code[0] in "\r\n":
            continue
        if code.isascii() and code.isdigit():
            if int(code) > 0xFF:
                found.append(Finding(Oddity.BYTE_TOO_LARGE, match.start(), match.end()))
        elif code.isascii() and code.isalpha():
            found.append(Finding(Oddity.UNKNOWN_ESCAPE, match.start(), match.end()))
    return found


def number_value(numeral: str) -> int | float:
    """Return the value of a numeral: an `int` within 64 bits, or a `float`.

    A decimal integer above the range is a float; a hexadecimal one wraps around.
    """
    if numeral[:2] in ("0x", "0X"):
        value = int(numeral, 16) & (2**64 - 1)
        return value - 2**64 if value > MAXIMUM_INTEGER else value
    if numeral.isdigit():
        # Python refuses to read integers of thousands of digits; floats have no such limit.
        if len(numeral) < 40:
            integer = int(numeral)
            return integer if integer <= MAXIMUM_INTEGER else float(integer)
        stripped = numeral.lstrip("0") or "0"
        return int(stripped) if len(stripped) < 19 else float(stripped)
    return float(numeral)


def number_findings(numeral: str) -> list[Finding]:
    """Return what Wippy may read differently in a numeral."""
    end = len(numeral)
    if numeral[:2] in ("0x", "0X"):
        digits = numeral[2:].lstrip("0")
        if len(digits) > 16 or (len(digits) == 16 and digits[0] > "7"):
            return [Finding(Oddity.WIDE_HEX, 0, end)]
    elif end > 1 and numeral[0] == "0" and numeral.isdigit():
        return [Finding(Oddity.LEADING_ZERO, 0, end)]
    return []
