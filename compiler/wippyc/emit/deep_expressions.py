"""Expressions nested deeper than CPython's parser allows are computed in steps.

CPython refuses 200 nested parentheses. Long chains such as `a + b + c + …` of unknown operands nest
their helper calls along the operand that is evaluated first; every so many levels that operand is
kept in a name:

    add(add(add(… , y), z)     ((part := add(… , x)), add(add(part, y), z))[-1]
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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


# Expressions without operands, which are most of them.
_LEAVES = frozenset({ast.Constant, ast.Name})
# Where statements have statements.
_BLOCKS = ("body", "orelse", "finalbody")
# Expressions whose parts can hold no names of their own: comprehensions, and f-strings.
_CLOSED = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in the tree that holds an expression: a field, or an item of one."""

    owner: ast.AST
    field: str
    index: int | None = None

    def get(self) -> ast.expr:
        """Return what stands there."""
        value = getattr(self.owner, self.field)
        found: ast.expr = value if self.index is None else value[self.index]
        return found

    def put(self, value: ast.expr) -> None:
        """Replace what stands there."""
        if self.index is None:
            setattr(self.owner, self.field, value)
        else:
            getattr(self.owner, self.field)[self.index] = value


def flatten_deep_expressions(body: list[ast.stmt], *, everywhere: bool) -> None:
    """Rewrite expressions that are nested too deep, in place.

    Args:
        body: The statements.
        everywhere: Whether parts of expressions may be nested too deep beside their first operands.
    """
    part = ""
    for statement in _statements(body):
        if not everywhere and not any(map(_is_deep, _operands(statement))):
            continue
        slots = list(_slots(statement))
        while slots:
            slot = slots.pop()
            value = slot.get()
            if not _can_be_replaced(value):
                slots.extend(_slots(value))
                continue
            spine = _spine(value)
            if everywhere:
                slots.extend(place for node in spine for place in _later_slots(node))
            if len(spine) > _DEEPEST:
                part = part or _unused_name(body)
                slot.put(_in_steps(spine, part))


def _is_deep(value: ast.expr) -> bool:
    """Whether first operands are nested too deep in an expression."""
    if not _can_be_replaced(value):
        return any(_is_deep(slot.get()) for slot in _slots(value))
    depth = 1
    while type(value) not in _LEAVES and (place := _first_operand(value)) is not None:
        field, index = place
        inner = getattr(value, field)
        value = inner if index is None else inner[index]
        depth += 1
    return depth > _DEEPEST


def _operands(statement: ast.stmt) -> Iterator[ast.expr]:
    """Yield the expressions that a statement consists of."""
    for field in statement._fields:
        value = getattr(statement, field, None)
        if isinstance(value, ast.expr):
            yield value
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, ast.expr):
                    yield each
                elif isinstance(each, ast.keyword):
                    yield each.value


def _can_be_replaced(value: ast.expr) -> bool:
    if isinstance(value, ast.Starred | ast.NamedExpr):
        return False
    return not isinstance(getattr(value, "ctx", None), ast.Store | ast.Del)


def _slots(node: ast.AST) -> Iterator[_Slot]:
    """Return the places of the expressions that a statement or expression consists of."""
    if isinstance(node, _CLOSED):
        return
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.expr):
            yield _Slot(node, field)
        elif isinstance(value, list):
            for index, each in enumerate(value):
                if isinstance(each, ast.expr):
                    yield _Slot(node, field, index)
                elif isinstance(each, ast.keyword):
                    yield _Slot(each, "value")


def _later_slots(node: ast.expr) -> Iterator[_Slot]:
    """Return the places of all operands but the one that Python evaluates first."""
    first = _first_operand(node)
    for slot in _slots(node):
        if slot.owner is not node or (slot.field, slot.index) != first:
            yield slot


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    stack: list[ast.stmt] = list(body)
    while stack:
        statement = stack.pop()
        yield statement
        for field in _BLOCKS:
            stack.extend(getattr(statement, field, ()))


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
