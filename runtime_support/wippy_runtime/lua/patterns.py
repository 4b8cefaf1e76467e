"""Lua patterns: compiled to `re` where that is equivalent, matched by `pattern_matcher` elsewhere.

A Lua pattern is a sequence of single-character items with `* + - ?`, captures, anchors, `%b`, `%f`
and back references. All but `%b` have an exact counterpart in `re`, which backtracks in the same
order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .errors import LuaError
from .pattern_matcher import Found, Matcher
from .pattern_syntax import ALL_CHARACTERS, character_class, item_end

_QUANTIFIERS = {"*": "*", "+": "+", "-": "*?", "?": "?"}
_MAGIC = re.compile(r"[\^$*+?.(\[%-]")


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern ready for matching.

    Attributes:
        source: The Lua pattern.
        regex: Its regular expression, or None if only the matcher can run it.
        is_anchored: Whether it starts with `^`.
        positions: For each capture, whether it is a position capture `()`.
        never_empty: Whether each match is known to have at least one character.
        has_positions: Whether any capture is a position capture.
        is_plain_iteration: Whether `re` steps through all matches exactly as Lua does.
    """

    source: str
    regex: re.Pattern[str] | None
    is_anchored: bool
    positions: tuple[bool, ...]
    never_empty: bool
    has_positions: bool
    is_plain_iteration: bool

    def search(self, subject: str, start: int) -> Found | None:
        """Return the first match at or after the 0-based position `start`."""
        regex = self.regex
        if regex is not None:
            found = (regex.match if self.is_anchored else regex.search)(subject, start)
            return None if found is None else self._found(found)
        matcher = Matcher(self.source, subject)
        if self.is_anchored:
            return matcher.match_at(start, 1)
        for position in range(start, len(subject) + 1):
            matched = matcher.match_at(position, 0)
            if matched is not None:
                return matched
        return None

    def _found(self, found: re.Match[str]) -> Found:
        captures: tuple[str | int, ...] = found.groups()
        if self.has_positions:
            captures = tuple(
                found.start(number) + 1 if is_position else found[number]
                for number, is_position in enumerate(self.positions, 1)
            )
        return Found(found.start(), found.end(), captures)

    def search_all(self, subject: str) -> Iterator[Found]:
        """Yield the successive matches, as `gmatch` and `gsub` step through a subject.

        An empty match directly behind the previous match does not count.
        """
        if self.is_anchored:
            matched = self.search(subject, 0)
            if matched is not None:
                yield matched
            return
        if self.never_empty and self.regex is not None:
            yield from map(self._found, self.regex.finditer(subject))
            return
        position, last_end = 0, -1
        while position <= len(subject):
            matched = self.search(subject, position)
            if matched is None:
                return
            if matched.end == last_end:
                position = matched.start + 1
                continue
            position = last_end = matched.end
            yield matched


@lru_cache(maxsize=1024)
def is_plain(pattern: str) -> bool:
    """Whether a pattern has no special character, so that it only finds itself."""
    return _MAGIC.search(pattern) is None


@lru_cache(maxsize=1024)
def compile_pattern(pattern: str) -> CompiledPattern:
    """Compile a Lua pattern. A malformed one is left to the matcher, which raises in time."""
    is_anchored = pattern.startswith("^")
    translation = _Translation(pattern)
    try:
        expression = translation.run(1 if is_anchored else 0)
    except LuaError:
        expression = None
    regex = None if expression is None else re.compile(expression, re.DOTALL)
    positions = tuple(translation.positions)
    never_empty, has_positions = translation.minimum > 0, any(positions)
    is_plain = regex is not None and never_empty and not has_positions and not is_anchored
    return CompiledPattern(
        pattern, regex, is_anchored, positions, never_empty, has_positions, is_plain
    )


def lua_pattern(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a Lua pattern, for constants of generated code.

    Raises:
        ValueError: No regular expression expresses the pattern.
    """
    regex = compile_pattern(pattern).regex
    if regex is None:
        raise ValueError(f"not a regular pattern: {pattern}")
    if pattern.startswith("^"):
        return re.compile(rf"\A{regex.pattern}", re.DOTALL)
    return regex


class _Translation:
    """One pass over a pattern that builds the regular expression."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.positions: list[bool] = []
        self.closed: set[int] = set()
        self.open: list[int] = []
        self.minimum = 0

    def run(self, at: int) -> str | None:
        """Return the expression, or None if `re` cannot express the pattern.

        Raises:
            LuaError: The pattern is malformed.
        """
        pattern = self.pattern
        parts: list[str] = []
        while at < len(pattern):
            character = pattern[at]
            following = pattern[at + 1 : at + 2]
            if character == "(":
                is_position = following == ")"
                self.positions.append(is_position)
                if not is_position:
                    self.open.append(len(self.positions))
                parts.append("()" if is_position else "(")
                at += 2 if is_position else 1
            elif character == ")":
                if not self.open:
                    return None
                self.closed.add(self.open.pop())
                parts.append(")")
                at += 1
            elif character == "$" and at + 1 == len(pattern):
                parts.append(r"\Z")
                at += 1
            elif character == "%" and following == "b":
                return None
            elif character == "%" and following == "f":
                if pattern[at + 2 : at + 3] != "[":
                    return None
                end = item_end(pattern, at + 2)
                parts.append(_frontier(character_class(pattern[at + 2 : end])))
                at = end
            elif character == "%" and following.isdigit():
                if int(following) not in self.closed:
                    return None
                parts.append(rf"(?:\{following})")
                at += 2
            else:
                end = item_end(pattern, at)
                suffix = pattern[end : end + 1]
                quantifier = _QUANTIFIERS.get(suffix, "")
                parts.append(_character_class(character_class(pattern[at:end])) + quantifier)
                if suffix not in ("*", "-", "?"):
                    self.minimum += 1
                at = end + len(suffix) if quantifier else end
        # Unfinished captures are an error when the match is complete, more than 32 when reached.
        return None if self.open or len(self.positions) > 32 else "".join(parts)


def _character_class(characters: frozenset[str]) -> str:
    if len(characters) == 256:
        return "."
    if len(characters) == 1:
        return re.escape(next(iter(characters)))
    if not characters:
        return r"[^\x00-\xff]"
    own, others = _ranges(characters), _ranges(ALL_CHARACTERS - characters)
    # No character of a Lua string is beyond 255, and `re` compares with few faster than with many.
    return f"[^{others}]" if len(others) < len(own) else f"[{own}]"


def _ranges(characters: frozenset[str]) -> str:
    """Write characters as what stands in the brackets of a set."""
    codes = sorted(map(ord, characters))
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(
        rf"\x{low:02x}" if low == high else rf"\x{low:02x}-\x{high:02x}" for low, high in ranges
    )


def _frontier(characters: frozenset[str]) -> str:
    """Express `%f[…]`: before both ends of the subject stands an invisible `\\0`."""
    inside = _character_class(characters)
    if "\0" in characters:
        outside = _character_class(ALL_CHARACTERS - characters)
        return rf"(?<={outside})(?:(?={inside})|\Z)"
    return rf"(?<!{inside})(?={inside})"
