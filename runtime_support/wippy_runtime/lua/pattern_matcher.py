"""A backtracking matcher for the Lua patterns that `re` cannot express (`%b`, malformed ones).

Errors of a malformed pattern are raised when the matcher reaches the place, as in PUC Lua.
"""

from __future__ import annotations

from dataclasses import dataclass

from .errors import runtime_error
from .pattern_syntax import character_class, item_end, malformed

_POSITION = -2
_OPEN = -1
_MAXIMUM_CAPTURES = 32
_MAXIMUM_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A match: 0-based start and end, and the captures (text, or 1-based position)."""

    start: int
    end: int
    captures: tuple[str | int, ...]


class Matcher:
    """Matches one pattern against one subject."""

    __slots__ = ("captures", "depth", "pattern", "subject")

    def __init__(self, pattern: str, subject: str) -> None:
        self.pattern = pattern
        self.subject = subject
        self.captures: list[tuple[int, int]] = []
        self.depth = 0

    def match_at(self, start: int, pattern_start: int) -> Found | None:
        """Match the pattern from `pattern_start` at exactly `start`."""
        self.captures = []
        self.depth = 0
        end = self._match(start, pattern_start)
        if end is None:
            return None
        return Found(start, end, tuple(self._value(number) for number in range(len(self.captures))))

    def _value(self, number: int) -> str | int:
        start, length = self.captures[number]
        if length == _POSITION:
            return start + 1
        if length == _OPEN:
            raise runtime_error("unfinished capture")
        return self.subject[start : start + length]

    def _match(self, position: int, at: int) -> int | None:
        self.depth += 1
        if self.depth > _MAXIMUM_DEPTH:
            raise runtime_error("pattern too complex")
        try:
            return self._match_items(position, at)
        finally:
            self.depth -= 1

    def _match_items(self, position: int, at: int) -> int | None:
        pattern, subject = self.pattern, self.subject
        while at < len(pattern):
            character = pattern[at]
            following = pattern[at + 1 : at + 2]
            if character == "(":
                if following == ")":
                    return self._open(position, at + 2, _POSITION)
                return self._open(position, at + 1, _OPEN)
            if character == ")":
                return self._close(position, at + 1)
            if character == "$" and at + 1 == len(pattern):
                return position if position == len(subject) else None
            if character == "%" and following == "b":
                after = self._balance(position, at + 2)
                at += 4
            elif character == "%" and following == "f":
                at += 2
                if pattern[at : at + 1] != "[":
                    raise runtime_error("missing '[' after '%f' in pattern")
                end = item_end(pattern, at)
                characters = character_class(pattern[at:end])
                before = subject[position - 1] if position else "\0"
                here = subject[position] if position < len(subject) else "\0"
                after = position if before not in characters and here in characters else None
                at = end
            elif character == "%" and following.isdigit():
                after = self._back_reference(position, following)
                at += 2
            else:
                end = item_end(pattern, at)
                characters = character_class(pattern[at:end])
                suffix = pattern[end : end + 1]
                if suffix == "?":
                    if position < len(subject) and subject[position] in characters:
                        matched = self._match(position + 1, end + 1)
                        if matched is not None:
                            return matched
                    at = end + 1
                    continue
                if suffix in ("*", "+"):
                    return self._greedy(position, characters, end + 1, 1 if suffix == "+" else 0)
                if suffix == "-":
                    return self._lazy(position, characters, end + 1)
                is_match = position < len(subject) and subject[position] in characters
                after = position + 1 if is_match else None
                at = end
            if after is None:
                return None
            position = after
        return position

    def _greedy(
        self, position: int, characters: frozenset[str], at: int, minimum: int
    ) -> int | None:
        end = position
        while end < len(self.subject) and self.subject[end] in characters:
            end += 1
        while end >= position + minimum:
            matched = self._match(end, at)
            if matched is not None:
                return matched
            end -= 1
        return None

    def _lazy(self, position: int, characters: frozenset[str], at: int) -> int | None:
        while True:
            matched = self._match(position, at)
            if matched is not None:
                return matched
            if position >= len(self.subject) or self.subject[position] not in characters:
                return None
            position += 1

    def _open(self, position: int, at: int, kind: int) -> int | None:
        if len(self.captures) >= _MAXIMUM_CAPTURES:
            raise runtime_error("too many captures")
        self.captures.append((position, kind))
        matched = self._match(position, at)
        if matched is None:
            self.captures.pop()
        return matched

    def _close(self, position: int, at: int) -> int | None:
        for number in range(len(self.captures) - 1, -1, -1):
            start, length = self.captures[number]
            if length == _OPEN:
                break
        else:
            raise runtime_error("invalid pattern capture")
        self.captures[number] = (start, position - start)
        matched = self._match(position, at)
        if matched is None:
            self.captures[number] = (start, _OPEN)
        return matched

    def _balance(self, position: int, at: int) -> int | None:
        if at + 1 >= len(self.pattern):
            raise malformed("missing arguments to '%b'")
        subject = self.subject
        opening, closing = self.pattern[at], self.pattern[at + 1]
        if position >= len(subject) or subject[position] != opening:
            return None
        depth = 1
        for end in range(position + 1, len(subject)):
            if subject[end] == closing:
                depth -= 1
                if not depth:
                    return end + 1
            elif subject[end] == opening:
                depth += 1
        return None

    def _back_reference(self, position: int, digit: str) -> int | None:
        number = int(digit) - 1
        if not 0 <= number < len(self.captures) or self.captures[number][1] == _OPEN:
            raise runtime_error(f"invalid capture index %{digit}")
        start, length = self.captures[number]
        if length == _POSITION:
            return None
        text = self.subject[start : start + length]
        return position + length if self.subject.startswith(text, position) else None
