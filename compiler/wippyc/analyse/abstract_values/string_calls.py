"""Calls of string functions: what they give when their patterns are literals.

string.match(s, "(%d+)-(%d+)")      two strings, or one nil
line:find(",", start, true)         two integers, or one nil
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wippyc.analyse.abstract_values.characters import CHARACTER, captures_character
from wippyc.analyse.abstract_values.lua_patterns import LuaPattern, parse_pattern
from wippyc.analyse.abstract_values.values import (
    BOOLEAN,
    EMPTY,
    NIL,
    NUMBER,
    Tag,
    Value,
)
from wippyc.api.registry import modules
from wippyc.ir import nodes as ir

# This pattern matches every text: what it captures is the text without blanks at its ends.
TRIMMED = "^%s*(.-)%s*$"
# How many results functions have.
_COUNTS = {
    name: None if row.results is None else len(row.results)
    for name, row in modules()["string"].functions.items()
}
STRING_FUNCTIONS = frozenset(_COUNTS)
"""Names of the functions."""
# Calls of their methods raise.
_WITHOUT_METHODS = Tag.NIL | BOOLEAN | NUMBER
_STRING = Value(Tag.STRING)
_POSITION = Value(Tag.SMALL)
_BYTE = Value(Tag.TINY)
# A capture of a pattern that is not known.
_CAPTURE = Value(Tag.STRING | Tag.SMALL)


@dataclass(frozen=True, slots=True)
class StringCall:
    """A call of a function of the module `string`, in either syntax.

    Attributes:
        name: Name of the function.
        arguments: Its arguments; the receiver of a method is the first.
        is_method: Whether it is called as a method, which nothing but a string has.
    """

    name: str
    arguments: tuple[ir.Expr, ...]
    is_method: bool = False

    @property
    def is_spread(self) -> bool:
        """Whether the last argument may stand for several values or none."""
        return bool(self.arguments) and isinstance(self.arguments[-1], ir.MULTI)


def string_call(expr: ir.Expr, value_of: Callable[[ir.Expr], Value]) -> StringCall | None:
    """Return an expression as a call of a string function, if it certainly is one.

    Args:
        expr: Any expression.
        value_of: Gives the value of a receiver.
    """
    match expr:
        case ir.ApiCall(module="string", function=row, arguments=arguments):
            return StringCall(row.name, tuple(arguments))
        case ir.MethodCall(object=receiver, method=method, arguments=arguments):
            if has_only_text_methods(value_of(receiver)):
                return StringCall(method, (receiver, *arguments), is_method=True)
    return None


def has_only_text_methods(value: Value) -> bool:
    """Whether a method of a value is one of strings, or the call raises."""
    return value.can_be(Tag.STRING) and value.only(Tag.STRING | _WITHOUT_METHODS)


def literal(arguments: tuple[ir.Expr, ...], position: int) -> str | None:
    """Return an argument that is a string literal."""
    match arguments[position : position + 1]:
        case (ir.Constant(value=str() as text),):
            return text
        case _:
            return None


def pattern_of(call: StringCall) -> LuaPattern | None:
    """Return the pattern of a call, if it is a literal."""
    text = literal(call.arguments, 1)
    return None if text is None else parse_pattern(text)


def is_plain_find(call: StringCall) -> bool:
    """Whether the last argument of `find` says that it looks for a text and not for a pattern."""
    if len(call.arguments) != 4:
        return False
    match call.arguments[3]:
        case ir.Constant(value=value):
            return value is not None and value is not False
        case _:
            return False


def result_value(call: StringCall, position: int) -> Value | None:
    """Return what a call can give at a position; `None` if its row says all."""
    match call.name:
        case "find":
            if position < 2:
                return _POSITION.join(NIL)
            if is_plain_find(call):
                return NIL
            return _capture(pattern_of(call), position - 2).join(NIL)
        case "match" if literal(call.arguments, 1) == TRIMMED and len(call.arguments) == 2:
            return _STRING if position == 0 else NIL
        case "match":
            return _match_capture(pattern_of(call), position).join(NIL)
        case "byte":
            single = position == 0 or len(call.arguments) == 3 or call.is_spread
            return _BYTE.join(NIL) if single else NIL
        case _:
            return None


def iterated_value(call: StringCall, position: int) -> Value | None:
    """Return what a loop over a call gets at a position; `None` if that is not known."""
    return captured_value(call, position) if call.name in ("gmatch", "gfind") else None


def captured_value(call: StringCall, position: int) -> Value:
    """Return what a match of a call's pattern hands to a loop or a function at a position."""
    pattern = pattern_of(call)
    value = _match_capture(pattern, position)
    return value if position == 0 or pattern is not None else value.join(NIL)


def _match_capture(pattern: LuaPattern | None, position: int) -> Value:
    """A capture, or the whole match of a pattern that has none."""
    if pattern is not None and not pattern.captures:
        return _captured_text(pattern, 0) if position == 0 else NIL
    return _capture(pattern, position)


def _capture(pattern: LuaPattern | None, position: int) -> Value:
    if pattern is None:
        return _CAPTURE
    if position >= len(pattern.captures):
        return NIL
    return _POSITION if pattern.captures[position] else _captured_text(pattern, position)


def _captured_text(pattern: LuaPattern, position: int) -> Value:
    return CHARACTER if captures_character(pattern, position) else _STRING


def result_count(call: StringCall) -> int | None:
    """Return the number of results if it is always the same."""
    if call.name == "match":
        pattern = pattern_of(call)
        if pattern is not None and len(pattern.captures) <= 1:
            return 1
    return _COUNTS.get(call.name)


def found_count(call: StringCall) -> int:
    """Return how many results a search certainly gives once it has found something."""
    pattern = pattern_of(call)
    captures = 0 if pattern is None else len(pattern.captures)
    match call.name:
        case "find":
            return 2 if len(call.arguments) > 3 else 2 + captures
        case "match":
            return max(1, captures)
        case _:
            return 0


def joined_results(call: StringCall) -> Value | None:
    """Return the join of all results; `None` if the call's row says all."""
    pattern = pattern_of(call)
    count = 4 if pattern is None else max(4, len(pattern.captures) + 2)
    value = EMPTY
    for position in range(count):
        found = result_value(call, position)
        if found is None:
            return None
        value = value.join(found)
    return value
