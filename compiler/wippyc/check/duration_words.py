"""What is wrong with a duration, and what was probably meant."""

from __future__ import annotations

import re
from typing import Final

from wippyc.project.durations import parse_go_duration

_UNITS: Final = {
    "d": (24, "h"), "day": (24, "h"), "days": (24, "h"),
    "w": (168, "h"), "week": (168, "h"), "weeks": (168, "h"),
    "h": (1, "h"), "hr": (1, "h"), "hrs": (1, "h"), "hour": (1, "h"), "hours": (1, "h"),
    "m": (1, "m"), "min": (1, "m"), "mins": (1, "m"), "minute": (1, "m"), "minutes": (1, "m"),
    "s": (1, "s"), "sec": (1, "s"), "secs": (1, "s"), "second": (1, "s"), "seconds": (1, "s"),
    "ms": (1, "ms"), "msec": (1, "ms"), "millisecond": (1, "ms"), "milliseconds": (1, "ms"),
}  # fmt: skip
_ONE = re.compile(r"\s*([0-9]+)\s*([A-Za-z]+)\s*")


def duration_problem(text: str) -> str | None:
    """Return why a text is no duration to wait for, or `None`."""
    try:
        nanoseconds = parse_go_duration(text)
    except ValueError:
        return "is not a duration"
    return "is negative" if nanoseconds < 0 else None


def corrected_duration(text: str) -> str | None:
    """Return the Go spelling of a duration, when exactly one thing can be meant."""
    parts: list[str] = []
    at = 0
    for match in _ONE.finditer(text):
        unit = _UNITS.get(match[2].lower())
        if match.start() != at or unit is None:
            return None
        parts.append(f"{int(match[1]) * unit[0]}{unit[1]}")
        at = match.end()
    if not parts or at != len(text) or duration_problem("".join(parts)) is not None:
        return None
    return "".join(parts)
