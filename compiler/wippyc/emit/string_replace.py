"""`gsub` with a literal pattern, and a literal text or a function in the place of its matches.

s:gsub("^%s+", "")                                s.lstrip(whitespace)
s:gsub("%.", ",")                                 s.replace(".", ",")
s:gsub("(%w+)=", "%1: ")                          PATTERN.sub(r"\\g<1>: ", s)
s:gsub("%d+", function(n) return n .. "!" end)    PATTERN.sub(function, s)
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.lua_patterns import (
    LuaPattern,
    literal_prefix,
    literal_suffix,
    literal_text,
)
from wippyc.analyse.abstract_values.string_calls import StringCall, literal, pattern_of
from wippyc.analyse.abstract_values.values import Tag
from wippyc.analyse.program.error_levels import looks_at_callers
from wippyc.analyse.program.falling import can_fall_off
from wippyc.emit.build import attribute, call, constant, name
from wippyc.emit.context import FunctionContext
from wippyc.emit.patterns import captures_texts, pattern_constant
from wippyc.ir import nodes as ir

# (pattern, replacement) → method that strips blanks.
_STRIPS = {
    ("^%s+", ""): "lstrip", ("^%s*", ""): "lstrip", ("%s+$", ""): "rstrip",
    ("^%s*(.-)%s*$", "%1"): "strip",
}  # fmt: skip
_NO_LIMIT = 0


def emit_replace(
    context: FunctionContext, called: StringCall, *, with_count: bool
) -> ast.expr | None:
    """Emit a replacement of matches: the text, or the pair of the text and their number."""
    from wippyc.emit.expressions import emit_one

    pattern, source = pattern_of(called), literal(called.arguments, 1)
    limit = _limit(called)
    if pattern is None or source is None or limit is None:
        return None
    replacement = literal(called.arguments, 2)
    subject = called.arguments[0]
    if replacement is not None and not with_count:
        native = _without_pattern(context, subject, source, pattern, replacement, limit)
        if native is not None:
            return native
    if not _is_stepped_alike(pattern):
        return None
    if replacement is None:
        replacing = _replacing_function(context, called.arguments[2], pattern)
    else:
        template = _template(pattern, replacement)
        replacing = None if template is None else constant(template)
    if replacing is None:
        return None
    method = attribute(pattern_constant(context, source), "subn" if with_count else "sub")
    options = [("count", constant(limit))] if limit else []
    return call(method, [replacing, emit_one(context, subject)], options)


def _limit(called: StringCall) -> int | None:
    """Return how many matches are replaced at most, 0 for all; `None` if that is not known."""
    match called.arguments[3:]:
        case () | (ir.Constant(value=None),):
            return _NO_LIMIT
        case (ir.Constant(value=int() as limit),) if limit > 0 and limit is not True:
            return limit
        case _:
            return None


def _is_stepped_alike(pattern: LuaPattern) -> bool:
    """Whether Python replaces the same matches: also an empty one right behind another one."""
    return (pattern.is_anchored or not pattern.can_be_empty) and captures_texts(pattern)


def _without_pattern(
    context: FunctionContext,
    subject: ir.Expr,
    source: str,
    pattern: LuaPattern,
    replacement: str,
    limit: int,
) -> ast.expr | None:
    """Emit a replacement for which texts have a method."""
    from wippyc.emit.expressions import emit_one

    method = _STRIPS.get((source, replacement))
    if method is not None:
        blanks = context.imports.standard("string", "whitespace")
        return _stripped(emit_one(context, subject), method, blanks)
    if not replacement:
        for remover, removed in (
            ("removeprefix", literal_prefix(pattern)),
            ("removesuffix", literal_suffix(pattern)),
        ):
            if removed is not None:
                return call(attribute(emit_one(context, subject), remover), [constant(removed)])
    replaced = literal_text(pattern)
    if replaced is None or "%" in replacement:
        return None
    bounds = [constant(limit)] if limit else []
    replace = attribute(emit_one(context, subject), "replace")
    return call(replace, [constant(replaced), constant(replacement), *bounds])


def _stripped(text: ast.expr, method: str, blanks: ast.expr) -> ast.expr:
    """Strip blanks at one end; of a text without those at the other end, at both."""
    match text:
        case ast.Call(func=ast.Attribute(value=inner, attr="lstrip" | "rstrip" as other)):
            if other != method:
                text, method = inner, "strip"
    return call(attribute(text, method), [blanks])


# --- functions ---------------------------------------------------------------------------------


def _replacing_function(
    context: FunctionContext, function: ir.Expr, pattern: LuaPattern
) -> ast.expr | None:
    """Define a function that is written as the replacement, as one of matches."""
    from wippyc.emit.functions import emit_definition

    if not isinstance(function, ir.Function) or not _gives_text(context, function):
        return None
    python_name = context.names.fresh("replace")
    context.output.append(emit_definition(context, function, python_name, replaces=pattern))
    return name(python_name)


def _gives_text(context: FunctionContext, function: ir.Function) -> bool:
    """Whether a function always returns one text, and does not suspend."""
    facts = context.facts
    yields = facts.yields
    if function.is_vararg or yields.is_async(function) or function in yields.generators:
        return False
    if facts.calls.fixed.get(function) != 1 or can_fall_off(function.body, facts.final_calls):
        return False
    if looks_at_callers(function) or facts.has_deep_errors:
        # Lua counts `gsub` as a caller.
        return False
    result = facts.flow.results.get((function, 0))
    return result is not None and bool(result.tags) and result.only(Tag.STRING)


def _template(pattern: LuaPattern, replacement: str) -> str | None:
    """Return a Lua replacement as `re` writes it; `None` if it is not valid."""
    pieces: list[str] = []
    characters = iter(replacement)
    for character in characters:
        if character == "\\":
            pieces.append("\\\\")
        elif character != "%":
            pieces.append(character)
        else:
            piece = _selected(pattern, next(characters, ""))
            if piece is None:
                return None
            pieces.append(piece)
    return "".join(pieces)


def _selected(pattern: LuaPattern, selector: str) -> str | None:
    """Return what stands for `%selector`."""
    if selector == "%":
        return "%"
    if not ("0" <= selector <= "9"):
        return None
    number = int(selector)
    if number == 1 and not pattern.captures:
        number = 0
    return f"\\g<{number}>" if number <= len(pattern.captures) else None
