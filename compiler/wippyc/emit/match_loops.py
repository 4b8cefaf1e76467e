"""Loops over the matches of a pattern: no function stands around Python's iterator.

for word in text:gmatch("%a+") do      for word in LETTERS.findall(text):
… with a `break`                       for found in LETTERS.finditer(text):
                                           word = found[0]
for field in text:gmatch("[^,]+") do   for field in filter(None, text.split(",")):
for word in text:gmatch(p) do          for word in string.each_match(text, p):

All matches of a constant pattern are found at once where the loop goes through all of them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from wippyc.analyse.abstract_values.lua_patterns import LuaPattern, parse_pattern, separator
from wippyc.emit import api_calls
from wippyc.emit.build import at, attribute, call, constant, name, tuple_of
from wippyc.emit.context import FunctionContext
from wippyc.emit.expressions import emit_one
from wippyc.emit.patterns import captured, captures_texts, pattern_constant
from wippyc.emit.text_receivers import is_string
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_statements

_NAMES = ("gmatch", "gfind")


# Statements by which a loop may end before the last match.
_LEAVING = (ir.Break, ir.Return, ir.Goto)


@dataclass(frozen=True, slots=True)
class Matches:
    """A Python iterator over matches.

    Attributes:
        iterator: The iterator.
        width: Number of values of each round; `None` if it is not known.
        captured: Makes the values of the loop's variables from a match of `re`; `None` if the
            iterator gives what was captured.
    """

    iterator: ast.expr
    width: int | None
    captured: Callable[[ast.expr], ast.expr] | None = None


def matches_of(context: FunctionContext, statement: ir.GenericFor) -> Matches | None:
    """Return how a loop gets the matches that it goes through; `None` for other loops."""
    match statement.iterators:
        case (ir.ApiCall(module="string", function=row, arguments=(text, pattern)) as expr,):
            is_match = row.name in _NAMES
        case (ir.MethodCall(object=text, method=method, arguments=(pattern,)) as expr,):
            is_match = method in _NAMES and is_string(context, text)
        case _:
            return None
    if not is_match:
        return None
    source = pattern.value if isinstance(pattern, ir.Constant) else None
    parsed = parse_pattern(source) if isinstance(source, str) else None
    if parsed is not None and _is_stepped_alike(parsed) and is_string(context, text):
        return _native(context, statement, parsed, str(source), text)
    # Without captures a match is given as a whole.
    width = None if parsed is None else max(len(parsed.captures), 1)
    function = attribute(api_calls.library(context, "string"), "each_match")
    arguments = [emit_one(context, text), emit_one(context, pattern)]
    return Matches(at(call(function, arguments), expr.span), width)


def _is_stepped_alike(pattern: LuaPattern) -> bool:
    """Whether Python finds the same matches one after the other."""
    return not pattern.can_be_empty and not pattern.is_anchored and captures_texts(pattern)


def _native(
    context: FunctionContext,
    statement: ir.GenericFor,
    pattern: LuaPattern,
    source: str,
    text: ir.Expr,
) -> Matches:
    count = len(statement.variables)
    subject = emit_one(context, text)
    is_left = any(isinstance(inner, _LEAVING) for inner in walk_statements(statement.body))
    is_whole = count == max(len(pattern.captures), 1) and not is_left
    between = separator(pattern)
    if is_whole and between is not None:
        pieces = call(attribute(subject, "split"), [constant(between)])
        return Matches(call(name("filter"), [constant(None), pieces]), 1)
    constant_pattern = pattern_constant(context, source)
    if is_whole:
        return Matches(call(attribute(constant_pattern, "findall"), [subject]), count)
    iterator = call(attribute(constant_pattern, "finditer"), [subject])
    return Matches(iterator, count, partial(_captures, pattern, count))


def _captures(pattern: LuaPattern, count: int, match: ast.expr) -> ast.expr:
    """Emit what a match hands to so many variables."""
    if count == len(pattern.captures) > 1:
        return call(attribute(match, "groups"))
    captures = [captured(pattern, match, position) for position in range(count)]
    return captures[0] if count == 1 else tuple_of(captures)
