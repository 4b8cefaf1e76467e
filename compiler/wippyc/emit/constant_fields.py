"""Fields that never change as constants of the generated module.

local OP = { PUSH = 1, ADD = 2 }      OP_PUSH = 1
if op == OP.PUSH then                 if op == OP_PUSH:
"""

from __future__ import annotations

import ast
import re

from wippyc.analyse.objects.constant_fields import ConstantField
from wippyc.emit.build import assign, constant, name, store
from wippyc.emit.context import FunctionContext, ModuleContext
from wippyc.ir import nodes as ir

_WORD_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def emit_constant_read(context: FunctionContext, expr: ir.Index) -> ast.expr | None:
    """Emit the read of a field that never changes; `None` for others.

    An attribute of a variable is as good as a constant.
    """
    found = context.facts.constant_fields.reads.get(expr)
    if found is None:
        return None
    is_attribute = context.facts.records.of(context.facts.value(expr.object)) is not None
    if is_attribute and isinstance(expr.object, ir.VariableRef):
        return None
    return _constant(context, found)


def emit_item(context: FunctionContext, table: ir.TableConstructor, item: ir.KeyedItem) -> ast.expr:
    """Emit what a constructor gives to a field: its constant, if the module has one."""
    from wippyc.emit.expressions import emit_one

    match item.key:
        case ir.Constant(value=str() as key):
            found = context.facts.constant_fields.places.get((table, key))
        case _:
            found = None
    if found is not None and context.module.unit.id in found.readers:
        return _constant(context, found)
    return emit_one(context, item.value)


def _constant(context: FunctionContext, field: ConstantField) -> ast.expr:
    constants = context.module.field_constants
    if field not in constants:
        wanted = _WORD_BORDER.sub("_", field.name)
        if len(field.table) > 1:
            wanted = f"{_WORD_BORDER.sub('_', field.table)}_{wanted}"
        constants[field] = context.fresh_constant(wanted.upper())
    return name(constants[field])


def field_definitions(module: ModuleContext) -> list[ast.stmt]:
    """Return the assignments of all constants that were used."""
    return [
        assign(store(python_name), constant(field.value))
        for field, python_name in module.field_constants.items()
    ]
