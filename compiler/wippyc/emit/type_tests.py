"""Comparisons of `type(x)` with the name of a type, as Python's own type tests."""

from __future__ import annotations

import ast

from wippyc.analyse.abstract_values.type_names import compared_type, is_table_or_nil
from wippyc.analyse.abstract_values.values import Tag
from wippyc.emit.build import call, compare, is_none, name, negate, simple
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
            return _same_type(context, operands, negated=expr.operator == "~=")
        case _:
            pass
    match compared_type(expr):
        case ir.ApiCall() as call, type_name:
            measured = call
        case ir.VariableRef(variable=variable), type_name if variable in context.facts.type_names:
            measured = context.facts.type_names[variable]
        case _:
            return None
    match measured:
        case ir.ApiCall(module="base", function=row, arguments=(argument,)) if row.name == "type":
            found = _test(context, argument, type_name)
            return negate(found) if found is not None and expr.operator == "~=" else found
        case _:
            return None


def _same_type(context: FunctionContext, operands: list[ast.expr], *, negated: bool) -> ast.expr:
    """Emit `type(a) == type(b)`: Python's types first, which need no call of the runtime."""
    test = call(context.imports.helper("same_type"), operands)
    general: ast.expr = negate(test) if negated else test
    if not all(map(simple, operands)):
        return general
    classes = [call(name("type"), [operand]) for operand in operands]
    quick = compare(classes[0], ast.IsNot() if negated else ast.Is(), classes[1])
    operator: ast.boolop = ast.And() if negated else ast.Or()
    return ast.BoolOp(op=operator, values=[quick, general])


def _test(context: FunctionContext, argument: ir.Expr, type_name: str) -> ast.expr | None:
    from wippyc.emit.expressions import emit_one

    match type_name:
        case "nil":
            return is_none(emit_one(context, argument))
        case "table" if is_table_or_nil(context.facts.value(argument)):
            return is_none(emit_one(context, argument), negated=True)
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
