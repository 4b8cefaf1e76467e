"""Lua module `time`: values and scheduling."""

from __future__ import annotations

import time as clock
from collections.abc import Callable
from typing import Any

import pytest

from wippy_runtime.lib import time
from wippy_runtime.lib.errors import Error
from wippy_runtime.lib.time_values import Duration, Location, Time
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.table import array
from wippy_runtime.lua.values import index, tostring, type_name


def at(year: int, month: int, day: int, *rest: int) -> Time:
    hour, minute, second, nanosecond = (*rest, 0, 0, 0, 0)[:4]
    return time.date(year, month, day, hour, minute, second, nanosecond, time.utc)


def test_time_is_userdata_with_methods() -> None:
    moment = at(2024, 12, 29, 15, 4, 5, 123_000_000)
    assert type_name(moment) == "userdata"
    assert tostring(moment) == "2024-12-29 15:04:05.123 +0000 UTC"
    assert index(moment, "year")(moment) == 2024
    assert index(moment, "nothing") is None


def test_calendar_methods() -> None:
    moment = at(2024, 2, 29, 13, 14, 15, 16)
    assert moment.date() == (2024, 2, 29)
    assert moment.clock() == (13, 14, 15)
    assert (moment.weekday(), moment.year_day()) == (4, 60)
    assert (moment.nanosecond(), moment.unix()) == (16, 1_709_212_455)
    assert moment.unix_nano() == 1_709_212_455_000_000_016
    assert moment.format_rfc3339() == "2024-02-29T13:14:15Z"


def test_overflowing_fields_carry_over() -> None:
    assert at(2023, 14, 32, 25, 61, 61).format_rfc3339() == "2024-03-04T02:02:01Z"
    assert at(2024, 1, 31).add_date(0, 1, 0).format(time.DATE_ONLY) == "2024-03-02"
    assert at(2023, 1, 31).add_date(0, 1, 0).format(time.DATE_ONLY) == "2023-03-03"
    assert at(2024, 3, 31).add_date(-1, 0, -31).format(time.DATE_ONLY) == "2023-02-28"


def test_arithmetic_and_comparison() -> None:
    early, late = at(2024, 1, 1), at(2024, 1, 2)
    assert late.sub(early).hours() == 24
    assert early.add("24h").equal(late)
    assert early.add(24 * time.HOUR).equal(late)
    assert early.add(late.sub(early)).equal(late)
    assert (early.before(late), early.after(late), late.after(early)) == (True, False, True)
    with pytest.raises(LuaError, match="bad argument #1 to add"):
        early.add("soon")
    with pytest.raises(LuaError, match=r"bad argument #1 to sub \(Time expected, got nil\)"):
        early.sub(None)


def test_rounding() -> None:
    moment = at(2024, 1, 1, 12, 34, 30)
    minute = Duration(time.MINUTE)
    assert moment.round(minute).clock() == (12, 35, 0)
    assert moment.truncate(Duration(time.HOUR)).clock() == (12, 0, 0)
    assert moment.truncate(Duration(0)).equal(moment)
    with pytest.raises(LuaError, match="Duration expected, got number"):
        moment.round(time.MINUTE)


def test_zero_time() -> None:
    assert at(1, 1, 1).is_zero()
    assert not at(1970, 1, 1).is_zero()


def test_locations() -> None:
    paris, error = time.load_location("Europe/Paris")
    assert error is None
    assert isinstance(paris, Location)
    assert tostring(paris) == paris.string() == "Europe/Paris"
    assert at(2024, 7, 1, 12).in_location(paris).hour() == 14
    assert at(2024, 7, 1, 12).in_location(paris).location().string() == "Europe/Paris"
    assert at(2024, 7, 1, 12).in_location(time.fixed_zone("X", 3600)).hour() == 13
    assert (tostring(time.utc), tostring(time.localtz)) == ("UTC", "Local")
    for name, kind in (("", "Invalid"), ("No/Where", "NotFound"), ("../etc/passwd", "NotFound")):
        value, problem = time.load_location(name)
        assert value is None
        assert isinstance(problem, Error)
        assert problem.kind() == kind


def test_duration_methods() -> None:
    value, error = time.parse_duration("1h30m0.5s")
    assert error is None
    assert isinstance(value, Duration)
    assert value.nanoseconds() == 5_400_500_000_000
    assert (value.microseconds(), value.milliseconds()) == (5_400_500_000, 5_400_500)
    assert value.seconds() == 5400.5
    assert value.minutes() == pytest.approx(90.00833333)
    assert value.hours() == pytest.approx(1.5001388889)
    assert tostring(value) == "1h30m0.5s"
    assert Duration(-1500).microseconds() == -1


@pytest.mark.parametrize(
    ("argument", "nanoseconds"), [(5, 5), (2.9, 2), ("1ms", 1_000_000), (Duration(7), 7)]
)
def test_duration_arguments(argument: Any, nanoseconds: int) -> None:
    value, _ = time.parse_duration(argument)
    assert value is not None
    assert value.nanoseconds() == nanoseconds


@pytest.mark.parametrize("argument", [None, True, array([])])
def test_wrong_duration_arguments(argument: Any) -> None:
    value, error = time.parse_duration(argument)
    assert value is None
    assert error is not None
    assert (error.kind(), error.message()) == ("Invalid", "duration must be number or string")
    assert error.retryable() is False


def test_parse_reports_invalid_text() -> None:
    value, error = time.parse(time.DATE_ONLY, "nope")
    assert value is None
    assert error is not None
    assert error.kind() == "Invalid"
    with pytest.raises(LuaError, match="string expected, got number"):
        time.parse(1, "x")


def test_date_requires_all_numbers() -> None:
    with pytest.raises(LuaError, match=r"bad argument #4 to date \(number expected, got nil\)"):
        time.date(2024, 1, 1)


def test_now_is_the_clock_of_the_execution(fixed_host: Any) -> None:
    assert time.now().unix_nano() == fixed_host.nanoseconds


def test_sleep_takes_its_time(run_lua: Callable[..., Any]) -> None:
    async def main(*_: Any) -> Any:
        return await time.sleep("30ms")

    started = clock.monotonic()
    outcome = run_lua(main)
    assert outcome.as_failure() is None
    assert 0.03 <= clock.monotonic() - started < 2


def test_sleep_returns_an_error_for_an_invalid_duration(run_lua: Callable[..., Any]) -> None:
    async def main(*_: Any) -> Any:
        return await time.sleep("1d")

    value, error = run_lua(main).as_result()
    assert value is None
    assert error.message() == 'time: unknown unit "d" in duration "1d"'


@pytest.mark.parametrize("duration", [0, -5, "0s", "-1h"])
def test_sleep_of_nothing_returns_at_once(run_lua: Callable[..., Any], duration: Any) -> None:
    async def main(*_: Any) -> Any:
        result = await time.sleep(duration)
        return result == ()

    assert run_lua(main).value is True


def test_after_delivers_one_time_and_closes(run_lua: Callable[..., Any]) -> None:
    async def main(*_: Any) -> Any:
        channel = time.after("5ms")
        moment, first_ok = await channel.receive()  # type: ignore[union-attr]
        nothing, second_ok = await channel.receive()  # type: ignore[union-attr]
        return array([isinstance(moment, Time), first_ok, nothing is None, second_ok])

    assert run_lua(main).value.elements() == [True, True, True, False]


@pytest.mark.parametrize("function", ["after", "timer", "ticker"])
def test_timers_need_a_positive_duration(fixed_host: Any, function: str) -> None:
    for duration in (0, "-1s"):
        value, error = getattr(time, function)(duration)
        assert value is None
        assert error.message() == f"time.{function}: duration must be > 0"
        assert error.kind() == "Invalid"
    _, error = getattr(time, function)("x")
    assert error.message() == 'time: invalid duration "x"'


def test_timer_stop_and_reset(run_lua: Callable[..., Any]) -> None:
    async def main(*_: Any) -> Any:
        timer = time.timer("1h")
        assert isinstance(timer, time.Timer)
        was_reset = timer.reset("5ms")
        _, fired = await timer.response().receive()
        again = timer.reset("5ms")
        other = time.timer("1h")
        assert isinstance(other, time.Timer)
        stopped = (other.stop(), other.stop())
        _, ok = await other.response().receive()
        return array([was_reset, fired, again, *stopped, ok])

    assert run_lua(main).value.elements() == [True, True, False, True, False, False]


def test_timer_reset_raises_for_a_wrong_duration(run_lua: Callable[..., Any]) -> None:
    async def main(*_: Any) -> Any:
        timer = time.timer("1h")
        assert isinstance(timer, time.Timer)
        timer.reset(0)

    failure = run_lua(main).as_failure()
    assert failure is not None
    assert "timer:reset: duration must be > 0" in failure.message


def test_ticker_ticks_until_stopped(run_lua: Callable[..., Any]) -> None:
    async def main(*_: Any) -> Any:
        ticker = time.ticker("3ms")
        assert isinstance(ticker, time.Ticker)
        first, _ = await ticker.response().receive()
        second, _ = await ticker.response().receive()
        stopped = ticker.stop()
        _, ok = await ticker.response().receive()
        return array([second.after(first), stopped, ok])

    assert run_lua(main).value.elements() == [True, True, False]


def test_pending_timers_do_not_outlive_main(run_lua: Callable[..., Any]) -> None:
    async def main(*_: Any) -> Any:
        time.ticker("1h")
        time.after("1h")
        return "done"

    started = clock.monotonic()
    assert run_lua(main).value == "done"
    assert clock.monotonic() - started < 2
