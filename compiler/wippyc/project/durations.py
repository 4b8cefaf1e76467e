"""Durations in Go's syntax, as Wippy's configuration and options write them."""

from __future__ import annotations

_UNITS = {
    "ns": 1,
    "us": 1_000,
    "\u00b5s": 1_000,  # micro sign
    "\u03bcs": 1_000,  # Greek letter mu
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
_LIMIT = 1 << 63
_DIGITS = frozenset("0123456789")


def parse_go_duration(text: str) -> int:
    """Read a duration such as `1h30m`, `1.5s` or `-250ms`, exactly as Go's `time.ParseDuration`.

    Args:
        text: The duration as written. A bare `0` is legal; every other number needs a unit out of
            `ns us µs ms s m h`.

    Returns:
        Signed nanoseconds, in the range of 64 bits.

    Raises:
        ValueError: With Go's own message, for example `time: missing unit in duration "10"`.
    """
    rest = text
    negative = rest.startswith("-")
    if rest[:1] in ("-", "+"):
        rest = rest[1:]
    if rest == "0":
        return 0
    if not rest:
        raise _invalid(text)
    total = 0
    while rest:
        amount, rest = _term(rest, text)
        total += amount
        if total > _LIMIT:
            raise _invalid(text)
    if negative:
        return -total
    if total >= _LIMIT:
        raise _invalid(text)
    return total


def _term(rest: str, whole: str) -> tuple[int, str]:
    """Read one `number unit` pair; return its nanoseconds and what follows."""
    if rest[0] != "." and rest[0] not in _DIGITS:
        raise _invalid(whole)
    integer_digits, rest = _digits(rest)
    fraction_digits = ""
    if rest.startswith("."):
        fraction_digits, rest = _digits(rest[1:])
    if not integer_digits and not fraction_digits:
        raise _invalid(whole)
    # Go gives up at the first digit that overflows, before it looks at the unit.
    significant = integer_digits.lstrip("0") or "0"
    if len(significant) > len(str(_LIMIT)) or int(significant) > _LIMIT:
        raise _invalid(whole)
    length = 0
    while length < len(rest) and rest[length] != "." and rest[length] not in _DIGITS:
        length += 1
    unit, rest = rest[:length], rest[length:]
    if not unit:
        raise ValueError(f"time: missing unit in duration {go_quote(whole)}")
    if unit not in _UNITS:
        raise ValueError(f"time: unknown unit {go_quote(unit)} in duration {go_quote(whole)}")
    scale = _UNITS[unit]
    amount = int(significant) * scale
    if amount > _LIMIT:
        raise _invalid(whole)
    if fraction_digits:
        value, divisor = _fraction(fraction_digits)
        # Go multiplies in floating point here and cuts; the same digits give the same result.
        amount += int(float(value) * (float(scale) / divisor))
        if amount > _LIMIT:
            raise _invalid(whole)
    return amount, rest


def _digits(text: str) -> tuple[str, str]:
    length = 0
    while length < len(text) and text[length] in _DIGITS:
        length += 1
    return text[:length], text[length:]


def _fraction(digits: str) -> tuple[int, float]:
    """Read fraction digits as Go does: those that would overflow 64 bits are ignored."""
    value = 0
    divisor = 1.0
    for digit in digits:
        if value > (_LIMIT - 1) // 10:
            break
        following = value * 10 + int(digit)
        if following > _LIMIT:
            break
        value = following
        divisor *= 10
    return value, divisor


def _invalid(text: str) -> ValueError:
    return ValueError(f"time: invalid duration {go_quote(text)}")


def go_quote(text: str) -> str:
    """Quote a text as Go's `time` package does in its messages: bytes outside ASCII as `\\xNN`."""
    parts = ['"']
    for char in text:
        if char in '"\\':
            parts.append("\\" + char)
        elif " " <= char < "\x80":
            parts.append(char)
        else:
            stray = "\udc80" <= char <= "\udcff"
            data = char.encode("utf-8", "surrogateescape" if stray else "surrogatepass")
            parts.extend(f"\\x{byte:02x}" for byte in data)
    parts.append('"')
    return "".join(parts)
