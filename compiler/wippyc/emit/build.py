"""Small constructors for Python syntax trees.

The emitter builds trees of the standard `ast` module; `emit.printer` turns them into libcst and
text. Extra attributes travel on nodes: `lua_span` (where it comes from, for the line map),
`lua_position` (an element of a list, whose index counts from 0), `lua_method` (what Lua does not
find in nil, where Python does something else) and `lua_comments` (comments to print above or behind
a statement).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import TypeVar

from wippyc.lua.syntax import Comments
from wippyc.source import Span

Node = TypeVar("Node", bound=ast.AST)


def name(identifier: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(id=identifier, ctx=ast.Load())


def store(identifier: str) -> ast.Name:
    """A name that is assigned."""
    return ast.Name(id=identifier, ctx=ast.Store())


def constant(value: bool | int | float | str | None) -> ast.expr:
    """A literal; infinities and NaN become `float("…")`."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        text = "nan" if value != value else ("inf" if value > 0 else "-inf")
        return call(name("float"), [ast.Constant(value=text)])
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and str(value).startswith("-"):
        assert isinstance(value, int | float)
        return ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=-value))
    return ast.Constant(value=value)


def attribute(value: ast.expr, attr: str) -> ast.Attribute:
    """`value.attr`"""
    return ast.Attribute(value=value, attr=attr, ctx=ast.Load())


def call(
    function: ast.expr,
    arguments: Sequence[ast.expr] = (),
    keywords: Iterable[tuple[str, ast.expr]] = (),
) -> ast.Call:
    """`function(arguments, key=value)`"""
    return ast.Call(
        func=function,
        args=list(arguments),
        keywords=[ast.keyword(arg=key, value=value) for key, value in keywords],
    )


def lambda_of(parameters: Sequence[str], body: ast.expr) -> ast.Lambda:
    """`lambda parameters: body`"""
    arguments = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(arg=each, annotation=None) for each in parameters],
        vararg=None,
        kwonlyargs=[],
        kw_defaults=[],
        kwarg=None,
        defaults=[],
    )
    return ast.Lambda(args=arguments, body=body)


def subscript(value: ast.expr, key: ast.expr) -> ast.Subscript:
    """`value[key]`"""
    return ast.Subscript(value=value, slice=key, ctx=ast.Load())


def star(value: ast.expr) -> ast.Starred:
    """`*value`"""
    return ast.Starred(value=value, ctx=ast.Load())


def tuple_of(values: Sequence[ast.expr]) -> ast.Tuple:
    """A tuple that is read."""
    return ast.Tuple(elts=list(values), ctx=ast.Load())


def store_tuple(names: Sequence[ast.expr]) -> ast.expr:
    """One assignment target for several names."""
    if len(names) == 1:
        return names[0]
    return ast.Tuple(elts=list(names), ctx=ast.Store())


def assign(target: ast.expr, value: ast.expr) -> ast.Assign:
    """`target = value`"""
    return ast.Assign(targets=[target], value=value)


def annotated(target: str, value: ast.expr, annotation: ast.expr) -> ast.AnnAssign:
    """`target: annotation = value`"""
    return ast.AnnAssign(target=store(target), annotation=annotation, value=value, simple=1)


def walrus(target: str, value: ast.expr) -> ast.NamedExpr:
    """`(target := value)`"""
    return ast.NamedExpr(target=store(target), value=value)


def is_none(value: ast.expr, *, negated: bool = False) -> ast.expr:
    """`value is None`, or `value is not None`."""
    return is_constant(value, None, negated=negated)


def is_constant(value: ast.expr, tested: bool | None, *, negated: bool = False) -> ast.expr:
    """`value is tested`, or `value is not tested`; the answer itself for a literal.

    Python warns of an identity test of a literal, as `1 is None`.
    """
    if is_literal(value):
        same = isinstance(value, ast.Constant) and value.value is tested
        return ast.Constant(value=same is not negated)
    operator: ast.cmpop = ast.IsNot() if negated else ast.Is()
    return compare(value, operator, ast.Constant(value=tested))


def is_truthy(variable: ast.Name) -> ast.expr:
    """`variable is not None and variable is not False`"""
    tests = [is_constant(variable, tested, negated=True) for tested in (None, False)]
    return ast.BoolOp(op=ast.And(), values=tests)


def is_literal(value: ast.expr) -> bool:
    """Whether Python knows a value, which has no fields and cannot be called, while compiling."""
    match value:
        case ast.Constant() | ast.JoinedStr():
            return True
        case ast.UnaryOp(op=ast.USub() | ast.Invert(), operand=operand):
            return is_literal(operand)
        case ast.BinOp(left=left, right=right):
            return is_literal(left) and is_literal(right)
    return False


def compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.Compare:
    """`left operator right`"""
    return ast.Compare(left=left, ops=[operator], comparators=[right])


def negate(value: ast.expr) -> ast.expr:
    """The negation of a Python condition, without a double `not`."""
    match value:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            opposite = _OPPOSITES.get(type(operator))
            if opposite is not None:
                return at(compare(left, opposite(), right), span_of(value))
        case ast.BoolOp(op=ast.And(), values=[first, second]) if _are_identity_tests(value):
            return ast.BoolOp(op=ast.Or(), values=[negate(first), negate(second)])
    return ast.UnaryOp(op=ast.Not(), operand=value)


def _are_identity_tests(node: ast.BoolOp) -> bool:
    return all(
        isinstance(test, ast.Compare) and type(test.ops[0]) is ast.IsNot for test in node.values
    )


# Only identity tests and equality have an exact opposite (NaN orders neither way).
_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def at(node: Node, span: Span | None) -> Node:
    """Remember where a node comes from."""
    if span is not None:
        node.lua_span = span  # type: ignore[attr-defined]
    return node


def counting_from_zero(node: Node) -> Node:
    """Note that a node is an element of a list, whose index is one less than in Lua."""
    node.lua_position = True  # type: ignore[attr-defined]
    return node


def is_position(node: ast.AST) -> bool:
    """Whether a node is noted to be an element of a list."""
    return hasattr(node, "lua_position")


def naming_method(node: Node, method: str) -> Node:
    """Note which method of a string a node stands for, which nothing else has."""
    node.lua_method = method  # type: ignore[attr-defined]
    return node


def method_named(node: ast.AST) -> str | None:
    """Return the method of strings that a node is noted to stand for."""
    return getattr(node, "lua_method", None)


def span_of(node: ast.AST) -> Span | None:
    """Return where a node comes from, if that was noted."""
    return getattr(node, "lua_span", None)


def comment(node: ast.stmt, comments: Comments) -> ast.stmt:
    """Attach the Lua comments of a statement."""
    if comments.leading or comments.trailing:
        node.lua_comments = comments  # type: ignore[attr-defined]
    return node


def simple(value: ast.expr) -> bool:
    """Whether an expression can be evaluated again, or in another order, unnoticed."""
    match value:
        case ast.Name() | ast.Constant():
            return True
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
        case _:
            return False


def is_named_key(key: ast.expr) -> bool:
    """Whether a message about a table that is nil can tell the key: from names and numbers.

    Sums and products count only where they are of integers.
    """
    match key:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            return is_named_key(left) and is_named_key(right)
        case _:
            return simple(key)
