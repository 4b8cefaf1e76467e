"""Calls of string functions in Python's own terms, where those are exact.

s:sub(i, j)                     s[i - 1 : j]                if i is at least 1 and j not negative
s:find(",", 1, true)            s.find(",") + 1 or None
if s:find("%.") then            if "." in s:
s:gsub("[^%w]+", "-")           PATTERN.sub("-", s)

Strings must be known to be strings, and positions to be integers with a sign that is known.
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.lua_patterns import literal_text
from wippyc.analyse.abstract_values.string_calls import (
    TRIMMED,
    StringCall,
    is_plain_find,
    literal,
    pattern_of,
    result_count,
)
from wippyc.analyse.abstract_values.values import INTEGERS, Tag
from wippyc.analyse.dataflow.plain_places import is_nil
from wippyc.emit.build import attribute, call, compare, constant, name, subscript
from wippyc.emit.character_tests import emit_class_test
from wippyc.emit.context import FunctionContext
from wippyc.emit.counters import emit_plus
from wippyc.emit.patterns import held_match, is_regular, matching
from wippyc.emit.string_format import emit_format
from wippyc.emit.string_replace import emit_replace
from wippyc.emit.text_receivers import is_string, is_text_call, noted
from wippyc.ir import nodes as ir

# The largest text that a program repeats by a number below 2^20, and stays below the size limit.
_REPEATABLE = 1024


def _one(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    from wippyc.emit.expressions import emit_one

    return emit_one(context, expr)


def _has_fixed_arguments(context: FunctionContext, called: StringCall) -> bool:
    """Whether the number of arguments is the number of expressions."""
    if not called.is_spread:
        return True
    last = context.facts.string_call(called.arguments[-1])
    return last is not None and (
        result_count(last) == 1 or context.facts.positions.gives_byte(last)
    )


def _is_known(context: FunctionContext, called: StringCall) -> bool:
    return (
        bool(called.arguments)
        and is_text_call(context, called)
        and _has_fixed_arguments(context, called)
    )


# --- calls that give exactly what the row of the function says ---------------------------------


def emit_string_call(context: FunctionContext, expr: ir.Expr) -> tuple[ast.expr, int] | None:
    """Emit a call of a string function without the runtime, with its number of results."""
    called = context.facts.string_call(expr)
    if called is None or not _is_known(context, called):
        return None
    arguments = called.arguments
    is_sure = is_string(context, arguments[0])
    match called.name, len(arguments):
        case "sub", 2 | 3:
            node = _sub(context, *arguments)
            if not (is_sure or isinstance(node, ast.Subscript)):
                return None
        case "len", 1:
            node = call(name("len"), [_one(context, arguments[0])])
        case "reverse", 1:
            step = ast.UnaryOp(op=ast.USub(), operand=constant(1))
            window = ast.Slice(lower=None, upper=None, step=step)
            node = subscript(_one(context, arguments[0]), window)
        case "rep", 2:
            node = _rep(context, arguments[0], arguments[1])
        case "byte", 2 if context.facts.positions.gives_byte(called):
            text = _one(context, arguments[0])
            character = subscript(text, _zero_based(context, arguments[1]))
            node = call(name("ord"), [character])
        case "match", 2 if literal(arguments, 1) == TRIMMED:
            blanks = context.imports.standard("string", "whitespace")
            node = call(attribute(_one(context, arguments[0]), "strip"), [blanks])
        case "format", _ if is_sure:
            node = emit_format(context, arguments)
        case "match", 2 | 3 if result_count(called) == 1:
            optional = emit_optional(context, expr)
            return None if optional is None else (optional, 1)
        case "gsub", 3 | 4:
            replaced = emit_replace(context, called, with_count=True)
            return None if replaced is None else (noted(context, called, replaced), 2)
        case _:
            return None
    return None if node is None else (noted(context, called, node), 1)


def emit_first_result(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit the first result of a call whose other results nobody wants."""
    called = context.facts.string_call(expr)
    if called is None or not _is_known(context, called):
        return None
    match called.name, len(called.arguments):
        case "gsub", 3 | 4:
            replaced = emit_replace(context, called, with_count=False)
            return None if replaced is None else noted(context, called, replaced)
        case "find" | "match", _:
            return emit_optional(context, expr)
        case _:
            return None


def _sub(
    context: FunctionContext,
    text: ir.Expr,
    start: ir.Expr,
    stop: ir.Expr | None = None,
) -> ast.expr | None:
    has_end = stop is None or is_nil(stop) or _is_bound(context, stop, 0)
    if not has_end or not _is_bound(context, start, 1):
        return None
    emitted, lower, upper = _one(context, text), _start(context, start), _stop(context, stop)
    if lower is None and upper is None:
        return emitted
    return subscript(emitted, ast.Slice(lower=lower, upper=upper, step=None))


def _is_bound(context: FunctionContext, expr: ir.Expr, least: int) -> bool:
    """Whether a position can be the bound of a slice: a literal, or one that is not too small."""
    match expr:
        case ir.Constant(value=value):
            return isinstance(value, int) and not isinstance(value, bool)
        case _:
            return _is_at_least(context, expr, least)


def _start(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit the first position of a piece of text as the lower bound of a slice."""
    match expr:
        case ir.Constant(value=0 | 1):
            return None
        case ir.Constant(value=int() as position) if position < 0:
            return constant(position)
        case _:
            return _zero_based(context, expr)


def _stop(context: FunctionContext, expr: ir.Expr | None) -> ast.expr | None:
    """Emit the last position of a piece of text as the upper bound of a slice."""
    match expr:
        case None | ir.Constant(value=None | -1):
            return None
        case ir.Constant(value=int() as position) if position < 0:
            return constant(position + 1)
        case _:
            return _one(context, expr)


def _is_at_least(context: FunctionContext, expr: ir.Expr, least: int) -> bool:
    """Whether an expression gives an integer, and none below `least`."""
    value = context.facts.value(expr)
    if not value.tags or not value.only(INTEGERS):
        return False
    if least == 1 and _hides_error(context, expr):
        return False
    bound = context.facts.numbers.least(expr)
    return bound is not None and bound >= least


def _hides_error(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression is a sum that raises where `_zero_based` of it does not.

    That adds less: to `True` Python adds any number, and it takes nil as the bound of a slice.
    """
    from wippyc.emit.operators import computes_natively

    match expr:
        case ir.Arithmetic(operator="+", left=left, right=ir.Constant(value=int() as number)):
            value = context.facts.value(left)
            return not (computes_natively(value) and (number > 1 or value.only(INTEGERS)))
        case _:
            return False


def _zero_based(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit a position that counts from 1 as one that counts from 0."""
    match expr:
        case ir.Arithmetic(operator="+", left=left, right=ir.Constant(value=int() as offset)):
            if offset > 0:
                return emit_plus(context, left, offset - 1)
        case _:
            pass
    return emit_plus(context, expr, -1)


def _rep(context: FunctionContext, text: ir.Expr, count: ir.Expr) -> ast.expr | None:
    """`text * count` of a short literal, which cannot exceed the size limit."""
    if not isinstance(text, ir.Constant) or len(str(text.value)) > _REPEATABLE:
        return None
    value = context.facts.value(count)
    if not value.tags or not value.only(Tag.TINY):
        return None
    return ast.BinOp(left=_one(context, text), op=ast.Mult(), right=_one(context, count))


# --- first results that may be nil -------------------------------------------------------------


def emit_optional(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit the first result of `find` or `match`, which may be nil."""
    called = search_call(context, expr)
    if called is None:
        return None
    text = searched_text(called)
    if text is not None:
        found = find_text(context, called) if called.name == "find" else None
        if found is None:
            return None
        position = ast.BinOp(left=found, op=ast.Add(), right=constant(1))
        return ast.BoolOp(op=ast.Or(), values=[position, constant(None)])
    if called.name == "match" and isinstance(called.arguments[0], ir.VariableRef):
        test = emit_class_test(context, called)
        if test is not None:
            character = _one(context, called.arguments[0])
            return ast.IfExp(test=test, body=character, orelse=constant(None))
    search = search_for(context, called)
    if search is None:
        return None
    held, match = held_match(context, search)
    return ast.IfExp(test=held, body=_first_capture(called, match), orelse=constant(None))


def with_default(optional: ast.expr, default: ast.expr) -> ast.expr:
    """Put a value in the place of the nil of `emit_optional`."""
    match optional:
        case ast.IfExp(test=test, body=body):
            return ast.IfExp(test=test, body=body, orelse=default)
        case ast.BoolOp(op=ast.Or(), values=[*others, _]):
            return ast.BoolOp(op=ast.Or(), values=[*others, default])
        case _:
            raise TypeError(ast.dump(optional))


def emit_test(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit whether `find` or `match` finds anything, as a Python condition."""
    called = search_call(context, expr)
    if called is None:
        return None
    text = searched_text(called)
    if text is None:
        return emit_class_test(context, called) or search_for(context, called)
    if not _starts_at_beginning(called):
        found = find_text(context, called)
        return None if found is None else compare(found, ast.GtE(), constant(0))
    operands = called.arguments[:2]
    if not all(is_string(context, operand) for operand in operands):
        return None
    # Python evaluates the wanted text first, Lua the text around it.
    if not isinstance(operands[1], ir.Constant) and not all(
        isinstance(operand, ir.Constant | ir.VariableRef) for operand in operands
    ):
        return None
    wanted = _wanted_text(context, called)
    return compare(wanted, ast.In(), _one(context, operands[0]))


def _starts_at_beginning(called: StringCall) -> bool:
    match called.arguments[2:3]:
        case () | (ir.Constant(value=None | 0 | 1),):
            return True
        case _:
            return False


def search_call(context: FunctionContext, expr: ir.Expr) -> StringCall | None:
    """Return an expression as a search of a text, if it certainly is one."""
    if isinstance(expr, ir.First):
        expr = expr.inner
    called = context.facts.string_call(expr)
    if called is None or called.name not in ("find", "match"):
        return None
    if not 2 <= len(called.arguments) <= (4 if called.name == "find" else 3):
        return None
    if len(called.arguments) == 4 and not isinstance(called.arguments[3], ir.Constant):
        return None
    if literal(called.arguments, 1) == TRIMMED and len(called.arguments) == 2:
        return None
    return called if _is_known(context, called) else None


def searched_text(called: StringCall) -> ir.Expr | str | None:
    """Return what a call looks for if that is a text and not a pattern."""
    if called.name == "find" and is_plain_find(called):
        return called.arguments[1]
    pattern = pattern_of(called)
    return None if pattern is None else literal_text(pattern)


def _wanted_text(context: FunctionContext, called: StringCall) -> ast.expr:
    text = searched_text(called)
    return constant(text) if isinstance(text, str) else _one(context, called.arguments[1])


def find_text(context: FunctionContext, called: StringCall) -> ast.expr | None:
    """`text.find(wanted, start)`: the 0-based position, or -1."""
    if not is_string(context, called.arguments[1]):
        return None
    positions = _positions(context, called, can_be_empty=False)
    if positions is None:
        return None
    subject = _one(context, called.arguments[0])
    found = call(attribute(subject, "find"), [_wanted_text(context, called), *positions])
    return noted(context, called, found)


def _positions(
    context: FunctionContext, called: StringCall, *, can_be_empty: bool
) -> list[ast.expr] | None:
    """Emit where to start, if not at the beginning; `None` if the native form may differ."""
    if not is_string(context, called.arguments[1]):
        return None
    if _starts_at_beginning(called):
        return []
    start = called.arguments[2]
    # Python cuts a position beyond the end, where an empty match is none in Lua.
    if can_be_empty or not _is_at_least(context, start, 1):
        return None
    return [_zero_based(context, start)]


def search_for(context: FunctionContext, called: StringCall) -> ast.expr | None:
    """Emit the search for a pattern: a Python match object or `None`."""
    pattern, source = pattern_of(called), literal(called.arguments, 1)
    if pattern is None or source is None or not is_regular(pattern):
        return None
    if called.name == "find" and len(called.arguments) == 4:
        return None
    positions = _positions(context, called, can_be_empty=pattern.can_be_empty)
    if positions is None:
        return None
    subject = _one(context, called.arguments[0])
    return noted(context, called, matching(context, source, pattern, [subject, *positions]))


def _first_capture(called: StringCall, match: ast.expr) -> ast.expr:
    pattern = pattern_of(called)
    if called.name == "find" or (pattern is not None and pattern.captures[:1] == (True,)):
        group = [] if called.name == "find" else [constant(1)]
        start = call(attribute(match, "start"), group)
        return ast.BinOp(left=start, op=ast.Add(), right=constant(1))
    return subscript(match, constant(1 if pattern is not None and pattern.captures else 0))
