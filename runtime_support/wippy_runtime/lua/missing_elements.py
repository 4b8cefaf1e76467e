"""What Lua says where a list or dict has no element, and generated code goes on with it at once.

`prices[i - 1] + fee` raises an IndexError or KeyError where Lua adds nil. Which operation that is
tells the source: the expression around the element. Generated code has such elements only beside
operands that can be looked at again.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import add, floordiv, mod, mul, sub
from types import FrameType
from typing import Any

_OPERATIONS: Mapping[type[ast.operator], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
}  # fmt: skip
_HELPERS = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "idiv": "//", "mod": "%",
    "band": "&", "bor": "|", "bxor": "^", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
}  # fmt: skip
_COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_RING: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: add, ast.Sub: sub, ast.Mult: mul,
}  # fmt: skip
_DIVISIONS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.FloorDiv: floordiv, ast.Mod: mod,
}  # fmt: skip
_NUMBER_FUNCTIONS = frozenset({"abs", "max", "min"})
# What another operand is that cannot be looked at again.
_NUMBER = 0


@dataclass(frozen=True, slots=True)
class FailedOperation:
    """What was done with a missing element.

    Attributes:
        exception: What Python raises for `None` in its place.
        node: The operation.
    """

    exception: Exception
    node: ast.expr


class _EarlierError(Exception):
    """An operand that Lua looks at earlier fails itself."""

    def __init__(self, exception: Exception, node: ast.expr) -> None:
        super().__init__()
        self.operation = FailedOperation(exception, node)


def failed_operation(
    nodes: Iterable[ast.expr], element: ast.expr, frame: FrameType
) -> FailedOperation | None:
    """Return the operation around a missing element.

    Args:
        nodes: Expressions of the module.
        element: The element.
        frame: Where it is missing.
    """
    parents = {id(child): node for node in nodes for child in ast.iter_child_nodes(node)}
    while isinstance(parents.get(id(element)), ast.IfExp):
        # A test before the element.
        element = parents[id(element)]
    parent = parents.get(id(element))
    if parent is None:
        return None
    try:
        found = _exception(parent, element, {**frame.f_globals, **frame.f_locals})
    except _EarlierError as earlier:
        # Lua evaluates the other operand before it looks at the element.
        return earlier.operation
    return None if found is None else FailedOperation(found, parent)


def _exception(node: ast.expr, element: ast.expr, names: Mapping[str, Any]) -> Exception | None:
    """Return what an operation raises; `None` if it does nothing with the element."""
    match node:
        case ast.Subscript(value=value, slice=key) if value is element:
            looked_at(key, names)
            return _not_indexable(node)
        case ast.Attribute():
            return _not_indexable(node)
        case ast.BinOp(left=left, op=operator, right=right):
            symbol = _OPERATIONS.get(type(operator), "+")
            types = [_type_name(each, element, names) for each in (left, right)]
            return _unsupported(symbol, *types)
        case ast.Compare(left=left, ops=[order], comparators=[right]) if (
            type(order) in _COMPARISONS
        ):
            symbol = _COMPARISONS[type(order)]
            types = [_type_name(each, element, names) for each in (left, right)]
            return _unordered(symbol, *types)
        case ast.UnaryOp(op=ast.USub()):
            return TypeError("bad operand type for unary -: 'NoneType'")
        case ast.Call(func=ast.Name(id="len")):
            return TypeError("object of type 'NoneType' has no len()")
        case ast.Call(func=ast.Name(id="index")):
            return _not_indexable(node)
        case ast.Call(
            func=ast.Name(id=function) | ast.Attribute(attr=function), args=arguments
        ) if function in _NUMBER_FUNCTIONS:
            for argument in arguments:
                if argument is not element:
                    looked_at(argument, names)
            position = arguments.index(element) + 1
            return TypeError(f"bad argument #{position} to {function} (number expected, got nil)")
        case ast.Call(func=ast.Name(id=helper), args=[left, right]) if helper in _HELPERS:
            types = [_type_name(each, element, names) for each in (left, right)]
            symbol = _HELPERS[helper]
            describe = _unordered if symbol in _COMPARISONS.values() else _unsupported
            return describe(symbol, *types)
        case _:
            return None


def _not_indexable(node: ast.expr) -> Exception:
    """Return what Python raises where a field of nil is read."""
    if isinstance(node, ast.Attribute):
        return AttributeError(f"'NoneType' object has no attribute '{node.attr}'")
    return TypeError("'NoneType' object is not subscriptable")


def _unsupported(symbol: str, left: str, right: str) -> Exception:
    return TypeError(f"unsupported operand type(s) for {symbol}: '{left}' and '{right}'")


def _unordered(symbol: str, left: str, right: str) -> Exception:
    return TypeError(f"'{symbol}' not supported between instances of '{left}' and '{right}'")


def _type_name(node: ast.expr, element: ast.expr, names: Mapping[str, Any]) -> str:
    return type(None if node is element else looked_at(node, names)).__name__


def looked_at(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return what an operand without effects gives; a number for others."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.Subscript(value=table, slice=key):
            base = looked_at(table, names)
            position = looked_at(key, names)
            if base is None:
                raise _EarlierError(_not_indexable(node), node)
            try:
                return base[position]
            except (LookupError, TypeError):
                return None
        case ast.Call(func=ast.Attribute(value=entries, attr="get"), args=[key, *_]):
            base = looked_at(entries, names)
            position = looked_at(key, names)
            if base is None:
                raise _EarlierError(_not_indexable(node), node)
            return base.get(position)
        case ast.Attribute(value=value, attr=field):
            base = looked_at(value, names)
            if base is None:
                raise _EarlierError(_not_indexable(node), node)
            return getattr(base, field, None)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return looked_at(body if looked_at(test, names) else orelse, names)
        case ast.Compare(left=left, ops=[ast.Gt()], comparators=[right]):
            return looked_at(left, names) > looked_at(right, names)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _RING:
            one, other = looked_at(left, names), looked_at(right, names)
            if not (isinstance(one, int | float) and isinstance(other, int | float)):
                types = (type(one).__name__, type(other).__name__)
                raise _EarlierError(_unsupported(_OPERATIONS[type(operator)], *types), node)
            return _RING[type(operator)](one, other)
        case ast.BinOp(left=left, op=operator, right=ast.Constant(value=int() as divisor)) if (
            type(operator) in _DIVISIONS and divisor > 0
        ):
            number = looked_at(left, names)
            if not isinstance(number, int | float):
                failure = _unsupported(_OPERATIONS[type(operator)], type(number).__name__, "int")
                raise _EarlierError(failure, node)
            return _DIVISIONS[type(operator)](number, divisor)
        case ast.Call(func=ast.Name(id="wrap64"), args=[inner]):
            return looked_at(inner, names)
        case _:
            return _NUMBER
