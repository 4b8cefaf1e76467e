"""Go layouts: formatting and parsing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wippy_runtime.lib import time as lua_time
from wippy_runtime.lib.time_parse import parse_time
from wippy_runtime.lib.time_values import Time, time_of
from wippy_runtime.lib.time_zone import (
    UTC_ZONE,
    FixedZone,
    Zone,
    civil_from_days,
    days_from_civil,
    load_zone,
)

PST = FixedZone("PST", -8 * 3600)
# Wed Feb 4 21:00:57.0123456789 2009 PST, the moment of Go's own format tests.
MOMENT = time_of(2009, 2, 4, (21, 0, 57, 12_345_678), PST)

FORMATS = [
    ("Mon Jan _2 15:04:05 2006", "Wed Feb  4 21:00:57 2009"),
    ("Mon Jan _2 15:04:05 MST 2006", "Wed Feb  4 21:00:57 PST 2009"),
    (lua_time.RFC822, "04 Feb 09 21:00 PST"),
    (lua_time.RFC822Z, "04 Feb 09 21:00 -0800"),
    (lua_time.RFC850, "Wednesday, 04-Feb-09 21:00:57 PST"),
    (lua_time.RFC1123, "Wed, 04 Feb 2009 21:00:57 PST"),
    (lua_time.RFC1123Z, "Wed, 04 Feb 2009 21:00:57 -0800"),
    (lua_time.RFC3339, "2009-02-04T21:00:57-08:00"),
    (lua_time.RFC3339NANO, "2009-02-04T21:00:57.012345678-08:00"),
    (lua_time.KITCHEN, "9:00PM"),
    (lua_time.STAMP, "Feb  4 21:00:57"),
    (lua_time.STAMP_MILLI, "Feb  4 21:00:57.012"),
    (lua_time.STAMP_MICRO, "Feb  4 21:00:57.012345"),
    (lua_time.STAMP_NANO, "Feb  4 21:00:57.012345678"),
    (lua_time.DATE_TIME, "2009-02-04 21:00:57"),
    (lua_time.DATE_ONLY, "2009-02-04"),
    (lua_time.TIME_ONLY, "21:00:57"),
    ("3pm", "9pm"),
    ("3PM", "9PM"),
    ("06 01 02", "09 02 04"),
    ("Jan January Mon Monday", "Feb February Wed Wednesday"),
    ("Janet Month", "Janet Month"),
    ("002 __2", "035  35"),
    ("_2006", "_2009"),
    ("1 2 3 4 5", "2 4 9 0 57"),
    ("05.000 05,000 05.999 05.9", "57.012 57,012 57.012 57"),
    ("15h 04m", "21h 00m"),
    ("-07 -0700 -07:00 -070000 -07:00:00", "-08 -0800 -08:00 -080000 -08:00:00"),
    ("Z07 Z0700 Z07:00 Z070000 Z07:00:00", "-08 -0800 -08:00 -080000 -08:00:00"),
    ("literal text", "literal text"),
    ("", ""),
]

PARSED: list[tuple[str, str, Zone, str]] = [
    (lua_time.RFC3339, "2010-02-04T21:00:57Z", UTC_ZONE, "2010-02-04 21:00:57 +0000 UTC"),
    (lua_time.RFC3339, "2010-02-04T21:00:57.25Z", UTC_ZONE, "2010-02-04 21:00:57.25 +0000 UTC"),
    (
        lua_time.RFC3339,
        "2010-02-04T21:00:57.0123456789-08:00",
        UTC_ZONE,
        "2010-02-04 21:00:57.012345678 -0800 -0800",
    ),
    (lua_time.RFC1123, "Thu, 04 Feb 2010 21:00:57 PST", UTC_ZONE, "2010-02-04 21:00:57 +0000 PST"),
    (
        lua_time.RFC1123Z,
        "Thu, 04 Feb 2010 21:00:57 -0800",
        UTC_ZONE,
        "2010-02-04 21:00:57 -0800 -0800",
    ),
    # Go reads the clock as UTC and only shows the offset.
    (
        "Mon Jan _2 15:04:05 MST 2006",
        "Fri Feb  5 05:00:57 GMT-8 2010",
        UTC_ZONE,
        "2010-02-04 21:00:57 -0800 GMT-8",
    ),
    (
        lua_time.RFC850,
        "Thursday, 04-Feb-10 21:00:57 UTC",
        UTC_ZONE,
        "2010-02-04 21:00:57 +0000 UTC",
    ),
    (lua_time.DATE_ONLY, "2024-02-29", UTC_ZONE, "2024-02-29 00:00:00 +0000 UTC"),
    (lua_time.DATE_TIME, "2024-02-29 23:59:59", UTC_ZONE, "2024-02-29 23:59:59 +0000 UTC"),
    (lua_time.KITCHEN, "12:07AM", UTC_ZONE, "0000-01-01 00:07:00 +0000 UTC"),
    (lua_time.KITCHEN, "3:04pm".upper(), UTC_ZONE, "0000-01-01 15:04:00 +0000 UTC"),
    ("2006-002", "2024-060", UTC_ZONE, "2024-02-29 00:00:00 +0000 UTC"),
    ("2006-002", "2023-060", UTC_ZONE, "2023-03-01 00:00:00 +0000 UTC"),
    ("2006 __2", "2023  35", UTC_ZONE, "2023-02-04 00:00:00 +0000 UTC"),
    ("06-1-2", "69-3-7", UTC_ZONE, "1969-03-07 00:00:00 +0000 UTC"),
    ("06-1-2", "68-3-7", UTC_ZONE, "2068-03-07 00:00:00 +0000 UTC"),
    ("Jan _2 2006", "feb  4 2010", UTC_ZONE, "2010-02-04 00:00:00 +0000 UTC"),
    ("15:04:05.000", "21:00:57.012", UTC_ZONE, "0000-01-01 21:00:57.012 +0000 UTC"),
    ("15:04:05", "21:00:57.5", UTC_ZONE, "0000-01-01 21:00:57.5 +0000 UTC"),
    ("2006 15", "2024 07", PST, "2024-01-01 07:00:00 -0800 PST"),
    ("2006-01-02 MST", "2024-01-02 PST", PST, "2024-01-02 00:00:00 -0800 PST"),
]

FAILED = [
    (
        lua_time.DATE_ONLY,
        "x",
        'parsing time "x" as "2006-01-02": cannot parse "x" as "2006"',
    ),
    (
        lua_time.DATE_ONLY,
        "2024/01/02",
        'parsing time "2024/01/02" as "2006-01-02": cannot parse "/01/02" as "-"',
    ),
    (lua_time.DATE_ONLY, "2024-13-02", 'parsing time "2024-13-02": month out of range'),
    (lua_time.DATE_ONLY, "2023-02-29", 'parsing time "2023-02-29": day out of range'),
    (lua_time.DATE_ONLY, "2024-01-02 x", 'parsing time "2024-01-02 x": extra text: " x"'),
    (lua_time.TIME_ONLY, "24:00:00", 'parsing time "24:00:00": hour out of range'),
    (lua_time.TIME_ONLY, "23:60:00", 'parsing time "23:60:00": minute out of range'),
    (lua_time.TIME_ONLY, "23:00:60", 'parsing time "23:00:60": second out of range'),
    (
        lua_time.RFC3339,
        "2010-02-04T21:00:57+25:00",
        'parsing time "2010-02-04T21:00:57+25:00": time zone offset hour out of range',
    ),
    ("2006-002", "2023-366", 'parsing time "2023-366": day-of-year out of range'),
    ("2006-01-002", "2023-01-060", 'parsing time "2023-01-060": day-of-year does not match month'),
    (
        "MST",
        "xyz",
        'parsing time "xyz" as "MST": cannot parse "xyz" as "MST"',
    ),
    ("3PM", "3XM", 'parsing time "3XM" as "3PM": cannot parse "XM" as "PM"'),
    ("15:04:05.000", "21:00:57.01", 'parsing time "21:00:57.01" as "15:04:05.000": '
     'cannot parse ".01" as ".000"'),
]  # fmt: skip


@pytest.mark.parametrize(("layout", "text"), FORMATS)
def test_format(layout: str, text: str) -> None:
    assert MOMENT.format(layout) == text


def test_utc_is_written_as_z() -> None:
    assert MOMENT.utc().format("Z07:00 Z0700 Z07") == "Z Z Z"
    assert MOMENT.utc().format("-07:00") == "+00:00"


@pytest.mark.parametrize(("layout", "text", "zone", "shown"), PARSED)
def test_parse(layout: str, text: str, zone: Zone, shown: str) -> None:
    seconds, nanosecond, found = parse_time(layout, text, zone)
    assert Time(seconds * 10**9 + nanosecond, found).lua_tostring() == shown


@pytest.mark.parametrize(("layout", "text", "message"), FAILED)
def test_parse_failure(layout: str, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        parse_time(layout, text, UTC_ZONE)


@given(st.integers(-(10**9), 10**9))
def test_calendar_round_trip(days: int) -> None:
    assert days_from_civil(*civil_from_days(days)) == days


@given(st.integers(-62_135_596_800, 253_402_300_799), st.integers(0, 999_999_999))
def test_rfc3339_round_trip(seconds: int, nanosecond: int) -> None:
    text = Time(seconds * 10**9 + nanosecond, UTC_ZONE).format(lua_time.RFC3339NANO)
    assert parse_time(lua_time.RFC3339NANO, text, UTC_ZONE)[:2] == (seconds, nanosecond)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_layout_and_text_end_in_a_time_or_value_error(layout: str, text: str) -> None:
    try:
        seconds, nanosecond, _ = parse_time(layout, text, UTC_ZONE)
    except ValueError as error:
        seconds, nanosecond = 0, 0
        is_expected = str(error).startswith("parsing time ")
    else:
        is_expected = 0 <= nanosecond < 10**9
    assert is_expected
    assert isinstance(seconds, int)


def test_summer_time_changes() -> None:
    paris = load_zone("Europe/Paris")
    assert paris is not None
    assert time_of(2024, 7, 1, (12, 0, 0, 0), paris).format("15:04 -0700 MST") == "12:00 +0200 CEST"
    assert time_of(2024, 1, 1, (12, 0, 0, 0), paris).format("15:04 -0700 MST") == "12:00 +0100 CET"
    # 02:30 does not exist on that night; Go takes the offset found first.
    assert time_of(2024, 3, 31, (2, 30, 0, 0), paris).format("15:04 MST") == "03:30 CEST"
    seconds, _, _ = parse_time("2006-01-02 15:04 MST", "2024-07-01 12:00 CEST", paris)
    assert seconds == time_of(2024, 7, 1, (12, 0, 0, 0), paris).unix()
