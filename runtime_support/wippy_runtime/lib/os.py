"""Lua module `os`: dates and clocks. Nothing here touches the operating system otherwise."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Mapping
from typing import Any

from ..host import host
from ..lua.errors import runtime_error
from ..lua.numbers import to_number
from ..lua.table import Table
from .failure import wrong_type
from .time_duration import SECOND
from .time_layout import DAYS, MONTHS, Reading
from .time_values import Time, integer_argument, time_of
from .time_zone import LOCAL_ZONE, UTC_ZONE, civil_from_days, days_from_civil

platform = "wippy"


def time(table: Any = None) -> int:
    """Return seconds since the epoch: now, or of the local date a table holds.

    Raises:
        LuaError: The argument is no table, or a field neither a number nor a numeric string.
    """
    if table is None:
        return host().now_ns() // SECOND
    if not isinstance(table, Table):
        raise wrong_type(1, "time", "table", table)
    today = Time(host().now_ns(), LOCAL_ZONE).reading()
    defaults = {
        "year": today.year,
        "month": today.month,
        "day": today.day,
        "hour": 0,
        "min": 0,
        "sec": 0,
    }
    fields = {name: _field(table, name, default) for name, default in defaults.items()}
    moment = time_of(
        fields["year"],
        fields["month"],
        fields["day"],
        (fields["hour"], fields["min"], fields["sec"], 0),
        LOCAL_ZONE,
    )
    return moment.instant // SECOND


def date(format: Any = None, seconds: Any = None) -> str | Table:
    """Return a date as text, or as a table for the format `*t`.

    Args:
        format: `strftime`-like format, `%c` by default; a leading `!` means UTC.
        seconds: Seconds since the epoch; now by default.

    Raises:
        LuaError: An argument has a wrong type.
    """
    text = "%c" if format is None else format
    if not isinstance(text, str):
        raise wrong_type(1, "date", "string", text)
    instant = host().now_ns() if seconds is None else integer_argument(2, "date", seconds) * SECOND
    is_utc = text.startswith("!")
    reading = Time(instant, UTC_ZONE if is_utc else LOCAL_ZONE).reading()
    text = text[1:] if is_utc else text
    if text.startswith("*t"):
        return Table(
            {
                "year": reading.year,
                "month": reading.month,
                "day": reading.day,
                "hour": reading.hour,
                "min": reading.minute,
                "sec": reading.second,
                "wday": reading.weekday + 1,
                "yday": reading.year_day,
                "isdst": not is_utc and _is_summer(reading),
            }
        )
    return _expand(text, reading)


def clock_seconds() -> float:
    """Return seconds of the real clock since the process started; not for workflows."""
    return clock.perf_counter() - _started


_started = clock.perf_counter()


def difftime(later: Any = None, earlier: Any = None) -> int | float:
    """Return the seconds between two times.

    Raises:
        LuaError: An argument is no number.
    """
    for position, value in ((1, later), (2, earlier)):
        if type(value) not in (int, float):
            raise wrong_type(position, "difftime", "number", value)
    difference: int | float = later - earlier
    return difference


def _field(table: Table, name: str, default: int) -> int:
    value = table[name]
    if value is None:
        return default
    # Parts of a date often are captures of a pattern.
    number = to_number(value)
    if number is None or not math.isfinite(number):
        raise runtime_error(f"field '{name}' is not an integer")
    return int(number)


def _is_summer(reading: Reading) -> bool:
    """Tell whether the local offset is larger than the smaller one of January and July."""
    winters = [
        LOCAL_ZONE.lookup(days_from_civil(reading.year, month, 1) * 86_400)[0] for month in (1, 7)
    ]
    return winters[0] != winters[1] and reading.offset == max(winters)


def _iso_week(reading: Reading) -> int:
    weekday = (reading.weekday + 6) % 7  # Monday is 0
    day = days_from_civil(reading.year, reading.month, reading.day)
    thursday = day - weekday + 3
    year = civil_from_days(thursday)[0]
    return (thursday - days_from_civil(year, 1, 1)) // 7 + 1


def _offset(reading: Reading) -> str:
    sign = "-" if reading.offset < 0 else "+"
    minutes = abs(reading.offset) // 60
    return f"{sign}{minutes // 60:02d}{minutes % 60:02d}"


_SPECIFIERS: Mapping[str, Callable[[Reading], str]] = {
    "a": lambda r: DAYS[r.weekday][:3],
    "A": lambda r: DAYS[r.weekday],
    "b": lambda r: MONTHS[r.month - 1][:3],
    "B": lambda r: MONTHS[r.month - 1],
    "c": lambda r: _expand("%a %b %d %H:%M:%S %Y", r),
    "d": lambda r: f"{r.day:02d}",
    "H": lambda r: f"{r.hour:02d}",
    "I": lambda r: f"{r.hour % 12 or 12:02d}",
    "j": lambda r: f"{r.year_day:03d}",
    "m": lambda r: f"{r.month:02d}",
    "M": lambda r: f"{r.minute:02d}",
    "p": lambda r: "PM" if r.hour >= 12 else "AM",
    "S": lambda r: f"{r.second:02d}",
    "U": lambda r: f"{_iso_week(r):02d}",
    "W": lambda r: f"{_iso_week(r):02d}",
    "w": lambda r: str(r.weekday),
    "x": lambda r: _expand("%m/%d/%y", r),
    "X": lambda r: _expand("%H:%M:%S", r),
    "y": lambda r: f"{r.year % 100:02d}",
    "Y": lambda r: f"{r.year:04d}",
    "z": _offset,
    "Z": lambda r: r.abbreviation,
    "%": lambda r: "%",
}


def _expand(text: str, reading: Reading) -> str:
    parts = []
    position = 0
    while position < len(text):
        character = text[position]
        position += 1
        if character != "%" or position == len(text):
            parts.append(character)
            continue
        specifier = text[position]
        position += 1
        write = _SPECIFIERS.get(specifier)
        parts.append("%" + specifier if write is None else write(reading))
    return "".join(parts)


EXPORTS: Mapping[str, Any] = {
    "time": time,
    "date": date,
    "clock": clock_seconds,
    "difftime": difftime,
    "platform": platform,
}
