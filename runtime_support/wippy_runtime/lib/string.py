"""Lua module `string`: byte strings, Lua patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from operator import itemgetter, methodcaller
from types import FunctionType
from typing import Any

from ..lua.arguments import integer_argument, string_argument
from ..lua.errors import argument_error, runtime_error
from ..lua.metamethods import call
from ..lua.numbers import number_text
from ..lua.pattern_matcher import Found
from ..lua.patterns import compile_pattern, is_plain
from ..lua.results import first, pack_results, settle
from ..lua.strings import from_text, to_text
from ..lua.table import ArrayTable, Table
from ..lua.values import type_name
from .string_format import format as format
from .string_pack import pack as pack
from .string_pack import packsize as packsize
from .string_pack import unpack as unpack

_SIZE_LIMIT = 0x7FFFFFFF


def byte(text: Any, start: Any = None, stop: Any = None) -> Any:
    """Return the codes of the bytes from `start` (1) to `stop` (`start`)."""
    if stop is None and type(text) is str:
        position = 1 if start is None else start
        if type(position) is int and 0 < position <= text.__len__():
            return ord(text[position - 1])
    text = string_argument(text, 1, "byte")
    begin = integer_argument(start, 2, "byte", 1)
    end = integer_argument(stop, 3, "byte", begin)
    return pack_results(tuple(map(ord, _slice(text, begin, end))))


def char(*codes: Any) -> str:
    """Return the string of the given byte codes.

    Raises:
        LuaError: `value out of range` for a code that is not a byte.
    """
    characters = []
    for position, code in enumerate(codes, 1):
        number = integer_argument(code, position, "char")
        if not 0 <= number <= 255:
            raise argument_error(position, "char", "value out of range")
        characters.append(chr(number))
    return "".join(characters)


def len(text: Any) -> int:
    """Return the number of bytes."""
    return string_argument(text, 1, "len").__len__()


def sub(text: Any, start: Any = None, stop: Any = None) -> str:
    """Return the bytes from `start` to `stop` (-1); negative positions count from the end."""
    if type(text) is str and type(start) is int and start > 0:
        if stop is None:
            return text[start - 1 :]
        if type(stop) is int and stop >= 0:
            return text[start - 1 : stop]
    text = string_argument(text, 1, "sub")
    begin = integer_argument(start, 2, "sub")
    return _slice(text, begin, integer_argument(stop, 3, "sub", -1))


def _slice(text: str, start: int, stop: int) -> str:
    """Cut out 1-based inclusive positions."""
    size = text.__len__()
    if start < 0:
        start = max(start + size + 1, 1)
    elif start == 0:
        start = 1
    if stop < 0:
        stop = max(stop + size + 1, 0)
    return text[start - 1 : stop]


def upper(text: Any) -> str:
    """Return the text in upper case, character by character over UTF-8 as in Go."""
    content: str = string_argument(text, 1, "upper")
    if content.isascii():
        return content.upper()
    return from_text("".join(map(_upper_rune, to_text(content))))


def lower(text: Any) -> str:
    """Return the text in lower case, character by character over UTF-8 as in Go."""
    content: str = string_argument(text, 1, "lower")
    if content.isascii():
        return content.lower()
    return from_text("".join(map(_lower_rune, to_text(content))))


def _upper_rune(character: str) -> str:
    """Map one character to one character: Go has no expansions such as ß → SS."""
    for changed in (character.upper(), character.title()):
        if changed.__len__() == 1:
            return str(changed)
    return character


def _lower_rune(character: str) -> str:
    return character.lower()[0]


def reverse(text: Any) -> str:
    """Return the bytes in reverse order."""
    return string_argument(text, 1, "reverse")[::-1]


def rep(text: Any, count: Any = None, separator: Any = None) -> str:
    """Return `count` copies of the text with `separator` between them.

    Raises:
        LuaError: `resulting string too large`.
    """
    text = string_argument(text, 1, "rep")
    number = integer_argument(count, 2, "rep")
    between = "" if separator is None else string_argument(separator, 3, "rep")
    if number <= 0:
        return ""
    if (text.__len__() + between.__len__()) * number > _SIZE_LIMIT:
        raise runtime_error("resulting string too large")
    return between.join([text] * number) if between else text * number


def find(text: Any, pattern: Any = None, init: Any = None, plain: Any = None) -> Any:
    """Return start, end and captures of the first match, or nil."""
    text = string_argument(text, 1, "find")
    pattern = string_argument(pattern, 2, "find")
    start = _start(text, integer_argument(init, 3, "find", 1))
    if start is None:
        return None
    if (plain is not None and plain is not False) or is_plain(pattern):
        position = text.find(pattern, start)
        return None if position < 0 else (position + 1, position + pattern.__len__())
    found = compile_pattern(pattern).search(text, start)
    return None if found is None else (found.start + 1, found.end, *found.captures)


def match(text: Any, pattern: Any = None, init: Any = None) -> Any:
    """Return the captures of the first match (the whole match without any), or nil."""
    text = string_argument(text, 1, "match")
    pattern = string_argument(pattern, 2, "match")
    start = _start(text, integer_argument(init, 3, "match", 1))
    if start is None:
        return None
    compiled = compile_pattern(pattern)
    regex = compiled.regex
    if regex is None or compiled.has_positions:
        found = compiled.search(text, start)
        return None if found is None else _captures(text, found)
    matched = (regex.match if compiled.is_anchored else regex.search)(text, start)
    return None if matched is None else _groups(matched)


def _groups(matched: re.Match[str]) -> Any:
    """Return the captures of a match, the whole match without any."""
    groups = matched.groups()
    if groups:
        return groups if groups.__len__() > 1 else groups[0]
    return matched[0]


def _start(text: str, init: int) -> int | None:
    """Turn a 1-based, possibly negative position into a 0-based one; None beyond the end."""
    if init < 0:
        init = max(init + text.__len__() + 1, 1)
    elif init == 0:
        init = 1
    return None if init > text.__len__() + 1 else init - 1


def _captures(text: str, found: Found) -> Any:
    if found.captures:
        return pack_results(found.captures)
    return text[found.start : found.end]


def gmatch(text: Any, pattern: Any = None) -> Callable[..., Any]:
    """Return an iterator function over the captures of successive matches."""
    following = each_match(text, pattern)
    return lambda *_: next(following, ())


def each_match(text: Any, pattern: Any = None) -> Iterator[Any]:
    """Iterate as `for … in text:gmatch(pattern)`: the captures of successive matches."""
    text = string_argument(text, 1, "gmatch")
    pattern = string_argument(pattern, 2, "gmatch")
    compiled = compile_pattern(pattern)
    regex = compiled.regex
    if regex is not None and compiled.is_plain_iteration:
        captured = _CAPTURED[regex.groups] if regex.groups < 2 else _ALL_CAPTURED
        return map(captured, regex.finditer(text))
    return (_captures(text, found) for found in compiled.search_all(text))


_DIGITS = frozenset("0123456789")
# What a match without captures gives, one with one, and any other.
_CAPTURED = (itemgetter(0), itemgetter(1))
_ALL_CAPTURED = methodcaller("groups")


gfind = gmatch


def gsub(text: Any, pattern: Any = None, replacement: Any = None, limit: Any = None) -> Any:
    """Replace matches (at most `limit`); return the new text and the number of matches.

    The replacement is a string with `%0` … `%9`, a table indexed by the first capture, or a
    function of the captures. A nil or false value keeps the match; one that is neither a string
    nor a number becomes the empty string, as in Wippy.

    Raises:
        LuaError: A malformed pattern, or `%` misused in the replacement.
    """
    text = string_argument(text, 1, "gsub")
    pattern = string_argument(pattern, 2, "gsub")
    compiled = compile_pattern(pattern)
    regex = compiled.regex
    if compiled.is_plain_iteration and limit is None and regex is not None:
        direct = _direct_replacement(replacement, regex.groups)
        if direct is not None:
            return regex.subn(direct, text)
    replace = _replacer(text, replacement)
    matches = compiled.search_all(text)
    if limit is not None:
        matches = islice(matches, max(integer_argument(limit, 4, "gsub"), 0))
    parts = []
    position = count = 0
    for found in matches:
        count += 1
        parts.append(text[position : found.start])
        parts.append(replace(found))
        position = found.end
    if not count:
        return text, 0
    parts.append(text[position:])
    return "".join(parts), count


def _direct_replacement(
    replacement: Any, groups: int
) -> str | Callable[[re.Match[str]], str] | None:
    """Return a replacement as `re` takes it, for a pattern with so many captures.

    That is a text, a plain table or a function; `None` for anything else.
    """
    kind = type(replacement)
    if kind is str:
        return _template(replacement, groups)
    if kind is Table or kind is ArrayTable:
        key = 1 if groups else 0

        def look_up(matched: re.Match[str]) -> str:
            value = replacement[matched[key]]
            return value if type(value) is str else _replaced(value, matched[0])

        return look_up
    if kind is FunctionType:

        def call_replacement(matched: re.Match[str]) -> str:
            result = replacement(*(matched.groups() or (matched[0],)))
            if type(result) is str:
                return result
            return _replaced(first(settle(result)), matched[0])

        return call_replacement
    return None


@lru_cache(maxsize=256)
def _template(replacement: str, groups: int) -> str | None:
    """Return a replacement text as `re` writes it; `None` if `%` is misused in it."""
    escaped = replacement.replace("\\", "\\\\")
    if "%" not in escaped:
        return escaped
    head, *pieces = escaped.replace("%%", "\0").split("%")
    if "\0" in replacement or not all(piece and piece[0] in _DIGITS for piece in pieces):
        return None
    numbers = [int(piece[0]) for piece in pieces]
    if max(numbers, default=0) > max(groups, 1):
        return None
    selected = [
        f"\\g<{number if groups else 0}>{piece[1:]}"
        for number, piece in zip(numbers, pieces, strict=True)
    ]
    return "".join((head, *selected)).replace("\0", "%")


def _replacer(text: str, replacement: Any) -> Callable[[Found], str]:
    kind = type(replacement)
    if kind is str or kind is int or kind is float:
        template = replacement if kind is str else number_text(replacement)
        if "%" not in template:
            return lambda found: template
        return lambda found: _expand(template, text, found)
    if isinstance(replacement, Table):
        return lambda found: _replaced(
            replacement[_first_capture(text, found)], text[found.start : found.end]
        )
    if callable(replacement):

        def call_replacement(found: Found) -> str:
            captures = found.captures or (text[found.start : found.end],)
            whole = text[found.start : found.end]
            return _replaced(first(settle(call(replacement, *captures))), whole)

        return call_replacement
    expected = f"string or function or table expected, got {type_name(replacement)}"
    raise argument_error(3, "gsub", expected)


def _first_capture(text: str, found: Found) -> Any:
    return found.captures[0] if found.captures else text[found.start : found.end]


def _replaced(value: Any, whole: str) -> str:
    if type(value) is str:
        return value
    if value is None or value is False:
        return whole
    return number_text(value) if type(value) is int or type(value) is float else ""


def _expand(template: str, text: str, found: Found) -> str:
    pieces = template.split("%")
    parts = [pieces[0]]
    position = 1
    while position < pieces.__len__():
        piece = pieces[position]
        position += 1
        if not piece:  # "%%", or a "%" at the very end
            if position == pieces.__len__():
                raise runtime_error("invalid use of '%' in replacement string")
            parts.append("%" + pieces[position])
            position += 1
            continue
        selector = piece[0]
        if not ("0" <= selector <= "9"):
            raise runtime_error("invalid use of '%' in replacement string")
        parts.append(_selected(int(selector), text, found) + piece[1:])
    return "".join(parts)


def _selected(number: int, text: str, found: Found) -> str:
    if number == 0 or (number == 1 and not found.captures):
        return text[found.start : found.end]
    if number > found.captures.__len__():
        raise runtime_error(f"invalid capture index %{number} in replacement string")
    return str(found.captures[number - 1])


def dump(function: Any = None, *_: Any) -> Any:
    """Refuse: compiled code has no bytecode.

    Raises:
        LuaError: Always.
    """
    raise runtime_error("unable to dump given function")


EXPORTS: Mapping[str, Any] = {
    "byte": byte,
    "char": char,
    "dump": dump,
    "find": find,
    "format": format,
    "gfind": gfind,
    "gmatch": gmatch,
    "gsub": gsub,
    "len": len,
    "lower": lower,
    "match": match,
    "pack": pack,
    "packsize": packsize,
    "rep": rep,
    "reverse": reverse,
    "sub": sub,
    "unpack": unpack,
    "upper": upper,
}
