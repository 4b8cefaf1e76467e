"""Lua module `base64`: standard alphabet with padding."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from ..lua.strings import from_bytes, to_bytes
from .failure import Failure, invalid

_VALID = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def encode(data: Any = None) -> str | Failure:
    """Return a string in Base64."""
    if not isinstance(data, str):
        return None, invalid("string expected")
    return base64.b64encode(to_bytes(data)).decode("ascii")


def decode(text: Any = None) -> str | Failure:
    """Return the bytes of a Base64 text; line breaks in it are ignored, as Go does."""
    if not isinstance(text, str):
        return None, invalid("string expected")
    compact = text.replace("\r", "").replace("\n", "")
    match = _VALID.match(compact)
    end = match.end() if match else 0
    if end != len(compact):
        return None, invalid(f"illegal base64 data at input byte {end}")
    try:
        return from_bytes(base64.b64decode(compact, validate=True))
    except binascii.Error as error:
        return None, invalid(f"illegal base64 data: {error}")


EXPORTS: Mapping[str, Any] = {
    "encode": encode,
    "decode": decode,
}
