"""Go's time layouts: cutting a layout into elements, and formatting a time with it.

A layout shows how the reference time `Mon Jan 2 15:04:05 MST 2006` would be written. Everything
that is no element of it stands for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


class Unit(Enum):
    """What an element of a layout stands for."""

    LONG_MONTH = auto()
    MONTH = auto()
    NUMBER_MONTH = auto()
    ZERO_MONTH = auto()
    LONG_WEEKDAY = auto()
    WEEKDAY = auto()
    DAY = auto()
    UNDER_DAY = auto()
    ZERO_DAY = auto()
    UNDER_YEAR_DAY = auto()
    ZERO_YEAR_DAY = auto()
    HOUR = auto()
    HOUR_12 = auto()
    ZERO_HOUR_12 = auto()
    MINUTE = auto()
    ZERO_MINUTE = auto()
    SECOND = auto()
    ZERO_SECOND = auto()
    LONG_YEAR = auto()
    YEAR = auto()
    UPPER_HALF = auto()
    LOWER_HALF = auto()
    ZONE_NAME = auto()
    OFFSET = auto()
    FIXED_FRACTION = auto()
    TRIMMED_FRACTION = auto()


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a layout.

    Attributes:
        unit: What it stands for.
        text: How it is written in the layout.
        digits: Number of digits of a fraction.
    """

    unit: Unit
    text: str
    digits: int = 0

    @property
    def separator(self) -> str:
        """The character before a fraction: a dot or a comma."""
        return self.text[0]


# At each position the first entry that fits wins.
_FIXED: tuple[tuple[str, Unit], ...] = (
    ("January", Unit.LONG_MONTH),
    ("Monday", Unit.LONG_WEEKDAY),
    ("MST", Unit.ZONE_NAME),
    ("002", Unit.ZERO_YEAR_DAY),
    ("01", Unit.ZERO_MONTH),
    ("02", Unit.ZERO_DAY),
    ("03", Unit.ZERO_HOUR_12),
    ("04", Unit.ZERO_MINUTE),
    ("05", Unit.ZERO_SECOND),
    ("06", Unit.YEAR),
    ("15", Unit.HOUR),
    ("1", Unit.NUMBER_MONTH),
    ("2006", Unit.LONG_YEAR),
    ("2", Unit.DAY),
    ("__2", Unit.UNDER_YEAR_DAY),
    ("_2", Unit.UNDER_DAY),
    ("3", Unit.HOUR_12),
    ("4", Unit.MINUTE),
    ("5", Unit.SECOND),
    ("PM", Unit.UPPER_HALF),
    ("pm", Unit.LOWER_HALF),
    ("-070000", Unit.OFFSET),
    ("-07:00:00", Unit.OFFSET),
    ("-0700", Unit.OFFSET),
    ("-07:00", Unit.OFFSET),
    ("-07", Unit.OFFSET),
    ("Z070000", Unit.OFFSET),
    ("Z07:00:00", Unit.OFFSET),
    ("Z0700", Unit.OFFSET),
    ("Z07:00", Unit.OFFSET),
    ("Z07", Unit.OFFSET),
)
_STARTS = frozenset(text[0] for text, _ in _FIXED) | {"J", ".", ","}


@lru_cache(maxsize=512)
def split_layout(layout: str) -> tuple[str | Element, ...]:
    """Cut a layout into literal texts and elements; literals never follow each other."""
    parts: list[str | Element] = []
    literal = 0
    position = 0
    while position < len(layout):
        if layout[position] not in _STARTS:
            position += 1
            continue
        if layout.startswith("_2006", position):
            # The underscore stands for itself in front of a year.
            position += 1
            continue
        element = _element_at(layout, position)
        if element is None:
            position += 1
            continue
        if literal < position:
            parts.append(layout[literal:position])
        parts.append(element)
        position += len(element.text)
        literal = position
    if literal < len(layout):
        parts.append(layout[literal:])
    return tuple(parts)


def _element_at(layout: str, position: int) -> Element | None:
    for text, unit in _FIXED:
        if layout.startswith(text, position):
            return Element(unit, text)
    for text, unit in (("Jan", Unit.MONTH), ("Mon", Unit.WEEKDAY)):
        if layout.startswith(text, position):
            following = layout[position + 3 : position + 4]
            # "Janet" holds no month.
            return None if "a" <= following <= "z" else Element(unit, text)
    if layout[position] in ".,":
        digit = layout[position + 1 : position + 2]
        if digit in ("0", "9"):
            end = position + 1
            while end < len(layout) and layout[end] == digit:
                end += 1
            if not "0" <= layout[end : end + 1] <= "9":
                unit = Unit.FIXED_FRACTION if digit == "0" else Unit.TRIMMED_FRACTION
                return Element(unit, layout[position:end], end - position - 1)
    return None


@dataclass(frozen=True, slots=True)
class Reading:
    """A time as read off a clock and a calendar."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    nanosecond: int
    weekday: int
    year_day: int
    offset: int
    abbreviation: str


def format_reading(reading: Reading, layout: str) -> str:
    """Write a time in a layout."""
    return "".join(
        part if isinstance(part, str) else _write(reading, part) for part in split_layout(layout)
    )


def _write(reading: Reading, element: Element) -> str:
    match element.unit:
        case Unit.LONG_YEAR:
            sign = "-" if reading.year < 0 else ""
            return f"{sign}{abs(reading.year):04d}"
        case Unit.YEAR:
            return f"{max(reading.year, 0) % 100:02d}"
        case Unit.LONG_MONTH:
            return MONTHS[reading.month - 1]
        case Unit.MONTH:
            return MONTHS[reading.month - 1][:3]
        case Unit.NUMBER_MONTH:
            return str(reading.month)
        case Unit.ZERO_MONTH:
            return f"{reading.month:02d}"
        case Unit.LONG_WEEKDAY:
            return DAYS[reading.weekday]
        case Unit.WEEKDAY:
            return DAYS[reading.weekday][:3]
        case Unit.DAY:
            return str(reading.day)
        case Unit.UNDER_DAY:
            return f"{reading.day:2d}"
        case Unit.ZERO_DAY:
            return f"{reading.day:02d}"
        case Unit.UNDER_YEAR_DAY:
            return f"{reading.year_day:3d}"
        case Unit.ZERO_YEAR_DAY:
            return f"{reading.year_day:03d}"
        case Unit.HOUR:
            return f"{reading.hour:02d}"
        case Unit.HOUR_12:
            return str(reading.hour % 12 or 12)
        case Unit.ZERO_HOUR_12:
            return f"{reading.hour % 12 or 12:02d}"
        case Unit.MINUTE:
            return str(reading.minute)
        case Unit.ZERO_MINUTE:
            return f"{reading.minute:02d}"
        case Unit.SECOND:
            return str(reading.second)
        case Unit.ZERO_SECOND:
            return f"{reading.second:02d}"
        case Unit.UPPER_HALF:
            return "PM" if reading.hour >= 12 else "AM"
        case Unit.LOWER_HALF:
            return "pm" if reading.hour >= 12 else "am"
        case Unit.ZONE_NAME:
            return reading.abbreviation or _offset_text(reading.offset, "-0700")
        case Unit.OFFSET:
            return _offset_text(reading.offset, element.text)
        case Unit.FIXED_FRACTION | Unit.TRIMMED_FRACTION:
            return _fraction_text(reading.nanosecond, element)


def _offset_text(offset: int, form: str) -> str:
    if form[0] == "Z" and offset == 0:
        return "Z"
    # Go divides towards zero and takes the sign from the minutes.
    minutes = int(offset / 60)
    seconds = abs(offset) % 60
    sign = "-" if minutes < 0 else "+"
    hours, minutes = divmod(abs(minutes), 60)
    colon = ":" if ":" in form else ""
    text = f"{sign}{hours:02d}"
    if len(form) > 3:
        text += f"{colon}{minutes:02d}"
    if len(form) > 6:
        text += f"{colon}{seconds:02d}"
    return text


def _fraction_text(nanosecond: int, element: Element) -> str:
    digits = f"{nanosecond:09d}"[: element.digits].ljust(min(element.digits, 9), "0")
    if element.unit is Unit.FIXED_FRACTION:
        return element.separator + digits
    digits = digits.rstrip("0")
    return element.separator + digits if digits else ""
