"""Tables and keys that cost nothing to name twice.

t.rows[i] = nil                  `t.rows` and `i`: two names and a field
load(path)[next_row()] = 1       neither: each may do something
"""

from __future__ import annotations

from wippyc.analyse.dataflow.appends import is_same_place
from wippyc.ir import nodes as ir


def is_plain_place(expr: ir.Expr) -> bool:
    """Whether an expression is a variable, or a field of one."""
    match expr:
        case ir.VariableRef() | ir.Index(object=ir.VariableRef(), key=ir.Constant(value=str())):
            return True
        case _:
            return False


def is_entry(expr: ir.Expr) -> bool:
    """Whether an expression is `t[key]` of two variables."""
    match expr:
        case ir.Index(object=ir.VariableRef(), key=ir.VariableRef()):
            return True
        case _:
            return False


def is_behind_entry(target: ir.Index) -> bool:
    """Whether a place is `t[key][#t[key] + 1]`."""
    match target:
        case ir.Index(
            object=ir.Index(
                object=ir.VariableRef(variable=table), key=ir.VariableRef(variable=key)
            ),
            key=ir.Arithmetic(
                operator="+",
                left=ir.Unary(
                    operator="#",
                    operand=ir.Index(
                        object=ir.VariableRef(variable=same_table),
                        key=ir.VariableRef(variable=same_key),
                    ),
                ),
                right=ir.Constant(value=1 as one),
            ),
        ):
            return table is same_table and key is same_key and not isinstance(one, bool)
        case _:
            return False


def is_plain_key(key: ir.Expr, table: ir.Expr) -> bool:
    """Whether a key is a number, a variable or the length of a table, plus a number."""
    match key:
        case ir.Constant(value=int()) | ir.VariableRef():
            return True
        case ir.Unary(operator="#", operand=counted):
            return is_same_place(counted, table)
        case ir.Arithmetic(operator="+" | "-", left=left, right=ir.Constant(value=int())):
            return not isinstance(left, ir.Arithmetic | ir.Constant) and is_plain_key(left, table)
        case _:
            return False


def is_last_place(target: ir.Index) -> bool:
    """Whether a place is `t[#t]`."""
    match target.key:
        case ir.Unary(operator="#", operand=counted):
            return is_same_place(target.object, counted)
        case _:
            return False


def is_nil(expr: ir.Expr) -> bool:
    """Whether an expression is nil as it is written."""
    return isinstance(expr, ir.Constant) and expr.value is None


def is_front(position: ir.Expr) -> bool:
    """Whether an argument is the place of the first element."""
    return isinstance(position, ir.Constant) and type(position.value) is int and position.value == 1
