"""Single values of `...`: elements of the tuple that Python has of them.

for i = 1, select("#", ...) do          for i in range(1, len(arguments) + 1):
  local value = select(i, ...)              value = arguments[i - 1]
end
local second = select(2, ...)           second = arguments[1] if len(arguments) > 1 else None
"""

from __future__ import annotations

import ast

from wippyc.emit.build import at, call, compare, constant, name, subscript
from wippyc.emit.context import FunctionContext
from wippyc.emit.counters import emit_plus
from wippyc.ir import nodes as ir


def note_count(context: FunctionContext, statement: ir.Local) -> None:
    """Remember `local n = select("#", …)` if nothing else is assigned to the variable."""
    match statement:
        case ir.Local(variables=[variable], values=[value]) if _is_count(context, value):
            if variable not in context.facts.captures.assigned:
                context.vararg_counts.add(variable)
        case _:
            pass


def note_positions(context: FunctionContext, loop: ir.NumericFor) -> None:
    """Remember the variable of a loop that only takes positions of values in `...`."""
    if loop.variable in context.facts.captures.assigned:
        return
    match loop:
        case ir.NumericFor(start=start, stop=stop, step=None):
            first, last = start, stop
        case ir.NumericFor(start=start, stop=stop, step=step) if _is_backwards(step):
            first, last = stop, start
        case _:
            return
    match first:
        case ir.Constant(value=int() as number) if number >= 1 and _is_count(context, last):
            context.vararg_positions.add(loop.variable)
        case _:
            pass


def _is_backwards(step: ir.Expr | None) -> bool:
    match step:
        case ir.Constant(value=int() as amount):
            return amount < 0
        case ir.Unary(operator="-", operand=ir.Constant(value=int() as amount)):
            return amount > 0
        case _:
            return False


def _is_count(context: FunctionContext, expr: ir.Expr) -> bool:
    match expr:
        case ir.First(inner=inner):
            return _is_count(context, inner)
        case ir.VariableRef(variable=variable):
            return variable in context.vararg_counts
        case ir.ApiCall(
            module="base", function=row, arguments=(ir.Constant(value="#"), ir.Vararg())
        ):
            return row.name == "select"
        case _:
            return False


def emit_selected(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit `select(position, ...)` as one value; `None` if the position is not known."""
    match expr:
        case ir.ApiCall(module="base", function=row, arguments=(position, ir.Vararg())) if (
            row.name == "select"
        ):
            pass
        case _:
            return None
    values = name(context.varargs)
    match position:
        case ir.VariableRef(variable=variable) if variable in context.vararg_positions:
            return at(subscript(values, emit_plus(context, position, -1)), expr.span)
        case ir.Constant(value=int() as number) if number > 1 and not isinstance(number, bool):
            test = compare(call(name("len"), [values]), ast.Gt(), constant(number - 1))
            element = subscript(values, constant(number - 1))
            return ast.IfExp(test=test, body=at(element, expr.span), orelse=constant(None))
        case _:
            return None
