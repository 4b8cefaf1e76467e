"""Regular expressions of Lua module `text`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, ClassVar

from ..lua.arguments import string_argument
from ..lua.strings import from_text, to_bytes, to_text
from ..lua.table import Table, array
from ..lua.userdata import Userdata
from .failure import Failure, invalid, wrong_type
from .regexp_syntax import RegexpError, translate

_TEMPLATE = re.compile(r"\$(?:\$|\{([A-Za-z0-9_]+)\}|([A-Za-z0-9_]+))")


def compile(pattern: Any = None) -> tuple[Regexp, None] | Failure:
    """Return a compiled expression in RE2 syntax."""
    if not isinstance(pattern, str):
        return None, invalid("pattern must be a string")
    try:
        return Regexp(pattern, *_compiled(to_text(pattern))), None
    except RegexpError as error:
        return None, invalid(from_text(str(error)))
    except (re.error, OverflowError, RecursionError) as error:
        return None, invalid(from_text(f"error parsing regexp: {error}: `{to_text(pattern)}`"))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    found = translate(pattern)
    return re.compile(found.pattern), found.names


class _Subject:
    """A byte string as characters, and the way back to byte positions."""

    __slots__ = ("_offsets", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        self._offsets: list[int] | None = None
        if source.isascii():
            self.text = source
        else:
            self.text = to_bytes(source).decode("utf-8", "surrogateescape")
            offsets = [0]
            for character in self.text:
                offsets.append(offsets[-1] + _width(character))
            self._offsets = offsets

    def byte(self, position: int) -> int:
        """Return the byte position of a character position."""
        return position if self._offsets is None else self._offsets[position]

    def part(self, start: int, end: int) -> str:
        """Return the bytes between two character positions; "" for a group that did not match."""
        return "" if start < 0 else self.source[self.byte(start) : self.byte(end)]


def _width(character: str) -> int:
    if "\udc80" <= character <= "\udcff":
        return 1
    code = ord(character)
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4


class Regexp(Userdata):
    """A compiled expression."""

    __slots__ = ("_names", "_pattern", "_source")
    lua_name: ClassVar[str] = "*text.Regexp"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name
        for name in (
            *("match_string", "find_string", "find_string_index", "find_all_string"),
            *("find_all_string_index", "find_string_submatch", "find_all_string_submatch"),
            *("replace_all_string", "split", "num_subexp", "subexp_names", "string"),
        )
    }

    def __init__(self, source: str, pattern: re.Pattern[str], names: tuple[str, ...]) -> None:
        self._source = source
        self._pattern = pattern
        self._names = names

    def match_string(self, subject: Any = None) -> bool:
        """Tell whether the expression matches anywhere."""
        text = _Subject(string_argument(subject, 1, "match_string"))
        return self._pattern.search(text.text) is not None

    def find_string(self, subject: Any = None) -> str | None:
        """Return the first match."""
        text = _Subject(string_argument(subject, 1, "find_string"))
        match = self._pattern.search(text.text)
        return None if match is None else text.part(*match.span())

    def find_string_index(self, subject: Any = None) -> Table | None:
        """Return first and last position of the first match, from 1."""
        text = _Subject(string_argument(subject, 1, "find_string_index"))
        match = self._pattern.search(text.text)
        return None if match is None else _span(text, match)

    def find_all_string(self, subject: Any = None, limit: Any = None) -> Table:
        """Return all matches."""
        text = _Subject(string_argument(subject, 1, "find_all_string"))
        return array([text.part(*match.span()) for match in self._all(text, _limit(limit))])

    def find_all_string_index(self, subject: Any = None, limit: Any = None) -> Table | None:
        """Return first and last positions of all matches; nil when there is none."""
        text = _Subject(string_argument(subject, 1, "find_all_string_index"))
        found = [_span(text, match) for match in self._all(text, _limit(limit))]
        return array(found) if found else None

    def find_string_submatch(self, subject: Any = None) -> Table | None:
        """Return the first match and its groups; a group that took no part is empty."""
        text = _Subject(string_argument(subject, 1, "find_string_submatch"))
        match = self._pattern.search(text.text)
        return None if match is None else self._groups(text, match)

    def find_all_string_submatch(self, subject: Any = None, limit: Any = None) -> Table | None:
        """Return all matches with their groups; nil when there is none."""
        text = _Subject(string_argument(subject, 1, "find_all_string_submatch"))
        found = [self._groups(text, match) for match in self._all(text, _limit(limit))]
        return array(found) if found else None

    def replace_all_string(self, subject: Any = None, replacement: Any = None) -> str:
        """Replace all matches; `$1` and `${name}` stand for groups, `$$` for a dollar sign."""
        text = _Subject(string_argument(subject, 1, "replace_all_string"))
        template = string_argument(replacement, 2, "replace_all_string")
        parts: list[str] = []
        position = last = 0
        while position <= len(text.text):
            match = self._pattern.search(text.text, position)
            if match is None:
                break
            start, end = match.span()
            parts.append(text.part(last, start))
            # An empty match right behind another match does not count.
            if end > last or start == 0:
                parts.append(self._expand(template, text, match))
            last = end
            position = end if end > position else position + 1
        parts.append(text.part(last, len(text.text)))
        return "".join(parts)

    def split(self, subject: Any = None, limit: Any = None) -> Table:
        """Return the parts between matches, at most `limit` of them when that is positive."""
        text = _Subject(string_argument(subject, 1, "split"))
        count = _limit(limit)
        if count == 0:
            return Table()
        if self._source and not text.text:
            return array([""])
        parts: list[str] = []
        begin = end = 0
        for match in self._all(text, count):
            if count > 0 and len(parts) == count - 1:
                break
            end = match.start()
            if match.end() != 0:
                parts.append(text.part(begin, end))
            begin = match.end()
        if end != len(text.text):
            parts.append(text.part(begin, len(text.text)))
        return array(parts)

    def num_subexp(self) -> int:
        """Return the number of groups."""
        return self._pattern.groups

    def subexp_names(self) -> Table:
        """Return the names of the whole match (empty) and of all groups."""
        return array([from_text(name) for name in self._names])

    def string(self) -> str:
        """Return the source."""
        return self._source

    def _all(self, text: _Subject, limit: int) -> Iterator[re.Match[str]]:
        position, previous, count = 0, -1, 0
        while position <= len(text.text) and count != limit:
            match = self._pattern.search(text.text, position)
            if match is None:
                return
            start, end = match.span()
            is_counted = not (end == position and start == previous)
            position = end if end > position else position + 1
            previous = end
            if is_counted:
                count += 1
                yield match

    def _groups(self, text: _Subject, match: re.Match[str]) -> Table:
        return array([text.part(*match.span(number)) for number in range(match.re.groups + 1)])

    def _expand(self, template: str, text: _Subject, match: re.Match[str]) -> str:
        def value(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            if name is None:
                return "$"
            if name.isdigit():
                number = int(name)
                return text.part(*match.span(number)) if number <= match.re.groups else ""
            for number, known in enumerate(self._names):
                if known == name and match.start(number) >= 0:
                    return text.part(*match.span(number))
            return ""

        return _TEMPLATE.sub(value, template)


def _limit(value: Any) -> int:
    if value is None:
        return -1
    if type(value) not in (int, float):
        raise wrong_type(2, "split", "number", value)
    return int(value)


def _span(text: _Subject, match: re.Match[str]) -> Table:
    return array([text.byte(match.start()) + 1, text.byte(match.end())])
