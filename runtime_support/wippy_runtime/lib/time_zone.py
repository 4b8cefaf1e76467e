"""Calendar arithmetic and time zones for any year, in whole seconds and nanoseconds.

Python's `datetime` ends at year 9999 and at microseconds; Go's times do neither.
"""

from __future__ import annotations

import time as clock
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SECONDS_PER_DAY = 86_400
_EPOCH_YEAR = 1970
# Instants that `datetime` can hold in every zone; zone rules outside are those of the edge.
_FIRST_INSTANT = -62_135_510_400
_LAST_INSTANT = 253_402_214_400

DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)


def is_leap(year: int) -> bool:
    """Tell whether a year of the proleptic Gregorian calendar has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(month: int, year: int) -> int:
    """Return the number of days of a month (1 to 12)."""
    if month == 2 and is_leap(year):
        return 29
    return DAYS_BEFORE[month] - DAYS_BEFORE[month - 1]


def days_from_civil(year: int, month: int, day: int) -> int:
    """Return the days since 1970-01-01; months and days outside their ranges carry over."""
    extra, month_index = divmod(month - 1, 12)
    year += extra
    years = year - 1
    days = years * 365 + years // 4 - years // 100 + years // 400
    days += DAYS_BEFORE[month_index] + (1 if month_index >= 2 and is_leap(year) else 0)
    return days + day - 1 - 719_162


def civil_from_days(days: int) -> tuple[int, int, int]:
    """Return year, month and day of a number of days since 1970-01-01."""
    shifted = days + 719_468
    era, of_era = divmod(shifted, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    day_of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_index = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_index + 2) // 5 + 1
    month = month_index + 3 if month_index < 10 else month_index - 9
    year = year_of_era + era * 400 + (1 if month <= 2 else 0)
    return year, month, day


class Zone(Protocol):
    """The rules of one location."""

    @property
    def name(self) -> str:
        """Name of the location: `UTC`, `Local`, `Europe/Paris` …"""

    def lookup(self, seconds: int) -> tuple[int, str]:
        """Return offset in seconds east of UTC and abbreviation at an instant."""

    def __hash__(self) -> int:
        """Zones are values: they serve as keys of caches."""


@dataclass(frozen=True, slots=True)
class FixedZone:
    """A location that always has the same offset."""

    name: str
    offset: int

    def lookup(self, seconds: int) -> tuple[int, str]:
        """Return the offset and the name."""
        return self.offset, self.name


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A location of the IANA database."""

    name: str
    rules: ZoneInfo

    def lookup(self, seconds: int) -> tuple[int, str]:
        """Return offset and abbreviation at an instant."""
        instant = max(_FIRST_INSTANT, min(_LAST_INSTANT, seconds))
        moment = datetime.fromtimestamp(instant, self.rules)
        offset = moment.utcoffset() or timedelta()
        return int(offset.total_seconds()), moment.tzname() or ""


@dataclass(frozen=True, slots=True)
class LocalZone:
    """The zone of the machine."""

    name: str = "Local"

    def lookup(self, seconds: int) -> tuple[int, str]:
        """Return offset and abbreviation at an instant."""
        moment = clock.localtime(max(_FIRST_INSTANT, min(_LAST_INSTANT, seconds)))
        return moment.tm_gmtoff, moment.tm_zone


UTC_ZONE = FixedZone("UTC", 0)
LOCAL_ZONE = LocalZone()


@lru_cache(maxsize=256)
def load_zone(name: str) -> Zone | None:
    """Return a location by name, or `None` when the database does not know it."""
    if name == "UTC":
        return UTC_ZONE
    if name == "Local":
        return LOCAL_ZONE
    try:
        return NamedZone(name, ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def to_utc(seconds: int, zone: Zone) -> int:
    """Turn a wall-clock reading (as if it were UTC) of a zone into an instant, as Go does."""
    offset, _ = zone.lookup(seconds)
    if offset == 0:
        return seconds
    offset, _ = zone.lookup(seconds - offset)
    return seconds - offset


def offset_of_name(zone: Zone, abbreviation: str, seconds: int) -> int | None:
    """Return the offset a zone means by an abbreviation, or `None` when it does not use it.

    Args:
        zone: The zone.
        abbreviation: Such as `CEST`.
        seconds: The wall-clock reading the abbreviation stands beside.
    """
    offsets = _named_offsets(zone).get(abbreviation, ())
    for offset in offsets:
        in_effect, effective = zone.lookup(seconds - offset)
        if effective == abbreviation:
            return in_effect
    return offsets[0] if offsets else None


# Abbreviations in use between these years are known; steps are shorter than any summer time.
_FIRST_NAMED, _LAST_NAMED = 1800, 2037
_NAMED_STEP = 45 * SECONDS_PER_DAY


@lru_cache(maxsize=256)
def _named_offsets(zone: Zone) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    first = days_from_civil(_FIRST_NAMED, 1, 1) * SECONDS_PER_DAY
    last = days_from_civil(_LAST_NAMED, 12, 31) * SECONDS_PER_DAY
    for instant in range(first, last, _NAMED_STEP):
        offset, name = zone.lookup(instant)
        known = found.get(name, ())
        if offset not in known:
            found[name] = (*known, offset)
    return found
