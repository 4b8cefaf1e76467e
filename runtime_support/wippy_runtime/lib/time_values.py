"""The userdata of Lua module `time`: durations, points in time, locations."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

from ..host import host
from ..lua.errors import LuaError, argument_error
from ..lua.userdata import Userdata
from .failure import wrong_type
from .time_duration import (
    HOUR,
    MICROSECOND,
    MILLISECOND,
    MINUTE,
    SECOND,
    clamp,
    format_duration,
    parse_duration,
)
from .time_layout import Reading, format_reading
from .time_zone import (
    LOCAL_ZONE,
    SECONDS_PER_DAY,
    UTC_ZONE,
    Zone,
    civil_from_days,
    days_from_civil,
    to_utc,
)

RFC3339 = "2006-01-02T15:04:05Z07:00"
DEFAULT_LAYOUT = "2006-01-02 15:04:05.999999999 -0700 MST"
_YEAR_ONE = -62_135_596_800 * SECOND


def duration_of(value: Any) -> int:
    """Return the nanoseconds of a duration argument: a number, a text or a Duration.

    Raises:
        ValueError: It is none of them, or the text is no duration; with Wippy's message.
    """
    kind = type(value)
    if kind is int:
        return clamp(value)
    if kind is float:
        if math.isnan(value):
            return 0
        return clamp(int(max(-1e19, min(1e19, value))))
    if isinstance(value, str):
        return parse_duration(value)
    if isinstance(value, Duration):
        return value.value
    raise ValueError("duration must be number or string")


def integer_argument(position: int, function: str, value: Any) -> int:
    """Return a number argument as an integer.

    Raises:
        LuaError: `bad argument` when it is no finite number.
    """
    if type(value) is int:
        return value
    if type(value) is float and math.isfinite(value):
        return int(value)
    raise wrong_type(position, function, "number", value)


class Duration(Userdata):
    """A span of time in whole nanoseconds."""

    __slots__ = ("value",)
    lua_name: ClassVar[str] = "*time.Duration"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name
        for name in ("nanoseconds", "microseconds", "milliseconds", "seconds", "minutes", "hours")
    }

    def __init__(self, value: int) -> None:
        self.value = value

    def nanoseconds(self) -> int:
        """Return the whole span."""
        return self.value

    def microseconds(self) -> int:
        """Return whole microseconds, cut towards zero."""
        return _cut(self.value, MICROSECOND)

    def milliseconds(self) -> int:
        """Return whole milliseconds, cut towards zero."""
        return _cut(self.value, MILLISECOND)

    def seconds(self) -> float:
        """Return seconds with their fraction."""
        return _fractional(self.value, SECOND)

    def minutes(self) -> float:
        """Return minutes with their fraction."""
        return _fractional(self.value, MINUTE)

    def hours(self) -> float:
        """Return hours with their fraction."""
        return _fractional(self.value, HOUR)

    def lua_tostring(self) -> str:
        """Return Go's text, e.g. `1h30m0s`."""
        return format_duration(self.value)


class Location(Userdata):
    """A time zone."""

    __slots__ = ("zone",)
    lua_name: ClassVar[str] = "*time.Location"
    lua_methods: ClassVar[Mapping[str, str]] = {"string": "string"}

    def __init__(self, zone: Zone) -> None:
        self.zone = zone

    def string(self) -> str:
        """Return the name: `UTC`, `Local`, `Europe/Paris`."""
        return self.zone.name

    def lua_tostring(self) -> str:
        """Return the name."""
        return self.zone.name


UTC = Location(UTC_ZONE)
LOCAL = Location(LOCAL_ZONE)


class Time(Userdata):
    """A point in time with nanoseconds, and the zone it is shown in.

    Attributes:
        instant: Nanoseconds since the epoch.
        zone: Its location.
    """

    __slots__ = ("instant", "zone")
    lua_name: ClassVar[str] = "*time.Time"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name
        for name in (
            *("add", "sub", "add_date", "after", "before", "equal", "format", "format_rfc3339"),
            *("unix", "unix_nano", "date", "clock", "year", "month", "day", "hour", "minute"),
            *("second", "nanosecond", "weekday", "year_day", "is_zero", "in_location", "utc"),
            *("in_local", "location", "round", "truncate"),
        )
    }

    def __init__(self, instant: int, zone: Zone) -> None:
        self.instant = instant
        self.zone = zone

    def reading(self) -> Reading:
        """Return what clock and calendar of the zone show."""
        seconds, nanosecond = divmod(self.instant, SECOND)
        offset, abbreviation = self.zone.lookup(seconds)
        days, of_day = divmod(seconds + offset, SECONDS_PER_DAY)
        year, month, day = civil_from_days(days)
        minutes, second = divmod(of_day, 60)
        hour, minute = divmod(minutes, 60)
        return Reading(
            year=year,
            month=month,
            day=day,
            hour=hour,
            minute=minute,
            second=second,
            nanosecond=nanosecond,
            weekday=(days + 4) % 7,
            year_day=days - days_from_civil(year, 1, 1) + 1,
            offset=offset,
            abbreviation=abbreviation,
        )

    def add(self, duration: Any = None) -> Time:
        """Return the time a duration later.

        Raises:
            LuaError: The argument is no duration.
        """
        return Time(self.instant + _duration_argument("add", duration), self.zone)

    def sub(self, other: Any = None) -> Duration:
        """Return the time passed since `other`."""
        return Duration(clamp(self.instant - _time_argument("sub", other).instant))

    def add_date(self, years: Any = None, months: Any = None, days: Any = None) -> Time:
        """Return the time some years, months and days later; overlong months carry over."""
        reading = self.reading()
        return time_of(
            reading.year + integer_argument(1, "add_date", years),
            reading.month + integer_argument(2, "add_date", months),
            reading.day + integer_argument(3, "add_date", days),
            (reading.hour, reading.minute, reading.second, reading.nanosecond),
            self.zone,
        )

    def after(self, other: Any = None) -> bool:
        """Tell whether this time is later."""
        return self.instant > _time_argument("after", other).instant

    def before(self, other: Any = None) -> bool:
        """Tell whether this time is earlier."""
        return self.instant < _time_argument("before", other).instant

    def equal(self, other: Any = None) -> bool:
        """Tell whether both are the same instant, in whatever zone."""
        return self.instant == _time_argument("equal", other).instant

    def format(self, layout: Any = None) -> str:
        """Return the time in a Go layout.

        Raises:
            LuaError: The layout is no string.
        """
        if not isinstance(layout, str):
            raise wrong_type(1, "format", "string", layout)
        return format_reading(self.reading(), layout)

    def format_rfc3339(self) -> str:
        """Return the time as RFC 3339 text without fractions."""
        return format_reading(self.reading(), RFC3339)

    def unix(self) -> int:
        """Return whole seconds since the epoch."""
        return self.instant // SECOND

    def unix_nano(self) -> int:
        """Return nanoseconds since the epoch."""
        return self.instant

    def date(self) -> tuple[int, int, int]:
        """Return year, month and day."""
        reading = self.reading()
        return reading.year, reading.month, reading.day

    def clock(self) -> tuple[int, int, int]:
        """Return hour, minute and second."""
        reading = self.reading()
        return reading.hour, reading.minute, reading.second

    def year(self) -> int:
        """Return the year."""
        return self.reading().year

    def month(self) -> int:
        """Return the month, 1 to 12."""
        return self.reading().month

    def day(self) -> int:
        """Return the day of the month."""
        return self.reading().day

    def hour(self) -> int:
        """Return the hour, 0 to 23."""
        return self.reading().hour

    def minute(self) -> int:
        """Return the minute."""
        return self.reading().minute

    def second(self) -> int:
        """Return the second."""
        return self.reading().second

    def nanosecond(self) -> int:
        """Return the nanoseconds within the second."""
        return self.instant % SECOND

    def weekday(self) -> int:
        """Return the day of the week, 0 for Sunday."""
        return self.reading().weekday

    def year_day(self) -> int:
        """Return the day of the year, 1 to 366."""
        return self.reading().year_day

    def is_zero(self) -> bool:
        """Tell whether this is Go's zero time, 1 January of year 1 UTC."""
        return self.instant == _YEAR_ONE

    def in_location(self, location: Any = None) -> Time:
        """Return the same instant shown in another zone."""
        if not isinstance(location, Location):
            raise wrong_type(1, "in_location", "Location", location)
        return Time(self.instant, location.zone)

    def utc(self) -> Time:
        """Return the same instant shown in UTC."""
        return Time(self.instant, UTC_ZONE)

    def in_local(self) -> Time:
        """Return the same instant shown in the zone of the machine."""
        return Time(self.instant, LOCAL_ZONE)

    def location(self) -> Location:
        """Return the zone."""
        return Location(self.zone)

    def round(self, duration: Any = None) -> Time:
        """Return the nearest multiple of a Duration since year 1; halves go up."""
        size = _only_duration("round", duration)
        if size <= 0:
            return Time(self.instant, self.zone)
        beyond = (self.instant - _YEAR_ONE) % size
        return Time(
            self.instant - beyond + (0 if beyond + beyond < size else size),
            self.zone,
        )

    def truncate(self, duration: Any = None) -> Time:
        """Return the last multiple of a Duration since year 1."""
        size = _only_duration("truncate", duration)
        if size <= 0:
            return Time(self.instant, self.zone)
        return Time(self.instant - (self.instant - _YEAR_ONE) % size, self.zone)

    def lua_tostring(self) -> str:
        """Return Go's text, e.g. `2024-12-29 15:04:05.123 +0000 UTC`."""
        return format_reading(self.reading(), DEFAULT_LAYOUT)


def time_of(year: int, month: int, day: int, clock: tuple[int, int, int, int], zone: Zone) -> Time:
    """Return the time a calendar and a clock show in a zone; fields out of range carry over.

    Args:
        year: Year.
        month: Month.
        day: Day of the month.
        clock: Hour, minute, second, nanosecond.
        zone: Where clock and calendar hang.
    """
    hour, minute, second, nanosecond = clock
    carried, nanosecond = divmod(nanosecond, SECOND)
    days = days_from_civil(year, month, day)
    seconds = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second + carried
    return Time(to_utc(seconds, zone) * SECOND + nanosecond, zone)


def now() -> Time:
    """Return the time of the execution's clock: the workflow's time in a workflow."""
    return Time(host().now_ns(), LOCAL_ZONE)


def _cut(value: int, size: int) -> int:
    return -(-value // size) if value < 0 else value // size


def _fractional(value: int, size: int) -> float:
    """Go's way: whole units plus the rest, which is exact for long spans."""
    whole = _cut(value, size)
    return float(whole) + float(value - whole * size) / float(size)


def _duration_argument(function: str, value: Any) -> int:
    try:
        return duration_of(value)
    except ValueError as error:
        raise argument_error(1, function, str(error)) from None


def _only_duration(function: str, value: Any) -> int:
    if not isinstance(value, Duration):
        raise wrong_type(1, function, "Duration", value)
    return value.value


def _time_argument(function: str, value: Any) -> Time:
    if not isinstance(value, Time):
        error: LuaError = wrong_type(1, function, "Time", value)
        raise error
    return value
