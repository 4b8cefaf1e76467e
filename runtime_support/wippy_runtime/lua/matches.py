"""What searches give to several variables at once: all of it, or nothing but nil."""

from __future__ import annotations

import re
from typing import Any


def captures_of(found: re.Match[str] | None, count: int) -> tuple[Any, ...]:
    """Return what the `count` captures of a pattern have matched."""
    return (None,) * count if found is None else found.groups()


def places_of(found: re.Match[str] | None, count: int) -> tuple[Any, ...]:
    """Return where a match begins and ends, and its captures: the first `count` of all these."""
    if found is None:
        return (None,) * count
    return (found.start() + 1, found.end(), *found.groups())[:count]


def find_text(text: str, wanted: str, start: int = 0) -> tuple[Any, Any]:
    """Return where a text begins and ends in another one, from a 0-based position on."""
    position = text.find(wanted, start)
    return (None, None) if position < 0 else (position + 1, position + len(wanted))
