"""Stores behind the last element.

t[#t + 1] = value              t.append(value)
t[#t + 1] = shorten(t)         not so: the length was asked for before `shorten` ran
"""

from __future__ import annotations

from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.running_code import may_run_lua
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_expression


def is_append(index: ir.Index, value: ir.Expr, flow: Flow) -> bool:
    """Whether a store is `t[#t + 1] = value`, and `value` cannot change `t`.

    `t` may be a local, or fields of one.
    """
    return is_behind_end(index) and not any(
        may_run_lua(part, flow) for part in walk_expression(value)
    )


def is_behind_end(index: ir.Index) -> bool:
    """Whether a place is `t[#t + 1]`."""
    match index:
        case ir.Index(
            object=table,
            key=ir.Arithmetic(
                operator="+",
                left=ir.Unary(operator="#", operand=counted),
                right=ir.Constant(value=1 as one),
            ),
        ):
            return is_same_place(table, counted) and not isinstance(one, bool)
        case _:
            return False


def is_same_place(one: ir.Expr, other: ir.Expr) -> bool:
    """Whether two expressions are the same local, or the same fields of one."""
    match one, other:
        case ir.VariableRef(variable=first), ir.VariableRef(variable=second):
            return first is second
        case (
            ir.Index(object=first_base, key=ir.Constant(value=str() as first_key)),
            ir.Index(object=second_base, key=ir.Constant(value=str() as second_key)),
        ):
            return first_key == second_key and is_same_place(first_base, second_base)
        case _:
            return False
