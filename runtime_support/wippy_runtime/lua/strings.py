"""Lua strings are bytes: the border between byte text and Unicode text.

Inside compiled code a string is a `str` in which each character is one byte (Latin-1). Text that
leaves (JSON, HTTP, logs, failures) or enters is converted here.
"""

from __future__ import annotations

import codecs
import re


def _one_replacement_per_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode as Go does: each byte that is not part of UTF-8 becomes one U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\ufffd", error.start + 1


codecs.register_error("wippy.replace", _one_replacement_per_byte)

_SURROGATE = re.compile("[\ud800-\udfff]")


def to_text(text: str) -> str:
    """Decode a Lua byte string as UTF-8; bytes that are not UTF-8 become U+FFFD."""
    if text.isascii():
        return text
    return text.encode("latin-1").decode("utf-8", "wippy.replace")


def from_text(text: str) -> str:
    """Encode Unicode text as UTF-8 and return it as a Lua byte string.

    Lone surrogates, which UTF-8 cannot hold, become U+FFFD as in Go.
    """
    if text.isascii():
        return text
    try:
        encoded = text.encode("utf-8")
    except UnicodeEncodeError:
        encoded = _SURROGATE.sub("\ufffd", text).encode("utf-8")
    return encoded.decode("latin-1")


def to_bytes(text: str) -> bytes:
    """Return the bytes of a Lua string."""
    return text.encode("latin-1")


def from_bytes(data: bytes) -> str:
    """Return bytes as a Lua string."""
    return data.decode("latin-1")
