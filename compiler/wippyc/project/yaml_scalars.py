"""What a plain YAML scalar means, by the rules of Go's YAML decoder.

They differ from PyYAML's: `yes`, `no`, `on` and `off` are texts, `1:30` is no number, dates stay
texts, `0644` and `0o644` are octal.
"""

from __future__ import annotations

import re

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGERS = (
    (re.compile(r"[-+]?0[bB][01]+"), 2),
    (re.compile(r"[-+]?0[xX][0-9a-fA-F]+"), 16),
    (re.compile(r"[-+]?0[oO][0-7]+"), 8),
    (re.compile(r"[-+]?0[0-7]+"), 8),
    (re.compile(r"[-+]?(?:0|[1-9][0-9]*)"), 10),
)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL_FLOATS = {
    ".inf": float("inf"),
    "+.inf": float("inf"),
    "-.inf": float("-inf"),
    ".nan": float("nan"),
}
_LONGEST_NUMBER = 400
_INT64 = 1 << 63


def resolve_plain(text: str) -> bool | int | float | str | None:
    """Return the value of an unquoted, untagged scalar.

    Integers beyond 64 bits become floats, as on Wippy.
    """
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text[0] not in "0123456789+-." or len(text) > _LONGEST_NUMBER:
        return text
    digits = text.replace("_", "")
    for pattern, base in _INTEGERS:
        if pattern.fullmatch(digits):
            return _integer(int(digits, base))
    if _FLOAT.fullmatch(digits):
        return float(digits)
    return _SPECIAL_FLOATS.get(text.lower(), text)


def _integer(value: int) -> int | float:
    if -_INT64 <= value < 2 * _INT64:
        return value
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
