"""Go regular expressions (RE2 syntax) as Python ones.

Matching is Python's, by backtracking: the matches are the same (leftmost, first alternative), but
an expression such as `(a*)*b` may take exponential time where Go's takes linear time. Scripts of
Unicode classes are limited to those in `_SCRIPTS`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

MAXIMUM_REPEAT = 1000

_DIGITS = "0-9"
_WORD = "0-9A-Za-z_"
_SPACE = r"\t\n\f\r "
_PERL_CLASSES: Mapping[str, str] = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_POSIX: Mapping[str, str] = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": _DIGITS,
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": _WORD,
    "xdigit": "0-9A-Fa-f",
}
_ESCAPES: Mapping[str, str] = {
    "a": r"\x07",
    "f": r"\x0c",
    "t": r"\x09",
    "n": r"\x0a",
    "r": r"\x0d",
    "v": r"\x0b",
}
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "Latin": ("LATIN ",),
    "Greek": ("GREEK ",),
    "Cyrillic": ("CYRILLIC ",),
    "Arabic": ("ARABIC ",),
    "Hebrew": ("HEBREW ",),
    "Armenian": ("ARMENIAN ",),
    "Georgian": ("GEORGIAN ",),
    "Thai": ("THAI ",),
    "Devanagari": ("DEVANAGARI ",),
    "Hangul": ("HANGUL ",),
    "Hiragana": ("HIRAGANA ",),
    "Katakana": ("KATAKANA ",),
    "Han": ("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "CJK RADICAL"),
}
_GENERAL_CATEGORIES = frozenset(
    (
        *("C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn"),
        *("N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps"),
        *("S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs"),
    )
)


class RegexpError(ValueError):
    """An expression RE2 does not accept; the text is Go's."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A Go expression in Python's syntax.

    Attributes:
        pattern: The Python expression; its groups have no names.
        names: Names of the whole match and of the groups; empty for those without, and some may
            repeat.
    """

    pattern: str
    names: tuple[str, ...]


def translate(pattern: str) -> Translation:
    """Return the Python expression that matches what a Go expression matches.

    Raises:
        RegexpError: The expression is invalid.
    """
    translator = _Translator(pattern)
    return Translation(translator.translate(), ("", *translator.names))


@cache
def unicode_class(name: str) -> str | None:
    """Return the characters of a category or script as the inside of a class; `None` if unknown."""
    belongs: Callable[[str], bool]
    if name in _GENERAL_CATEGORIES:

        def belongs(character: str) -> bool:
            return unicodedata.category(character).startswith(name)

    elif name in _SCRIPTS:
        prefixes = _SCRIPTS[name]

        def belongs(character: str) -> bool:
            return unicodedata.name(character, "").startswith(prefixes)

    else:
        return None
    parts: list[str] = []
    start = -1
    for code in range(sys.maxunicode + 2):
        inside = code <= sys.maxunicode and belongs(chr(code))
        if inside and start < 0:
            start = code
        elif not inside and start >= 0:
            parts.append(f"\\U{start:08x}-\\U{code - 1:08x}")
            start = -1
    return "".join(parts)


class _Group:
    """An open group: how many scoped flag groups must be closed with it, and outer flags."""

    __slots__ = ("flags", "scopes")

    def __init__(self, flags: frozenset[str]) -> None:
        self.flags = flags
        self.scopes = 0


class _Translator:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._position = 0
        self._out: list[str] = []
        self._flags: frozenset[str] = frozenset()
        self._groups: list[_Group] = [_Group(frozenset())]
        # Whether something stands before that a repetition can apply to, or a repetition itself.
        self._can_repeat = False
        self._repeated = ""
        self.names: list[str] = []

    def translate(self) -> str:
        while self._position < len(self._pattern):
            self._next()
        if len(self._groups) > 1:
            raise RegexpError(_parse_error("missing closing )", self._pattern))
        self._out.append(")" * self._groups[0].scopes)
        return "".join(self._out)

    def _peek(self, text: str) -> bool:
        return self._pattern.startswith(text, self._position)

    def _next(self) -> None:
        character = self._pattern[self._position]
        match character:
            case "(":
                self._open()
            case ")":
                self._close()
            case "|":
                self._position += 1
                self._reopen()
            case "*" | "+" | "?":
                self._repeat(character, self._position + 1)
            case "{":
                self._braces()
            case "[":
                self._item(self._class())
            case "\\":
                self._escape()
            case ".":
                self._position += 1
                self._item("(?s:.)" if "s" in self._flags else r"[^\n]")
            case "^":
                self._position += 1
                self._item("(?m:^)" if "m" in self._flags else r"(?:\A)")
            case "$":
                self._position += 1
                self._item(r"(?=\n|\Z)" if "m" in self._flags else r"(?:\Z)")
            case _:
                self._position += 1
                self._item(re.escape(character))

    def _item(self, text: str) -> None:
        self._out.append(text)
        self._can_repeat = True
        self._repeated = ""

    def _open(self) -> None:
        rest = self._pattern[self._position :]
        self._can_repeat = False
        self._repeated = ""
        if re.match(r"\(\?P?<", rest):
            named = re.match(r"\(\?P?<([^>]*)>", rest)
            if named is None:
                raise RegexpError(_parse_error("invalid named capture", rest))
            if not re.fullmatch(r"[A-Za-z0-9_]+", named[1]):
                raise RegexpError(_parse_error("invalid named capture", named[0]))
            self.names.append(named[1])
            self._push("(", len(named[0]))
            return
        flags = re.match(r"\(\?([imsU]*)(-[imsU]+)?([:)])", rest)
        if flags:
            self._set_flags(flags)
            return
        if rest.startswith("(?"):
            wrong = re.match(r"\(\?[imsU]*(?:-[imsU]*)?[^imsU]?", rest, re.DOTALL)
            part = wrong[0] if wrong else rest
            raise RegexpError(_parse_error("invalid or unsupported Perl syntax", part))
        self.names.append("")
        self._push("(", 1)

    def _push(self, text: str, length: int) -> None:
        self._position += length
        self._out.append(text)
        self._groups.append(_Group(self._flags))

    def _set_flags(self, match: re.Match[str]) -> None:
        on = frozenset(match[1])
        off = frozenset(match[2] or "") - {"-"}
        wanted = (self._flags | on) - off
        self._position += len(match[0])
        if match[3] == ":":
            self._out.append("(?:")
            self._groups.append(_Group(self._flags))
            self._flags = wanted
            self._out.append(self._scope())
            self._groups[-1].scopes += 1
            return
        self._flags = wanted
        self._out.append(self._scope())
        self._groups[-1].scopes += 1

    def _scope(self) -> str:
        return "(?i:" if "i" in self._flags else "(?-i:"

    def _reopen(self) -> None:
        """Close and reopen flag scopes around `|`, which binds weaker than they do."""
        scopes = self._groups[-1].scopes
        self._out.append(")" * scopes + "|" + self._scope() * scopes)
        self._can_repeat = False
        self._repeated = ""

    def _close(self) -> None:
        if len(self._groups) == 1:
            raise RegexpError(_parse_error("unexpected )", self._pattern))
        group = self._groups.pop()
        self._out.append(")" * group.scopes + ")")
        self._flags = group.flags
        self._position += 1
        self._can_repeat = True
        self._repeated = ""

    def _repeat(self, operator: str, end: int) -> None:
        start = self._position
        is_lazy = self._pattern[end : end + 1] == "?"
        end += is_lazy
        source = self._pattern[start:end]
        if not self._can_repeat:
            raise RegexpError(_parse_error("missing argument to repetition operator", source))
        if self._repeated:
            raise RegexpError(
                _parse_error("invalid nested repetition operator", self._repeated + source)
            )
        if "U" in self._flags:
            is_lazy = not is_lazy
        self._out.append(operator + ("?" if is_lazy else ""))
        self._repeated = source
        self._position = end

    def _braces(self) -> None:
        match = re.compile(r"\{(\d+)(?:(,)(\d*))?\}").match(self._pattern, self._position)
        if match is None:
            self._position += 1
            self._item(r"\{")
            return
        low = int(match[1])
        high = low if match[2] is None else (int(match[3]) if match[3] else low)
        if low > MAXIMUM_REPEAT or high > MAXIMUM_REPEAT or high < low:
            raise RegexpError(_parse_error("invalid repeat count", match[0]))
        self._repeat(match[0], match.end())

    def _escape(self) -> None:
        if self._peek("\\Q"):
            end = self._pattern.find("\\E", self._position + 2)
            text = self._pattern[self._position + 2 : end if end >= 0 else None]
            self._position = end + 2 if end >= 0 else len(self._pattern)
            for character in text:
                self._item(re.escape(character))
            return
        anchor = self._pattern[self._position + 1 : self._position + 2]
        anchors = {
            "A": r"(?:\A)",
            "z": r"(?:\Z)",
            "b": r"(?a:\b)",
            # Python's own \B does not match in an empty text.
            "B": r"(?a:(?!\b))",
        }
        if anchor in anchors:
            self._position += 2
            self._item(anchors[anchor])
            return
        inside, is_set = self._escape_inside()
        self._item(f"[{inside}]" if is_set else inside)

    def _escape_inside(self) -> tuple[str, bool]:
        """Read an escape; return it in class syntax, and whether it stands for a set."""
        start = self._position
        self._position += 1
        if self._position >= len(self._pattern):
            raise RegexpError(_parse_error("trailing backslash at end of expression", ""))
        character = self._pattern[self._position]
        self._position += 1
        if character.lower() in _PERL_CLASSES:
            inside = _PERL_CLASSES[character.lower()]
            return (inside if character.islower() else _complement(inside)), True
        if character in "pP":
            return self._unicode(character == "P", start), True
        if character in _ESCAPES:
            return _ESCAPES[character], False
        if character == "x":
            match = re.compile(r"\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2})").match(
                self._pattern, self._position
            )
            code = int(match[1] or match[2], 16) if match else sys.maxunicode + 1
            if match is None or code > sys.maxunicode:
                raise RegexpError(
                    _parse_error("invalid escape sequence", self._pattern[start : start + 3])
                )
            self._position = match.end()
            return f"\\U{code:08x}", False
        if character in "01234567":
            match = re.compile(r"[0-7]{1,3}").match(self._pattern, self._position - 1)
            if match and (character == "0" or len(match[0]) > 1):
                self._position = match.end()
                return f"\\U{int(match[0], 8):08x}", False
        if character.isascii() and not character.isalnum():
            return "\\" + character, False
        raise RegexpError(
            _parse_error("invalid escape sequence", self._pattern[start : self._position])
        )

    def _unicode(self, negated: bool, start: int) -> str:
        match = re.compile(r"\{(\^?)([^}]*)\}|(.)").match(self._pattern, self._position)
        name = (match[2] if match[2] is not None else match[3]) if match else ""
        self._position = match.end() if match else len(self._pattern)
        inside = rf"\x00-\U{sys.maxunicode:08x}" if name == "Any" else unicode_class(name)
        if inside is None:
            raise RegexpError(
                _parse_error("invalid character class range", self._pattern[start : self._position])
            )
        if match is not None and match[1]:
            negated = not negated
        return _complement(inside) if negated else inside

    def _class(self) -> str:
        start = self._position
        self._position += 1
        is_negated = self._peek("^")
        self._position += is_negated
        parts: list[str] = []
        is_first = True
        while is_first or not self._peek("]"):
            if self._position >= len(self._pattern):
                raise RegexpError(_parse_error("missing closing ]", self._pattern[start:]))
            is_first = False
            parts.append(self._class_part())
        self._position += 1
        return f"[{'^' if is_negated else ''}{''.join(parts)}]"

    def _class_part(self) -> str:
        posix = re.compile(r"\[:(\^?)(\w*):\]").match(self._pattern, self._position)
        if posix:
            if posix[2] not in _POSIX:
                raise RegexpError(_parse_error("invalid character class range", posix[0]))
            self._position = posix.end()
            inside = _POSIX[posix[2]]
            return _complement(inside) if posix[1] else inside
        start = self._position
        low, is_set = self._class_character()
        if is_set or not self._peek("-") or self._peek("-]"):
            return low
        self._position += 1
        if self._position >= len(self._pattern):
            raise RegexpError(_parse_error("missing closing ]", self._pattern[start:]))
        high, is_set = self._class_character()
        if is_set or _code(high) < _code(low):
            raise RegexpError(
                _parse_error("invalid character class range", self._pattern[start : self._position])
            )
        return f"{low}-{high}"

    def _class_character(self) -> tuple[str, bool]:
        character = self._pattern[self._position]
        if character == "\\":
            return self._escape_inside()
        self._position += 1
        return (f"\\{character}" if character in r"[]^-&~|\\" else character), False


def _code(text: str) -> int:
    """Return the code of a single character in class syntax."""
    if text.startswith("\\U"):
        return int(text[2:], 16)
    if text.startswith("\\x"):
        return int(text[2:], 16)
    return ord(text[-1])


@cache
def _complement(inside: str) -> str:
    """Return the class of all other characters, as the inside of a class."""
    matcher = re.compile(f"[{inside}]")
    parts: list[str] = []
    start = -1
    for code in range(sys.maxunicode + 2):
        outside = code <= sys.maxunicode and matcher.match(chr(code)) is None
        if outside and start < 0:
            start = code
        elif not outside and start >= 0:
            parts.append(f"\\U{start:08x}-\\U{code - 1:08x}")
            start = -1
    return "".join(parts)


def _parse_error(reason: str, part: str) -> str:
    return f"error parsing regexp: {reason}: `{part}`"
