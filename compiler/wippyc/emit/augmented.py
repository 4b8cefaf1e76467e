"""Augmented assignments: `total = total + x` is written `total += x`."""

from __future__ import annotations

import ast

from wippyc.emit.build import at, span_of

# Where statements have statements: nothing else is walked.
_BLOCKS = ("body", "orelse")
_OPERATORS = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod,
    ast.BitAnd, ast.BitOr, ast.BitXor, ast.LShift, ast.RShift,
)  # fmt: skip


def augment(tree: ast.Module) -> ast.Module:
    """Shorten the assignments of a module that change a variable or field by an operation.

    Numbers and texts are the only operands of Python's own operators in generated code, so the
    operation is the same; base and key of a field are names or constants, so nothing is evaluated
    again.
    """
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        for field in _BLOCKS:
            block = getattr(node, field, None)
            if block:
                block[:] = [_augmented(statement) for statement in block]
                waiting.extend(block)
    return tree


def _augmented(statement: ast.stmt) -> ast.stmt:
    match statement:
        case ast.Assign(
            targets=[ast.Name() | ast.Attribute() | ast.Subscript() as target],
            value=ast.BinOp(left=left, op=operator, right=right) as value,
        ) if isinstance(operator, _OPERATORS) and _is_same_place(target, left):
            changed = ast.AugAssign(target=target, op=operator, value=right)
            for name in ("lua_comments", "lua_dangling"):
                if hasattr(statement, name):
                    setattr(changed, name, getattr(statement, name))
            # A failing operation is looked for by the position of the statement.
            return at(changed, span_of(value) or span_of(statement))
        case _:
            return statement


def _is_same_place(target: ast.expr, read: ast.expr) -> bool:
    match target, read:
        case ast.Name(id=one), ast.Name(id=other):
            return one == other
        case ast.Attribute(value=ast.Name(id=one), attr=first), ast.Attribute(
            value=ast.Name(id=other), attr=second
        ):
            return one == other and first == second
        case ast.Subscript(value=ast.Name(id=one), slice=first_key), ast.Subscript(
            value=ast.Name(id=other), slice=second_key
        ):
            return one == other and _is_same_key(first_key, second_key)
        case _:
            return False


def _is_same_key(one: ast.expr, other: ast.expr) -> bool:
    match one, other:
        case ast.Name(id=first), ast.Name(id=second):
            return first == second
        case ast.Constant(value=first_value), ast.Constant(value=second_value):
            return type(first_value) is type(second_value) and bool(first_value == second_value)
        case _:
            return False
