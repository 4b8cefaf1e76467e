"""Whether a text of one character, or none, is of a class of characters.

c = source:sub(i, i)             SPACE = character_class("%s")
if c:match("%s") then            if c in SPACE:
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.characters import tested_class
from wippyc.analyse.abstract_values.string_calls import StringCall, pattern_of
from wippyc.analyse.abstract_values.values import Tag
from wippyc.emit.build import compare
from wippyc.emit.context import FunctionContext
from wippyc.emit.patterns import class_constant
from wippyc.ir import nodes as ir


def emit_class_test(context: FunctionContext, called: StringCall) -> ast.expr | None:
    """Emit whether `find` or `match` finds the only character of a text; `None` for others."""
    from wippyc.emit.expressions import emit_one

    if len(called.arguments) != 2 or not _is_character(context, called.arguments[0]):
        return None
    pattern = pattern_of(called)
    item = None if pattern is None else tested_class(pattern)
    if item is None:
        return None
    subject = emit_one(context, called.arguments[0])
    return compare(subject, ast.In(), class_constant(context, item))


def _is_character(context: FunctionContext, subject: ir.Expr) -> bool:
    return context.facts.value(subject).certainly(Tag.CHARACTER)
