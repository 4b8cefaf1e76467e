"""Calls that give a text of one character at most, and patterns that look at one.

s:sub(i, i), s:sub(-1), string.char(n)      one character, or none
s:match("^(.)")                             the same, or nil
c:match("%d")                               asks whether `c`, if it is such a text, is a digit
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wippyc.analyse.abstract_values.lua_patterns import LuaPattern, Part
from wippyc.analyse.abstract_values.values import Tag, Value
from wippyc.ir import nodes as ir

CHARACTER = Value(Tag.CHARACTER)
# Operands of which an operator runs no code of the program.
_OPERATED = Tag.TABLE | Tag.OBJECT


def is_one_character(
    name: str,
    arguments: tuple[ir.Expr, ...],
    value_of: Callable[[ir.Expr], Value],
    *,
    is_plain: bool,
) -> bool:
    """Whether the first result of `string.sub` or `string.char` has one character at most.

    Args:
        name: Name of the function.
        arguments: Its arguments.
        value_of: Gives the value of an expression.
        is_plain: Whether reading a field runs no code of the program.
    """
    match name, arguments:
        case "char", (ir.Constant() | ir.VariableRef() | ir.Arithmetic() | ir.Index(),):
            return True
        case "sub", (_, start, stop):
            return _is_same_position(start, stop, value_of, is_plain=is_plain)
        case "sub", (_, ir.Constant(value=-1)):
            return True
        case _:
            return False


def _is_same_position(
    one: ir.Expr, other: ir.Expr, value_of: Callable[[ir.Expr], Value], *, is_plain: bool
) -> bool:
    """Whether two expressions give the same position when the one is evaluated behind the other."""
    match one, other:
        case ir.Constant(value=first), ir.Constant(value=second):
            return type(first) is type(second) is int and first == second
        case ir.VariableRef(variable=first_variable), ir.VariableRef(variable=second_variable):
            return first_variable is second_variable
        case (
            ir.Index(object=first_base, key=ir.Constant(value=str() as first_key)),
            ir.Index(object=second_base, key=ir.Constant(value=str() as second_key)),
        ):
            return (
                is_plain
                and first_key == second_key
                and value_of(first_base).only(Tag.TABLE | Tag.NIL)
                and _is_same_position(first_base, second_base, value_of, is_plain=is_plain)
            )
        case (
            ir.Arithmetic(operator="+" | "-" as operator, left=left, right=right),
            ir.Arithmetic(operator=same_operator, left=other_left, right=other_right),
        ):
            return (
                operator == same_operator
                and not value_of(left).can_be(_OPERATED)
                and not value_of(right).can_be(_OPERATED)
                and _is_same_position(left, other_left, value_of, is_plain=is_plain)
                and _is_same_position(right, other_right, value_of, is_plain=is_plain)
            )
        case _:
            return False


def captures_character(pattern: LuaPattern, position: int) -> bool:
    """Whether what a pattern captures at a position is one character at most.

    Args:
        pattern: The pattern.
        position: Position of the capture; a pattern without captures has the whole match as its
            only one.
    """
    if not pattern.captures:
        return position == 0 and _is_item(_without_anchors(pattern))
    opened = -1
    for at, part in enumerate(pattern.parts):
        opened += part.kind in ("open", "position")
        if opened == position:
            match pattern.parts[at + 1 : at + 3]:
                case (item, end) if end.kind == "close":
                    return _is_item([item])
            return False
    return False


def tested_class(pattern: LuaPattern) -> str | None:
    """Return the class of characters that a pattern finds in a text of one character at most."""
    parts = _without_anchors(pattern)
    match parts:
        case [open_, *inner, close] if (open_.kind, close.kind) == ("open", "close"):
            parts = inner
        case _:
            pass
    match parts:
        case [part] if part.kind == "item" and part.quantifier in ("", "+"):
            return part.text
        case _:
            return None


def _without_anchors(pattern: LuaPattern) -> list[Part]:
    return [part for part in pattern.parts if part.kind != "end"]


def _is_item(parts: Sequence[Part]) -> bool:
    return len(parts) == 1 and parts[0].kind == "item" and parts[0].quantifier in ("", "?")
