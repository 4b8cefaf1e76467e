"""`gsub` with a literal pattern and a literal replacement.

s:gsub("^%s+", "")          s.lstrip(whitespace)
s:gsub("%.", ",")           s.replace(".", ",")
s:gsub("(%w+)=", "%1: ")    PATTERN.sub(r"\\g<1>: ", s)
"""

from __future__ import annotations

import ast

from wippyc.analyse.lua_patterns import LuaPattern, literal_text
from wippyc.analyse.string_calls import StringCall, literal, pattern_of
from wippyc.emit.build import attribute, call, constant
from wippyc.emit.context import FunctionContext
from wippyc.emit.patterns import is_regular, pattern_constant

# (pattern, replacement) → method that strips blanks.
_STRIPS = {
    ("^%s+", ""): "lstrip", ("^%s*", ""): "lstrip", ("%s+$", ""): "rstrip",
    ("^%s*(.-)%s*$", "%1"): "strip",
}  # fmt: skip


def emit_replace(
    context: FunctionContext, called: StringCall, *, with_count: bool
) -> ast.expr | None:
    """Emit a replacement of all matches: the text, or the pair of the text and their number."""
    from wippyc.emit.expressions import emit_one

    pattern, source = pattern_of(called), literal(called.arguments, 1)
    replacement = literal(called.arguments, 2)
    if pattern is None or source is None or replacement is None:
        return None
    if not with_count:
        method = _STRIPS.get((source, replacement))
        if method is not None:
            blanks = context.imports.standard("string", "whitespace")
            return call(attribute(emit_one(context, called.arguments[0]), method), [blanks])
        text = literal_text(pattern)
        if text is not None and "%" not in replacement:
            subject = emit_one(context, called.arguments[0])
            return call(attribute(subject, "replace"), [constant(text), constant(replacement)])
    template = _template(pattern, replacement)
    if template is None or not is_regular(pattern) or any(pattern.captures):
        return None
    if pattern.can_be_empty and not pattern.is_anchored:
        # Python also replaces an empty match right behind another match.
        return None
    method = "subn" if with_count else "sub"
    arguments = [constant(template), emit_one(context, called.arguments[0])]
    return call(attribute(pattern_constant(context, source), method), arguments)


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
