"""What is certainly a string, and what raises in Python as in Lua if it is none.

local function slug(name)          `name` may be nil: Lua cannot index it with `gsub`,
  return name:gsub("%W+", "-")     and nothing can be replaced in it in Python
end
"""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.string_calls import StringCall, has_only_text_methods
from wippyc.analyse.abstract_values.values import Tag
from wippyc.emit.build import naming_method
from wippyc.emit.context import FunctionContext
from wippyc.ir import nodes as ir


def is_string(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression is certainly a string."""
    value = context.facts.value(expr)
    return bool(value.tags) and value.only(Tag.STRING)


def is_text_call(context: FunctionContext, called: StringCall) -> bool:
    """Whether the first argument is a string, or Python raises for it when Lua does.

    The text is looked at last, so nothing else may be done before.
    """
    match called.arguments:
        case (text, *_) if is_string(context, text):
            return True
        case (ir.VariableRef() as text, *others) if called.is_method:
            is_text = has_only_text_methods(context.facts.value(text))
            return is_text and all(map(_is_plain, others))
        case _:
            return False


def noted(context: FunctionContext, called: StringCall, node: ast.expr) -> ast.expr:
    """Note at what raises for a receiver that is no string which method Lua does not find."""
    if not is_string(context, called.arguments[0]):
        naming_method(node, called.name)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            naming_method(node.func, called.name)
    return node


def _is_plain(expr: ir.Expr) -> bool:
    """Whether an argument is there without looking at anything."""
    match expr:
        case ir.Constant() | ir.VariableRef() | ir.Function():
            return True
        case ir.Arithmetic(left=left, right=right):
            return _is_plain(left) and _is_plain(right)
        case _:
            return False
