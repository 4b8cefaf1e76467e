"""Lua module `time`: clock, timers, durations, calendar.

Numbers given as durations are nanoseconds; texts are Go durations (`1h30m`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from ..host import Cancellable, host
from ..interruption import Interrupted
from ..lua.errors import runtime_error
from ..lua.userdata import Userdata
from . import time_duration
from .channel import Channel
from .errors import Error
from .failure import Failure, canceled, invalid, not_found, wrong_type
from .time_parse import parse_time
from .time_values import (
    LOCAL,
    UTC,
    Duration,
    Location,
    Time,
    duration_of,
    integer_argument,
    time_of,
)
from .time_values import RFC3339 as RFC3339
from .time_values import now as now
from .time_zone import LOCAL_ZONE, FixedZone, Zone, load_zone

NANOSECOND = time_duration.NANOSECOND
MICROSECOND = time_duration.MICROSECOND
MILLISECOND = time_duration.MILLISECOND
SECOND = time_duration.SECOND
MINUTE = time_duration.MINUTE
HOUR = time_duration.HOUR

JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE = range(1, 7)
JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = range(7, 13)
SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(7)

utc = UTC
localtz = LOCAL

RFC3339NANO = "2006-01-02T15:04:05.999999999Z07:00"
RFC822 = "02 Jan 06 15:04 MST"
RFC822Z = "02 Jan 06 15:04 -0700"
RFC850 = "Monday, 02-Jan-06 15:04:05 MST"
RFC1123 = "Mon, 02 Jan 2006 15:04:05 MST"
RFC1123Z = "Mon, 02 Jan 2006 15:04:05 -0700"
KITCHEN = "3:04PM"
STAMP = "Jan _2 15:04:05"
STAMP_MILLI = "Jan _2 15:04:05.000"
STAMP_MICRO = "Jan _2 15:04:05.000000"
STAMP_NANO = "Jan _2 15:04:05.000000000"
DATE_TIME = "2006-01-02 15:04:05"
DATE_ONLY = "2006-01-02"
TIME_ONLY = "15:04:05"

TICKER_BUFFER = 16


async def sleep(duration: Any = None) -> tuple[()] | Failure:
    """Suspend the calling coroutine; durable in a workflow. Zero or less returns soon.

    Returns:
        Nothing; `(None, error)` for an invalid duration, or when the activity was cancelled.
    """
    try:
        nanoseconds = duration_of(duration)
    except ValueError as error:
        return None, invalid(str(error))
    try:
        await host().sleep(nanoseconds)
    except Interrupted:
        return None, canceled()
    return ()


def after(duration: Any = None) -> Channel | Failure:
    """Return a channel that receives one Time after `duration`.

    Outside workflows it closes after that, as on Wippy.
    """
    nanoseconds, error = _positive("time.after", duration)
    if error is not None:
        return None, error
    channel = Channel(1)
    execution = host()

    def fire() -> None:
        channel.offer(now())
        if not execution.is_workflow:
            channel.close_from_outside()

    execution.start_timer(nanoseconds, fire)
    return channel


class Timer(Userdata):
    """A timer that fires once, can be stopped and be set anew."""

    __slots__ = ("_channel", "_pending")
    lua_name: ClassVar[str] = "*time.Timer"
    lua_methods: ClassVar[Mapping[str, str]] = {
        "response": "response",
        "channel": "response",
        "stop": "stop",
        "reset": "reset",
    }

    def __init__(self, nanoseconds: int) -> None:
        self._channel = Channel(1)
        self._pending: Cancellable | None = None
        self._start(nanoseconds)

    def response(self) -> Channel:
        """Return the channel that receives one Time."""
        return self._channel

    def stop(self) -> bool:
        """Stop it and close its channel; true if it had not fired."""
        pending, self._pending = self._pending, None
        if pending is None:
            return False
        pending.cancel()
        self._channel.close_from_outside()
        return True

    def reset(self, duration: Any = None) -> bool:
        """Let it fire `duration` from now; false if it fired or was stopped before.

        Raises:
            LuaError: The duration is invalid or not positive.
        """
        nanoseconds, error = _positive("timer:reset", duration, prefix=True)
        if error is not None:
            raise runtime_error(error.message())
        if self._pending is None:
            return False
        self._pending.cancel()
        self._start(nanoseconds)
        return True

    def _start(self, nanoseconds: int) -> None:
        self._pending = host().start_timer(nanoseconds, self._fire)

    def _fire(self) -> None:
        self._pending = None
        self._channel.offer(now())


class Ticker(Userdata):
    """A timer that fires again and again; ticks nobody fetches in time are dropped."""

    __slots__ = ("_channel", "_pending", "_period", "_start_timer")
    lua_name: ClassVar[str] = "*time.Ticker"
    lua_methods: ClassVar[Mapping[str, str]] = {
        "response": "response",
        "channel": "response",
        "stop": "stop",
    }

    def __init__(self, nanoseconds: int) -> None:
        self._channel = Channel(TICKER_BUFFER)
        self._period = nanoseconds
        self._start_timer: Callable[[int, Callable[[], None]], Cancellable] = host().start_timer
        self._pending: Cancellable | None = self._start_timer(nanoseconds, self._fire)

    def response(self) -> Channel:
        """Return the channel that receives the Times."""
        return self._channel

    def stop(self) -> bool:
        """Stop it and close its channel."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.cancel()
            self._channel.close_from_outside()
        return True

    def _fire(self) -> None:
        if self._pending is None:
            return
        self._pending = self._start_timer(self._period, self._fire)
        self._channel.offer(now())


def timer(duration: Any = None) -> Timer | Failure:
    """Return a Timer that fires after `duration`, which must be positive."""
    nanoseconds, error = _positive("time.timer", duration)
    return (None, error) if error is not None else Timer(nanoseconds)


def ticker(duration: Any = None) -> Ticker | Failure:
    """Return a Ticker that fires every `duration`, which must be positive."""
    nanoseconds, error = _positive("time.ticker", duration)
    return (None, error) if error is not None else Ticker(nanoseconds)


def date(
    year: Any = None,
    month: Any = None,
    day: Any = None,
    hour: Any = None,
    minute: Any = None,
    second: Any = None,
    nanosecond: Any = None,
    location: Any = None,
) -> Time:
    """Return the Time of a calendar date; all numbers are required and may be out of range.

    Raises:
        LuaError: `bad argument` for anything that is no number, or no Location.
    """
    fields = (year, month, day, hour, minute, second, nanosecond)
    numbers = [integer_argument(index + 1, "date", value) for index, value in enumerate(fields)]
    clock = (numbers[3], numbers[4], numbers[5], numbers[6])
    return time_of(
        numbers[0], numbers[1], numbers[2], clock, _location_argument(8, "date", location)
    )


def unix(seconds: Any = None, nanoseconds: Any = None) -> Time:
    """Return the local Time of seconds and nanoseconds since the epoch; both are required."""
    total = integer_argument(1, "unix", seconds) * SECOND
    return Time(total + integer_argument(2, "unix", nanoseconds), LOCAL_ZONE)


def parse(
    layout: Any = None, text: Any = None, location: Any = None
) -> tuple[Time, None] | Failure:
    """Parse a text in a Go layout; `location` counts where the text names no zone.

    Raises:
        LuaError: `bad argument` when layout or text is no string.
    """
    for position, value in ((1, layout), (2, text)):
        if not isinstance(value, str):
            raise wrong_type(position, "parse", "string", value)
    zone = _location_argument(3, "parse", location)
    try:
        seconds, nanosecond, found = parse_time(layout, text, zone)
    except ValueError as error:
        return None, invalid(str(error))
    return Time(seconds * SECOND + nanosecond, found), None


def parse_duration(duration: Any = None) -> tuple[Duration, None] | Failure:
    """Return a Duration of a number (nanoseconds), a text or a Duration."""
    try:
        return Duration(duration_of(duration)), None
    except ValueError as error:
        return None, invalid(str(error))


def load_location(name: Any = None) -> tuple[Location, None] | Failure:
    """Return a Location of the IANA database.

    Raises:
        LuaError: `bad argument` when the name is no string.
    """
    if not isinstance(name, str):
        raise wrong_type(1, "load_location", "string", name)
    if not name:
        return None, invalid("empty location name")
    zone = load_zone(name)
    if zone is None:
        return None, not_found(f"unknown time zone {name}")
    return Location(zone), None


def fixed_zone(name: Any = None, offset: Any = None) -> Location:
    """Return a Location that is always `offset` seconds east of UTC.

    Raises:
        LuaError: `bad argument` for a wrong type.
    """
    if not isinstance(name, str):
        raise wrong_type(1, "fixed_zone", "string", name)
    return Location(FixedZone(name, integer_argument(2, "fixed_zone", offset)))


def _location_argument(position: int, function: str, value: Any) -> Zone:
    if value is None:
        return LOCAL_ZONE
    if not isinstance(value, Location):
        raise wrong_type(position, function, "Location", value)
    return value.zone


def _positive(function: str, value: Any, *, prefix: bool = False) -> tuple[int, Error | None]:
    try:
        nanoseconds = duration_of(value)
    except ValueError as error:
        return 0, invalid(f"{function}: {error}" if prefix else str(error))
    if nanoseconds <= 0:
        return 0, invalid(f"{function}: duration must be > 0")
    return nanoseconds, None


EXPORTS: Mapping[str, Any] = {
    "now": now,
    "sleep": sleep,
    "after": after,
    "timer": timer,
    "ticker": ticker,
    "date": date,
    "unix": unix,
    "parse": parse,
    "parse_duration": parse_duration,
    "load_location": load_location,
    "fixed_zone": fixed_zone,
    "utc": utc,
    "localtz": localtz,
    "NANOSECOND": NANOSECOND,
    "MICROSECOND": MICROSECOND,
    "MILLISECOND": MILLISECOND,
    "SECOND": SECOND,
    "MINUTE": MINUTE,
    "HOUR": HOUR,
    "RFC3339NANO": RFC3339NANO,
    "RFC822": RFC822,
    "RFC822Z": RFC822Z,
    "RFC850": RFC850,
    "RFC1123": RFC1123,
    "RFC1123Z": RFC1123Z,
    "KITCHEN": KITCHEN,
    "STAMP": STAMP,
    "STAMP_MILLI": STAMP_MILLI,
    "STAMP_MICRO": STAMP_MICRO,
    "STAMP_NANO": STAMP_NANO,
    "DATE_TIME": DATE_TIME,
    "DATE_ONLY": DATE_ONLY,
    "TIME_ONLY": TIME_ONLY,
    "JANUARY": JANUARY,
    "FEBRUARY": FEBRUARY,
    "MARCH": MARCH,
    "APRIL": APRIL,
    "MAY": MAY,
    "JUNE": JUNE,
    "JULY": JULY,
    "AUGUST": AUGUST,
    "SEPTEMBER": SEPTEMBER,
    "OCTOBER": OCTOBER,
    "NOVEMBER": NOVEMBER,
    "DECEMBER": DECEMBER,
    "SUNDAY": SUNDAY,
    "MONDAY": MONDAY,
    "TUESDAY": TUESDAY,
    "WEDNESDAY": WEDNESDAY,
    "THURSDAY": THURSDAY,
    "FRIDAY": FRIDAY,
    "SATURDAY": SATURDAY,
    "RFC3339": RFC3339,
}
