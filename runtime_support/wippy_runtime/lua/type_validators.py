"""Validators of types, such as `@min(1)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from .strings import to_text
from .table import Table


def violation(name: str, value: Any, arguments: Sequence[Any]) -> str | None:
    """Return what is wrong with a value for validator `name`, or None.

    A validator on a value of another kind passes, and so does an unknown validator.
    """
    validator = _VALIDATORS.get(name)
    return None if validator is None else validator(value, *arguments)


def _size(value: Any) -> int | None:
    if type(value) is str:
        return len(value)
    return value.length() if isinstance(value, Table) else None


def _check_minimum(value: Any, limit: Any = None) -> str | None:
    is_number = type(value) is int or type(value) is float
    return "value below minimum" if is_number and limit is not None and value < limit else None


def _check_maximum(value: Any, limit: Any = None) -> str | None:
    is_number = type(value) is int or type(value) is float
    return "value above maximum" if is_number and limit is not None and value > limit else None


def _check_shortest(value: Any, limit: Any = None) -> str | None:
    size = _size(value)
    is_short = size is not None and limit is not None and size < limit
    return "length below minimum" if is_short else None


def _check_longest(value: Any, limit: Any = None) -> str | None:
    size = _size(value)
    is_long = size is not None and limit is not None and size > limit
    return "length above maximum" if is_long else None


def _check_pattern(value: Any, pattern: Any = None) -> str | None:
    """Search a Go regular expression; one that Python cannot read matches nothing."""
    if type(value) is not str or type(pattern) is not str:
        return None
    try:
        found = re.search(to_text(pattern).replace(r"\z", r"\Z"), to_text(value))
    except re.error:
        found = None
    return None if found else "pattern mismatch"


_VALIDATORS: dict[str, Callable[..., str | None]] = {
    "min": _check_minimum,
    "max": _check_maximum,
    "min_len": _check_shortest,
    "max_len": _check_longest,
    "pattern": _check_pattern,
}
