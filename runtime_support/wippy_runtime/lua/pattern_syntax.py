"""What Lua patterns are made of: character classes and sets."""

from __future__ import annotations

from functools import cache

from .errors import LuaError, runtime_error

ALL_CHARACTERS = frozenset(map(chr, range(256)))


def _codes(*ranges: tuple[int, int]) -> frozenset[str]:
    return frozenset(chr(code) for low, high in ranges for code in range(low, high + 1))


_ALPHA = _codes((65, 90), (97, 122))
_DIGIT = _codes((48, 57))
_PRINTABLE = _codes((33, 126))

# Class letter → its characters, in the C locale.
CLASSES: dict[str, frozenset[str]] = {
    "a": _ALPHA,
    "c": _codes((0, 31), (127, 127)),
    "d": _DIGIT,
    "g": _PRINTABLE,
    "l": _codes((97, 122)),
    "p": _PRINTABLE - _ALPHA - _DIGIT,
    "s": _codes((9, 13), (32, 32)),
    "u": _codes((65, 90)),
    "w": _ALPHA | _DIGIT,
    "x": _DIGIT | _codes((65, 70), (97, 102)),
    "z": frozenset("\0"),
}
CLASSES |= {letter.upper(): ALL_CHARACTERS - characters for letter, characters in CLASSES.items()}


def class_characters(letter: str) -> frozenset[str]:
    """Return the characters that `%letter` matches: a class, or the letter itself."""
    return CLASSES.get(letter) or frozenset(letter)


def item_end(pattern: str, position: int) -> int:
    """Return the position after the single-character item that starts at `position`.

    Raises:
        LuaError: The item is cut off by the end of the pattern.
    """
    character = pattern[position]
    position += 1
    if character == "%":
        if position >= len(pattern):
            raise malformed("ends with '%'")
        return position + 1
    if character == "[":
        if pattern[position : position + 1] == "^":
            position += 1
        while True:  # a ']' directly after the '[' is literal
            if position >= len(pattern):
                raise malformed("missing ']'")
            escaped = pattern[position] == "%"
            position += 2 if escaped else 1
            if position > len(pattern):
                raise malformed("missing ']'")
            if pattern[position : position + 1] == "]":
                return position + 1
    return position


@cache
def character_class(item: str) -> frozenset[str]:
    """Return the characters that a single-character item (`x`, `.`, `%a`, `[…]`) matches."""
    if item == ".":
        return ALL_CHARACTERS
    if item[0] == "%":
        return class_characters(item[1])
    if item[0] == "[":
        return _set_characters(item)
    return frozenset(item)


def _set_characters(item: str) -> frozenset[str]:
    end = len(item) - 1
    position = 1
    complement = item[1:2] == "^"
    if complement:
        position = 2
    characters: set[str] = set()
    while position < end:
        if item[position] == "%":
            characters |= class_characters(item[position + 1])
            position += 2
        elif item[position + 1] == "-" and position + 2 < end:
            low, high = ord(item[position]), ord(item[position + 2])
            characters |= {chr(code) for code in range(low, high + 1)}
            position += 3
        else:
            characters.add(item[position])
            position += 1
    return ALL_CHARACTERS - characters if complement else frozenset(characters)


def malformed(problem: str) -> LuaError:
    """Return the error of a pattern that cannot be read."""
    return runtime_error(f"malformed pattern ({problem})")
