"""Comparisons of `type(x)` with the name of a type, as Python's own type tests."""

from __future__ import annotations

import ast

from wippyc.analyse.values import Tag
from wippyc.emit.build import call, compare, is_none, name, negate
from wippyc.emit.context import FunctionContext
from wippyc.ir import nodes as ir

_CLASSES = {"string": "str", "boolean": "bool"}


def emit_type_test(context: FunctionContext, expr: ir.Compare) -> ast.expr | None:
    """Emit `type(x) == "table"` and its like as `isinstance(x, Table)`; `None` for others."""
    from wippyc.emit.expressions import emit_one

    match expr.left, expr.right:
        case (
            ir.ApiCall(module="base", function=left, arguments=(one,)),
            ir.ApiCall(module="base", function=right, arguments=(other,)),
        ) if left.name == right.name == "type":
            operands = [emit_one(context, one), emit_one(context, other)]
            test: ast.expr = call(context.imports.helper("same_type"), operands)
            return negate(test) if expr.operator == "~=" else test
        case _:
            pass
    for one, other in ((expr.left, expr.right), (expr.right, expr.left)):
        match one, other:
            case (
                ir.ApiCall(module="base", function=row, arguments=(argument,)),
                ir.Constant(value=str(type_name)),
            ) if row.name == "type":
                found = _test(context, argument, type_name)
                if found is None:
                    return None
                return negate(found) if expr.operator == "~=" else found
    return None


def _test(context: FunctionContext, argument: ir.Expr, type_name: str) -> ast.expr | None:
    from wippyc.emit.expressions import emit_one

    match type_name:
        case "nil":
            return is_none(emit_one(context, argument))
        case "table":
            return _is_instance(emit_one(context, argument), context.imports.helper("Table"))
        case "string" | "boolean":
            return _is_instance(emit_one(context, argument), name(_CLASSES[type_name]))
        case "number":
            value = emit_one(context, argument)
            if not context.facts.value(argument).can_be(Tag.FLOAT | Tag.TRUE | Tag.FALSE):
                return _is_instance(value, name("int"))
            # Python counts booleans as integers.
            types = context.imports.helper("NUMBER_TYPES")
            return compare(call(name("type"), [value]), ast.In(), types)
        case _:
            return None


def _is_instance(value: ast.expr, kind: ast.expr) -> ast.expr:
    return call(name("isinstance"), [value, kind])
