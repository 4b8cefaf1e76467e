"""Parsing a time in a Go layout, with Go's messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .time_duration import quote
from .time_layout import DAYS, MONTHS, Element, Unit, split_layout
from .time_zone import (
    DAYS_BEFORE,
    SECONDS_PER_DAY,
    UTC_ZONE,
    FixedZone,
    Zone,
    days_from_civil,
    days_in_month,
    is_leap,
    offset_of_name,
    to_utc,
)

_SHORT_MONTHS = tuple(name[:3] for name in MONTHS)
_SHORT_DAYS = tuple(name[:3] for name in DAYS)
_FRACTIONS = (Unit.FIXED_FRACTION, Unit.TRIMMED_FRACTION)
_NO_OFFSET = -1


class _Bad(Exception):
    """The text does not fit the element."""


@dataclass(slots=True)
class _Found:
    """What the elements read so far say. A month, day or year day of -1 was not given."""

    year: int = 0
    month: int = -1
    day: int = -1
    year_day: int = -1
    hour: int = 0
    minute: int = 0
    second: int = 0
    nanosecond: int = 0
    is_morning: bool = False
    is_afternoon: bool = False
    zone: Zone | None = None
    offset: int = _NO_OFFSET
    zone_name: str = ""
    out_of_range: str = ""


def parse_time(layout: str, text: str, zone: Zone) -> tuple[int, int, Zone]:
    """Read a time.

    Args:
        layout: Go layout.
        text: Text to read.
        zone: Location of a text that does not name one; also where zone names are looked up.

    Returns:
        Seconds since the epoch, nanoseconds, and the location.

    Raises:
        ValueError: With Go's message.
    """
    found = _Found()
    rest = text
    parts = split_layout(layout)
    for index, part in enumerate(parts):
        if isinstance(part, str):
            fits, rest = _skip(rest, part)
            if not fits:
                raise _error(layout, text, part, rest)
            continue
        before = rest
        following = next(
            (later for later in parts[index + 1 :] if isinstance(later, Element)), None
        )
        problem = False
        try:
            rest = _read(found, part, rest, following)
        except _Bad:
            problem = True
        if found.out_of_range:
            raise _error(layout, text, part.text, rest, f": {found.out_of_range} out of range")
        if problem:
            raise _error(layout, text, part.text, before)
    if rest:
        raise _error(layout, text, "", rest, f": extra text: {quote(rest)}")
    _settle_half(found)
    _settle_day(found, layout, text, rest)
    return _instant(found, zone)


def _error(layout: str, text: str, element: str, rest: str, message: str = "") -> ValueError:
    if message:
        return ValueError(f"parsing time {quote(text)}{message}")
    return ValueError(
        f"parsing time {quote(text)} as {quote(layout)}: "
        f"cannot parse {quote(rest)} as {quote(element)}"
    )


def _skip(text: str, literal: str) -> tuple[bool, str]:
    """Match a literal; a run of spaces matches any run of spaces, also none at the end."""
    while literal:
        if literal[0] == " ":
            if text and text[0] != " ":
                return False, text
            literal = literal.lstrip(" ")
            text = text.lstrip(" ")
            continue
        if not text or text[0] != literal[0]:
            return False, text
        literal, text = literal[1:], text[1:]
    return True, text


def _is_digit(text: str, index: int) -> bool:
    return index < len(text) and "0" <= text[index] <= "9"


def _integer(text: str) -> int:
    digits = text[1:] if text[:1] in ("-", "+") else text
    if not digits or not (digits.isascii() and digits.isdigit()):
        raise _Bad
    return -int(digits) if text[0] == "-" else int(digits)


def _number(text: str, two_digits: bool) -> tuple[int, str]:
    if not _is_digit(text, 0):
        raise _Bad
    if not _is_digit(text, 1):
        if two_digits:
            raise _Bad
        return int(text[0]), text[1:]
    return int(text[:2]), text[2:]


def _number_3(text: str, three_digits: bool) -> tuple[int, str]:
    length = 0
    while length < 3 and _is_digit(text, length):
        length += 1
    if length == 0 or (three_digits and length != 3):
        raise _Bad
    return int(text[:length]), text[length:]


def _name(names: Sequence[str], text: str) -> tuple[int, str]:
    for index, name in enumerate(names):
        if text[: len(name)].lower() == name.lower():
            return index, text[len(name) :]
    raise _Bad


def _nanoseconds(found: _Found, text: str, length: int) -> int:
    if text[:1] not in (".", ",") or length < 2:
        raise _Bad
    length = min(length, 10)
    value = _integer(text[1:length])
    if value < 0:
        found.out_of_range = "fractional second"
        return 0
    return int(value * 10 ** (10 - length))


def _read(found: _Found, element: Element, text: str, following: Element | None) -> str:
    match element.unit:
        case Unit.YEAR:
            if len(text) < 2:
                raise _Bad
            year = _integer(text[:2])
            found.year = year + (1900 if year >= 69 else 2000)
            return text[2:]
        case Unit.LONG_YEAR:
            if len(text) < 4 or not _is_digit(text, 0):
                raise _Bad
            found.year = _integer(text[:4])
            return text[4:]
        case Unit.MONTH | Unit.LONG_MONTH:
            names = MONTHS if element.unit is Unit.LONG_MONTH else _SHORT_MONTHS
            index, text = _name(names, text)
            found.month = index + 1
        case Unit.NUMBER_MONTH | Unit.ZERO_MONTH:
            found.month, text = _number(text, element.unit is Unit.ZERO_MONTH)
            if not 1 <= found.month <= 12:
                found.out_of_range = "month"
        case Unit.WEEKDAY | Unit.LONG_WEEKDAY:
            _, text = _name(DAYS if element.unit is Unit.LONG_WEEKDAY else _SHORT_DAYS, text)
        case Unit.DAY | Unit.UNDER_DAY | Unit.ZERO_DAY:
            if element.unit is Unit.UNDER_DAY and text[:1] == " ":
                text = text[1:]
            found.day, text = _number(text, element.unit is Unit.ZERO_DAY)
        case Unit.UNDER_YEAR_DAY | Unit.ZERO_YEAR_DAY:
            for _ in range(2):
                if element.unit is Unit.UNDER_YEAR_DAY and text[:1] == " ":
                    text = text[1:]
            found.year_day, text = _number_3(text, element.unit is Unit.ZERO_YEAR_DAY)
        case Unit.HOUR:
            found.hour, text = _number(text, False)
            if found.hour >= 24:
                found.out_of_range = "hour"
        case Unit.HOUR_12 | Unit.ZERO_HOUR_12:
            found.hour, text = _number(text, element.unit is Unit.ZERO_HOUR_12)
            if found.hour > 12:
                found.out_of_range = "hour"
        case Unit.MINUTE | Unit.ZERO_MINUTE:
            found.minute, text = _number(text, element.unit is Unit.ZERO_MINUTE)
            if found.minute >= 60:
                found.out_of_range = "minute"
        case Unit.SECOND | Unit.ZERO_SECOND:
            return _read_second(found, element, text, following)
        case Unit.UPPER_HALF | Unit.LOWER_HALF:
            return _read_half(found, element, text)
        case Unit.OFFSET:
            return _read_offset(found, element.text, text)
        case Unit.ZONE_NAME:
            return _read_zone_name(found, text)
        case Unit.FIXED_FRACTION:
            length = 1 + element.digits
            if len(text) < length:
                raise _Bad
            found.nanosecond = _nanoseconds(found, text, length)
            return text[length:]
        case Unit.TRIMMED_FRACTION:
            if text[:1] in (".", ",") and _is_digit(text, 1):
                return _read_open_fraction(found, text)
    return text


def _read_second(found: _Found, element: Element, text: str, following: Element | None) -> str:
    found.second, text = _number(text, element.unit is Unit.ZERO_SECOND)
    if found.second >= 60:
        found.out_of_range = "second"
        return text
    if text[:1] in (".", ",") and _is_digit(text, 1):
        # A fraction is read after the seconds even when the layout has none.
        is_fraction = following is not None and following.unit in _FRACTIONS
        if not is_fraction:
            return _read_open_fraction(found, text)
    return text


def _read_open_fraction(found: _Found, text: str) -> str:
    length = 2
    while _is_digit(text, length):
        length += 1
    found.nanosecond = _nanoseconds(found, text, length)
    return text[length:]


def _read_half(found: _Found, element: Element, text: str) -> str:
    half = text[:2] if element.unit is Unit.UPPER_HALF else text[:2].swapcase()
    if half == "PM":
        found.is_afternoon = True
    elif half == "AM":
        found.is_morning = True
    else:
        raise _Bad
    return text[2:]


def _read_offset(found: _Found, form: str, text: str) -> str:
    if form[0] == "Z" and text[:1] == "Z":
        found.zone = UTC_ZONE
        return text[1:]
    length = len(form)
    if len(text) < length:
        raise _Bad
    for index, character in enumerate(form):
        if character == ":" and text[index] != ":":
            raise _Bad
    starts = (1, 4, 7) if ":" in form else (1, 3, 5)
    pairs = [text[start : start + 2] for start in starts if start < length]
    numbers = [0, 0, 0]
    is_bad = False
    for index, pair in enumerate(pairs):
        if not is_bad:
            try:
                numbers[index] = _number(pair, True)[0]
            except _Bad:
                is_bad = True
    hours, minutes, seconds = numbers
    for value, limit, name in (
        (hours, 24, "hour"),
        (minutes, 60, "minute"),
        (seconds, 60, "second"),
    ):
        if value > limit:
            found.out_of_range = f"time zone offset {name}"
    if is_bad or text[0] not in "+-":
        raise _Bad
    found.offset = (hours * 60 + minutes) * 60 + seconds
    if text[0] == "-":
        found.offset = -found.offset
    return text[length:]


def _read_zone_name(found: _Found, text: str) -> str:
    if text.startswith("UTC"):
        found.zone = UTC_ZONE
        return text[3:]
    length = _zone_name_length(text)
    if length == 0:
        raise _Bad
    found.zone_name = text[:length]
    return text[length:]


def _zone_name_length(text: str) -> int:
    """Return how many characters at the start look like a zone's name; 0 for none."""
    if len(text) < 3:
        return 0
    if text[:4] in ("ChST", "MeST"):
        return 4
    if text[:3] == "GMT":
        return 3 + _signed_offset_length(text[3:])
    if text[0] in "+-":
        return _signed_offset_length(text)
    upper = 0
    while upper < 6 and upper < len(text) and "A" <= text[upper] <= "Z":
        upper += 1
    if upper == 5 and text[4] == "T":
        return 5
    if upper == 4 and (text[3] == "T" or text[:4] == "WITA"):
        return 4
    return 3 if upper == 3 else 0


def _signed_offset_length(text: str) -> int:
    if text[:1] not in ("+", "-"):
        return 0
    end = 1
    while _is_digit(text, end):
        end += 1
    if end == 1 or int(text[1:end]) > 23:
        return 0
    return end


def _settle_half(found: _Found) -> None:
    if found.is_afternoon and found.hour < 12:
        found.hour += 12
    elif found.is_morning and found.hour == 12:
        found.hour = 0


def _settle_day(found: _Found, layout: str, text: str, rest: str) -> None:
    if found.year_day >= 0:
        _settle_year_day(found, layout, text, rest)
    else:
        found.month = 1 if found.month < 0 else found.month
        found.day = 1 if found.day < 0 else found.day
    if not 1 <= found.day <= days_in_month(found.month, found.year):
        raise _error(layout, text, "", rest, ": day out of range")


def _settle_year_day(found: _Found, layout: str, text: str, rest: str) -> None:
    year_day, month, day = found.year_day, 0, 0
    if is_leap(found.year):
        if year_day == 60:
            month, day = 2, 29
        elif year_day > 60:
            year_day -= 1
    if not 1 <= year_day <= 365:
        raise _error(layout, text, "", rest, ": day-of-year out of range")
    if month == 0:
        month = next(index for index in range(1, 13) if DAYS_BEFORE[index] >= year_day)
        day = year_day - DAYS_BEFORE[month - 1]
    if found.month >= 0 and found.month != month:
        raise _error(layout, text, "", rest, ": day-of-year does not match month")
    if found.day >= 0 and found.day != day:
        raise _error(layout, text, "", rest, ": day-of-year does not match day")
    found.month, found.day = month, day


def _instant(found: _Found, zone: Zone) -> tuple[int, int, Zone]:
    days = days_from_civil(found.year, found.month, found.day)
    reading = days * SECONDS_PER_DAY + found.hour * 3600 + found.minute * 60 + found.second
    if found.zone is not None:
        return reading, found.nanosecond, found.zone
    if found.offset != _NO_OFFSET:
        seconds = reading - found.offset
        offset, name = zone.lookup(seconds)
        if offset == found.offset and found.zone_name in ("", name):
            return seconds, found.nanosecond, zone
        return seconds, found.nanosecond, FixedZone(found.zone_name, found.offset)
    if found.zone_name:
        named = offset_of_name(zone, found.zone_name, reading)
        if named is not None:
            return reading - named, found.nanosecond, zone
        offset = 0
        if found.zone_name[:3] == "GMT" and len(found.zone_name) > 3:
            offset = int(found.zone_name[3:]) * 3600
        return reading, found.nanosecond, FixedZone(found.zone_name, offset)
    return to_utc(reading, zone), found.nanosecond, zone
