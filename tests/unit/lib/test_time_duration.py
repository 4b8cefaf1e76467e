"""Go duration texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wippy_runtime.lib.time_duration import (
    MAX_DURATION,
    MIN_DURATION,
    format_duration,
    parse_duration,
)

PARSED = [
    ("0", 0),
    ("+0", 0),
    ("-0", 0),
    ("5s", 5_000_000_000),
    ("30s", 30_000_000_000),
    ("1478s", 1_478_000_000_000),
    ("-5s", -5_000_000_000),
    ("+5s", 5_000_000_000),
    ("5.0s", 5_000_000_000),
    ("5.6s", 5_600_000_000),
    ("5.s", 5_000_000_000),
    (".5s", 500_000_000),
    ("1.004s", 1_004_000_000),
    ("1.0040s", 1_004_000_000),
    ("100.00100s", 100_001_000_000),
    ("10ns", 10),
    ("11us", 11_000),
    ("12µs", 12_000),
    ("12μs", 12_000),
    ("12\xc2\xb5s", 12_000),
    ("12\xce\xbcs", 12_000),
    ("13ms", 13_000_000),
    ("15m", 900_000_000_000),
    ("16h", 57_600_000_000_000),
    ("3h30m", 12_600_000_000_000),
    ("10.5s4m", 250_500_000_000),
    ("-2m3.4s", -123_400_000_000),
    ("1h2m3s4ms5us6ns", 3_723_004_005_006),
    ("39h9m14.425s", 140_954_425_000_000),
    ("52763797000ns", 52_763_797_000),
    ("0.3333333333333333333h", 1_200_000_000_000),
    ("9223372036854775807ns", MAX_DURATION),
    ("-9223372036854775808ns", MIN_DURATION),
    ("9223372036s854ms775us807ns", MAX_DURATION),
    ("0.100000000000000000000h", 360_000_000_000),
]

FAILED = [
    ("", 'time: invalid duration ""'),
    ("3", 'time: missing unit in duration "3"'),
    ("5", 'time: missing unit in duration "5"'),
    ("-", 'time: invalid duration "-"'),
    ("s", 'time: invalid duration "s"'),
    (".", 'time: invalid duration "."'),
    ("-.", 'time: invalid duration "-."'),
    (".s", 'time: invalid duration ".s"'),
    ("abc", 'time: invalid duration "abc"'),
    ("1d", 'time: unknown unit "d" in duration "1d"'),
    ("1.5w2s", 'time: unknown unit "w" in duration "1.5w2s"'),
    ("5 s", 'time: unknown unit " s" in duration "5 s"'),
    ("\x85\x85", r'time: invalid duration "\x85\x85"'),
    ('"1s', r'time: invalid duration "\"1s"'),
    ("9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'),
    ("3000000h", 'time: invalid duration "3000000h"'),
    ("99999999999999999999999s", 'time: invalid duration "99999999999999999999999s"'),
]

FORMATTED = [
    (0, "0s"),
    (1, "1ns"),
    (1_100, "1.1\xc2\xb5s"),
    (2_200_000, "2.2ms"),
    (100_000_000, "100ms"),
    (3_300_000_000, "3.3s"),
    (1_500_000_000, "1.5s"),
    (245_000_000_000, "4m5s"),
    (245_001_000_000, "4m5.001s"),
    (18_367_001_000_000, "5h6m7.001s"),
    (5_400_000_000_000, "1h30m0s"),
    (480_000_000_001, "8m0.000000001s"),
    (-1_000_000_000, "-1s"),
    (MAX_DURATION, "2562047h47m16.854775807s"),
    (MIN_DURATION, "-2562047h47m16.854775808s"),
]


@pytest.mark.parametrize(("text", "nanoseconds"), PARSED)
def test_parse(text: str, nanoseconds: int) -> None:
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(("text", "message"), FAILED)
def test_parse_failure(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message) + "$"):
        parse_duration(text)


@pytest.mark.parametrize(("nanoseconds", "text"), FORMATTED)
def test_format(nanoseconds: int, text: str) -> None:
    assert format_duration(nanoseconds) == text


@given(st.integers(MIN_DURATION, MAX_DURATION))
def test_round_trip(nanoseconds: int) -> None:
    # Go's own float arithmetic on fractions is exact for what it prints itself.
    parsed = parse_duration(format_duration(nanoseconds))
    assert abs(parsed - nanoseconds) <= 1
