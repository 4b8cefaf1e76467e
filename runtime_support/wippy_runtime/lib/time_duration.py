"""Go's duration texts: parsing and formatting, in whole nanoseconds."""

from __future__ import annotations

from typing import Final

NANOSECOND: Final = 1
MICROSECOND: Final = 1_000
MILLISECOND: Final = 1_000_000
SECOND: Final = 1_000_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE

MIN_DURATION: Final = -(1 << 63)
MAX_DURATION: Final = (1 << 63) - 1

_LIMIT = 1 << 63

# Both micro signs, as Unicode text and as UTF-8 bytes in a Lua string.
_UNITS = {
    "ns": NANOSECOND,
    "us": MICROSECOND,
    "µs": MICROSECOND,
    "μs": MICROSECOND,
    "\xc2\xb5s": MICROSECOND,
    "\xce\xbcs": MICROSECOND,
    "ms": MILLISECOND,
    "s": SECOND,
    "m": MINUTE,
    "h": HOUR,
}
_DIGITS = "0123456789"


def quote(text: str) -> str:
    """Quote a Lua string as Go's `time` package does in its errors."""
    parts: list[str] = []
    for character in text:
        if character < " " or character >= "\x80":
            parts.extend(f"\\x{byte:02x}" for byte in _bytes(character))
        elif character in '"\\':
            parts.append("\\" + character)
        else:
            parts.append(character)
    return '"' + "".join(parts) + '"'


def parse_duration(text: str) -> int:
    """Return the nanoseconds of a Go duration text such as `1h30m` or `-1.5s`.

    Raises:
        ValueError: With Go's message.
    """
    rest = text[1:] if text[:1] in ("-", "+") else text
    if rest == "0":
        return 0
    invalid = f"time: invalid duration {quote(text)}"
    if not rest:
        raise ValueError(invalid)
    total = 0
    while rest:
        whole, rest_after = _leading_digits(rest)
        fraction, after_fraction = "", rest_after
        if rest_after[:1] == ".":
            fraction, after_fraction = _leading_digits(rest_after[1:])
        if not whole and not fraction:
            raise ValueError(invalid)
        unit, rest = _leading_unit(after_fraction)
        if not unit:
            raise ValueError(f"time: missing unit in duration {quote(text)}")
        size = _UNITS.get(unit)
        if size is None:
            raise ValueError(f"time: unknown unit {quote(unit)} in duration {quote(text)}")
        value = int(whole[:20] or "0") if len(whole.lstrip("0")) <= 19 else _LIMIT + 1
        if value > _LIMIT // size:
            raise ValueError(invalid)
        total += value * size + _fraction(fraction, size)
        if total > _LIMIT:
            raise ValueError(invalid)
    if text[0] == "-":
        return -total
    if total > MAX_DURATION:
        raise ValueError(invalid)
    return total


def format_duration(nanoseconds: int) -> str:
    """Return Go's text of a duration: `1h30m0s`, `1.5s`, `100ms`, `0s`.

    The micro sign comes as the two bytes of its UTF-8 form, since the text is a Lua string.
    """
    if nanoseconds == 0:
        return "0s"
    sign = "-" if nanoseconds < 0 else ""
    rest = abs(nanoseconds)
    if rest < SECOND:
        for unit, size in (("ms", MILLISECOND), ("\xc2\xb5s", MICROSECOND), ("ns", NANOSECOND)):
            if rest >= size:
                return sign + _decimal(rest, size) + unit
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds = _decimal(rest, SECOND) + "s"
    if hours:
        return f"{sign}{hours}h{minutes}m{seconds}"
    return f"{sign}{minutes}m{seconds}" if minutes else sign + seconds


def clamp(nanoseconds: int) -> int:
    """Bring a number of nanoseconds into the range of a Go duration."""
    return max(MIN_DURATION, min(MAX_DURATION, nanoseconds))


def _bytes(character: str) -> bytes:
    return character.encode("latin-1") if character <= "\xff" else character.encode()


def _leading_digits(text: str) -> tuple[str, str]:
    rest = text.lstrip(_DIGITS)
    return text[: len(text) - len(rest)], rest


def _leading_unit(text: str) -> tuple[str, str]:
    for index, character in enumerate(text):
        if character == "." or character in _DIGITS:
            return text[:index], text[index:]
    return text, ""


def _fraction(digits: str, size: int) -> int:
    """Go's arithmetic: as many digits as fit an int64, then one float multiplication."""
    value, scale = 0, 1.0
    for digit in digits:
        if value > MAX_DURATION // 10:
            break
        value = value * 10 + ord(digit) - 48
        scale *= 10
    return int(float(value) * (float(size) / scale)) if value else 0


def _decimal(value: int, size: int) -> str:
    whole, rest = divmod(value, size)
    if not rest:
        return str(whole)
    digits = len(str(size)) - 1
    return f"{whole}.{rest:0{digits}d}".rstrip("0")
