"""Lua patterns that are literals of the program: their parts, captures and shortest match.

A pattern is read as the runtime reads it. One that is malformed, or that only the runtime's matcher
can run to its error, is not understood here: nothing is known of what it gives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

_QUANTIFIERS = frozenset("*+-?")
_MAXIMUM_CAPTURES = 32

PartKind = Literal["item", "open", "close", "position", "end", "other"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern.

    Attributes:
        kind: A single-character item, the begin or end of a capture, a position capture, the
            final `$`, or something else (`%b`, `%f`, a back reference).
        text: The item.
        quantifier: `*`, `+`, `-`, `?` or nothing.
    """

    kind: PartKind
    text: str = ""
    quantifier: str = ""


@dataclass(frozen=True, slots=True)
class LuaPattern:
    """A well-formed pattern.

    Attributes:
        is_anchored: Whether it starts with `^`.
        parts: Its parts in order.
        captures: For each capture, whether it is a position capture `()`.
        can_be_empty: Whether a match may have no character.
    """

    is_anchored: bool
    parts: tuple[Part, ...]
    captures: tuple[bool, ...]
    can_be_empty: bool


@lru_cache(maxsize=1024)
def parse_pattern(pattern: str) -> LuaPattern | None:
    """Read a pattern; `None` if it is malformed."""
    is_anchored = pattern.startswith("^")
    at = 1 if is_anchored else 0
    parts: list[Part] = []
    captures: list[bool] = []
    opened: list[int] = []
    closed: set[int] = set()
    while at < len(pattern):
        part, after = _part(pattern, at)
        if part is None:
            return None
        match part.kind:
            case "open":
                captures.append(False)
                opened.append(len(captures))
            case "position":
                captures.append(True)
            case "close":
                if not opened:
                    return None
                closed.add(opened.pop())
            case "other" if part.text.isdigit() and int(part.text) not in closed:
                return None
        parts.append(part)
        at = after
    if opened or len(captures) > _MAXIMUM_CAPTURES:
        return None
    filled = any(part.kind == "item" and part.quantifier in ("", "+") for part in parts)
    return LuaPattern(is_anchored, tuple(parts), tuple(captures), not filled)


def _part(pattern: str, at: int) -> tuple[Part | None, int]:
    """Return the part at a position and the position behind it."""
    following = pattern[at + 1 : at + 2]
    match pattern[at]:
        case "(":
            return (Part("position"), at + 2) if following == ")" else (Part("open"), at + 1)
        case ")":
            return Part("close"), at + 1
        case "$" if at + 1 == len(pattern):
            return Part("end"), at + 1
        case "%" if following == "b":
            return (Part("other") if at + 3 < len(pattern) else None), at + 4
        case "%" if following == "f":
            end = _item_end(pattern, at + 2) if pattern[at + 2 : at + 3] == "[" else None
            return (None, at) if end is None else (Part("other"), end)
        case "%" if "0" <= following <= "9":
            return Part("other", following), at + 2
    end = _item_end(pattern, at)
    if end is None:
        return None, at
    suffix = pattern[end : end + 1]
    quantifier = suffix if suffix in _QUANTIFIERS else ""
    return Part("item", pattern[at:end], quantifier), end + len(quantifier)


def _item_end(pattern: str, at: int) -> int | None:
    """Return the position behind the item that starts at `at`; `None` if it is cut off."""
    if pattern[at] == "%":
        return at + 2 if at + 1 < len(pattern) else None
    if pattern[at] != "[":
        return at + 1
    at += 1
    if pattern[at : at + 1] == "^":
        at += 1
    while at < len(pattern):
        at += 2 if pattern[at] == "%" else 1
        # A `]` directly behind the `[` is literal.
        if pattern[at : at + 1] == "]":
            return at + 1
    return None


# Letters behind `%` that stand for a class.
_CLASS_LETTERS = frozenset("acdglpsuwxzACDGLPSUWXZ")


def literal_text(pattern: LuaPattern) -> str | None:
    """Return the only text a pattern matches; `None` for anchors, captures and classes."""
    if pattern.is_anchored or not pattern.parts:
        return None
    characters = [_only_character(part) for part in pattern.parts]
    return None if None in characters else "".join(filter(None, characters))


def literal_prefix(pattern: LuaPattern) -> str | None:
    """Return the only text a pattern matches, and that at the beginning alone."""
    return literal_text(replace(pattern, is_anchored=False)) if pattern.is_anchored else None


def literal_suffix(pattern: LuaPattern) -> str | None:
    """Return the only text a pattern matches, and that at the end alone."""
    match pattern.parts:
        case (*parts, Part(kind="end")):
            return literal_text(replace(pattern, parts=tuple(parts)))
        case _:
            return None


def separator(pattern: LuaPattern) -> str | None:
    """Return the character between the pieces of text that a pattern like `[^,]+` matches."""
    match pattern.parts:
        case (Part(kind="open"), Part() as part, Part(kind="close")) | (Part() as part,):
            is_piece = part.kind == "item" and part.quantifier == "+" and not pattern.is_anchored
        case _:
            return None
    if not is_piece or not part.text.startswith("[^"):
        return None
    match part.text[2:-1]:
        case character if len(character) == 1 and character != "%":
            return character
        case text if len(text) == 2 and text[0] == "%" and text[1] not in _CLASS_LETTERS:
            return text[1]
        case _:
            return None


def _only_character(part: Part) -> str | None:
    if part.kind != "item" or part.quantifier:
        return None
    match part.text:
        case "." | "%":
            return None
        case text if len(text) == 1:
            return text
        case text if text[0] == "%" and text[1] not in _CLASS_LETTERS:
            return text[1]
        case _:
            return None
