"""Expressions nested deeper than CPython's parser allows are computed in steps.

CPython refuses 200 nested parentheses. Long chains such as `a + b + c + …` of unknown operands nest
their helper calls along the operand that is evaluated first; every so many levels that operand is
kept in a name:

    add(add(add(… , y), z)     ((part := add(… , x)), add(add(part, y), z))[-1]
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from wippyc.emit.build import constant, name, subscript, tuple_of, walrus

_DEEPEST = 60
_STEP = 30
_FIRST_OPERANDS: Mapping[type[ast.expr], str] = {
    ast.BinOp: "left",
    ast.Compare: "left",
    ast.IfExp: "test",
    ast.UnaryOp: "operand",
    **dict.fromkeys(
        (ast.Subscript, ast.Attribute, ast.Await, ast.NamedExpr, ast.Starred, ast.Yield,
         ast.YieldFrom),
        "value",
    ),
}  # fmt: skip


def flatten_deep_expressions(body: list[ast.stmt]) -> None:
    """Rewrite the expressions of statements that are nested too deep, in place."""
    part = ""
    for statement in _statements(body):
        for field in statement._fields:
            value = getattr(statement, field, None)
            if isinstance(value, ast.expr) and len(spine := _spine(value)) > _DEEPEST:
                part = part or _unused_name(body)
                setattr(statement, field, _in_steps(spine, part))


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    stack: list[ast.stmt] = list(body)
    while stack:
        statement = stack.pop()
        yield statement
        for field in statement._fields:
            value = getattr(statement, field, None)
            if isinstance(value, list):
                stack.extend(each for each in value if isinstance(each, ast.stmt))


def _unused_name(body: list[ast.stmt]) -> str:
    used: set[str] = set()
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                used.add(node.id)
            elif isinstance(node, ast.arg):
                used.add(node.arg)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                used.add(node.name)
    number, found = 2, "part"
    while found in used:
        found = f"part_{number}"
        number += 1
    return found


def _first_operand(node: ast.expr) -> tuple[str, int | None] | None:
    """Return the field (and index) of the operand that Python evaluates first."""
    field = _FIRST_OPERANDS.get(type(node))
    if field is not None:
        return field, None
    match node:
        case ast.Call(func=ast.Name(), args=[_, *_]):
            return "args", 0
        case ast.Call(func=ast.Attribute() | ast.Call() | ast.Subscript()):
            return "func", None
        case ast.BoolOp():
            return "values", 0
        case _:
            return None


def _spine(node: ast.expr) -> list[ast.expr]:
    """Return an expression, its first operand, that one's first operand, and so on."""
    found = [node]
    while (place := _first_operand(found[-1])) is not None:
        field, index = place
        value = getattr(found[-1], field)
        found.append(value if index is None else value[index])
    return found


def _in_steps(spine: list[ast.expr], part: str) -> ast.expr:
    steps: list[ast.expr] = []
    position = len(spine) - _STEP
    while position > _STEP // 2:
        if isinstance(spine[position], ast.Starred):
            position += 1
        parent = spine[position - 1]
        place = _first_operand(parent)
        assert place is not None
        field, index = place
        if index is None:
            setattr(parent, field, name(part))
        else:
            getattr(parent, field)[index] = name(part)
        steps.append(walrus(part, spine[position]))
        position -= _STEP
    return subscript(tuple_of([*steps, spine[0]]), constant(-1))
