"""Searches whose results several variables get.

local key, value = s:match("^(%w+)=(.*)$")      key, value = captures_of(PATTERN.match(s), 2)
local from, to = s:find("%s+", i)               from_, to = places_of(SPACES.search(s, i - 1), 2)
local from, to = s:find(", ", i, true)          from_, to = find_text(s, ", ", i - 1)
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.string_calls import pattern_of
from wippyc.emit.build import at, call, constant
from wippyc.emit.context import FunctionContext
from wippyc.emit.patterns import captures_texts
from wippyc.emit.string_calls import find_text, search_call, search_for, searched_text
from wippyc.emit.text_receivers import is_string
from wippyc.ir import nodes as ir


def emit_found(context: FunctionContext, expr: ir.Expr, count: int) -> ast.expr | None:
    """Emit a search as a tuple of exactly `count` values; `None` for others."""
    called = search_call(context, expr)
    if called is None:
        return None
    if searched_text(called) is not None:
        if not is_string(context, called.arguments[0]):
            return None
        found = find_text(context, called) if (called.name, count) == ("find", 2) else None
        match found:
            case ast.Call(func=ast.Attribute(value=text), args=arguments):
                helper = context.imports.helper("find_text")
                return at(call(helper, [text, *arguments]), expr.span)
            case _:
                return None
    pattern = pattern_of(called)
    if pattern is None or not captures_texts(pattern):
        return None
    captured = len(pattern.captures)
    if count not in ((captured,) if called.name == "match" else (2, 2 + captured)):
        return None
    search = search_for(context, called)
    if search is None:
        return None
    helper = context.imports.helper("captures_of" if called.name == "match" else "places_of")
    return at(call(helper, [search, constant(count)]), expr.span)
