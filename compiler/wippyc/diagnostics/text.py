"""Text that is safe to show: no control codes, no reordering, known widths."""

from __future__ import annotations

import unicodedata
from typing import Final

TAB_WIDTH: Final = 4
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_REORDERING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def printable(text: str) -> str:
    """Return a text as one line in which nothing can steer a terminal.

    Control characters, line breaks, marks that reorder text and bytes that were no UTF-8 are
    written as escapes.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) if _is_unsafe(char) else char for char in text)


def cell(char: str) -> tuple[str, int]:
    """Return how a character of a source line is shown, and the columns it takes."""
    if " " <= char <= "~":
        return char, 1
    if char == "\t":
        return " " * TAB_WIDTH, TAB_WIDTH
    if _is_unsafe(char):
        return REPLACEMENT, 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in _REORDERING


def _escaped(char: str) -> str:
    match char:
        case "\n":
            return "\\n"
        case "\r":
            return "\\r"
        case "\t":
            return "\\t"
        case _:
            code = ord(char)
            if 0xDC80 <= code <= 0xDCFF:
                code -= 0xDC00
            return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
