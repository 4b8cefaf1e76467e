"""Python expressions as text, and comments as libcst nodes.

The standard tree carries the meaning; libcst prints it. An expression is one leaf of libcst's tree:
making and printing a node for each name and blank takes five times as long. Every operand passes
through `_operand`, which compares precedences; `emit.linemap` parses what is printed and compares.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import libcst as cst

from wippyc.emit.literals import bytes_literal_text
from wippyc.lua.syntax import Comment, Comments

_BINARY: Final[Mapping[type[ast.operator], tuple[str, int]]] = {
    ast.Add: ("+", 12), ast.Sub: ("-", 12), ast.Mult: ("*", 13), ast.Div: ("/", 13),
    ast.FloorDiv: ("//", 13), ast.Mod: ("%", 13), ast.BitOr: ("|", 7), ast.BitXor: ("^", 8),
    ast.BitAnd: ("&", 9), ast.LShift: ("<<", 11), ast.RShift: (">>", 11),
}  # fmt: skip
_COMPARISONS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_TERNARY, _OR, _AND, _NOT, _COMPARE, _UNARY, _AWAIT, _ATOM = 1, 3, 4, 5, 6, 14, 16, 18
_BITWISE = range(7, 12)
# What `*` takes in a tuple or list.
_STARRED = 7


def _precedence(node: ast.expr) -> int:
    match node:
        case ast.BinOp(op=operator):
            return _BINARY[type(operator)][1]
        case ast.BoolOp(op=boolean):
            return _OR if isinstance(boolean, ast.Or) else _AND
        case ast.UnaryOp(op=sign):
            return _NOT if isinstance(sign, ast.Not) else _UNARY
        case ast.Compare():
            return _COMPARE
        case ast.IfExp() | ast.Lambda():
            return _TERNARY
        case ast.Await():
            return _AWAIT
        case _:
            return _ATOM


def _is_chain(left: ast.expr, operator: ast.operator) -> bool:
    return isinstance(left, ast.BinOp) and type(left.op) is type(operator)


@dataclass(frozen=True)
class ExpressionText(cst.BaseAssignTargetExpression):
    """A whole expression as one leaf of a libcst tree.

    Attributes:
        value: Its text.
    """

    value: str
    lpar: Sequence[cst.LeftParen] = ()
    rpar: Sequence[cst.RightParen] = ()

    def _visit_and_replace_children(self, visitor: cst.CSTVisitorT) -> ExpressionText:
        return self

    def _codegen_impl(self, state: Any) -> None:
        state.add_token(self.value)


def expression(node: ast.expr) -> ExpressionText:
    """Convert one expression."""
    return ExpressionText(_text(node))


def bare(value: ast.expr) -> ExpressionText:
    """Convert an expression after `=`, `return` or `yield`; a tuple needs no parentheses."""
    return ExpressionText(_bare_text(value))


def bare_yield(node: ast.Yield | ast.YieldFrom) -> ExpressionText:
    """Convert a `yield` that needs no parentheses: a statement or the right side of one."""
    return ExpressionText(_yield_text(node))


def target(node: ast.expr) -> ExpressionText:
    """Convert what is assigned; names need no parentheses."""
    if isinstance(node, ast.Tuple):
        return ExpressionText(_listed(_elements(node.elts)))
    return expression(node)


# --- expressions -------------------------------------------------------------------------------


def _text(node: ast.expr) -> str:
    write = _WRITERS.get(type(node))
    if write is None:
        raise TypeError(f"no text for {ast.dump(node)}")
    return write(node)


def _operand(node: ast.expr, minimum: int) -> str:
    """Return an operand, in parentheses if it binds less tightly than `minimum`."""
    text = _text(node)
    if type(node) is ast.Name or _precedence(node) >= minimum:
        return text
    return f"({text})"


def _bare_text(value: ast.expr) -> str:
    if isinstance(value, ast.Tuple) and len(value.elts) > 1:
        return ", ".join(_elements(value.elts))
    return _text(value)


def _yield_text(node: ast.Yield | ast.YieldFrom) -> str:
    if isinstance(node, ast.YieldFrom):
        return f"yield from {_operand(node.value, _TERNARY)}"
    if node.value is None:
        return "yield"
    return f"yield {_bare_text(node.value)}"


# All bits of words, which nobody knows as decimal numbers.
_MASKS = frozenset({2**32 - 1, 2**64 - 1})


def _constant(node: ast.Constant) -> str:
    value = node.value
    if value is None or isinstance(value, bool):
        return str(value)
    if value is ...:
        return "..."
    if isinstance(value, str):
        return bytes_literal_text(value)
    if isinstance(value, int):
        return f"0x{value:X}" if value in _MASKS else str(value)
    if isinstance(value, float):
        text = repr(value)
        return text if any(char in text for char in ".e") else f"{text}.0"
    raise TypeError(f"no literal for {value!r}")


def _attribute(node: ast.Attribute) -> str:
    value = _operand(node.value, _ATOM)
    if isinstance(node.value, ast.Constant) and isinstance(node.value.value, int | float):
        value = f"({value})"
    return f"{value}.{node.attr}"


def _subscript(node: ast.Subscript) -> str:
    key = node.slice
    if isinstance(key, ast.Slice):
        inside = _slice(key)
    elif isinstance(key, ast.Tuple) and key.elts:
        inside = _listed(_elements(key.elts))
    else:
        inside = _text(key)
    return f"{_operand(node.value, _ATOM)}[{inside}]"


def _slice(key: ast.Slice) -> str:
    lower, upper = ("" if bound is None else _text(bound) for bound in (key.lower, key.upper))
    return f"{lower}:{upper}" if key.step is None else f"{lower}:{upper}:{_text(key.step)}"


def _call(node: ast.Call) -> str:
    match node.args, node.keywords:
        case [ast.NamedExpr() as only], []:
            # The call's own parentheses are enough.
            arguments = [_named_text(only)]
        case _:
            arguments = [
                f"*{_operand(argument.value, _OR)}"
                if isinstance(argument, ast.Starred)
                else _text(argument)
                for argument in node.args
            ]
    for each in node.keywords:
        assert each.arg is not None
        arguments.append(f"{each.arg}={_text(each.value)}")
    return f"{_operand(node.func, _ATOM)}({_between(node, arguments)})"


def _binary(node: ast.BinOp) -> str:
    sign, rank = _BINARY[type(node.op)]
    if rank in _BITWISE and not _is_chain(node.left, node.op):
        # Few readers know which of these operators binds more tightly.
        rank = _UNARY - 1
    return f"{_operand(node.left, rank)} {sign} {_operand(node.right, rank + 1)}"


def _unary(node: ast.UnaryOp) -> str:
    if isinstance(node.op, ast.Not):
        return f"not {_operand(node.operand, _NOT)}"
    return f"-{_operand(node.operand, _UNARY)}"


def _boolean(node: ast.BoolOp) -> str:
    sign, rank = (" or ", _OR) if isinstance(node.op, ast.Or) else (" and ", _AND)
    # `ast` keeps a chain flat; a nested one of the same kind was written with parentheses.
    return sign.join(_operand(value, rank + 1) for value in node.values)


def _compare(node: ast.Compare) -> str:
    pieces = [_operand(node.left, _COMPARE + 1)]
    for operator, right in zip(node.ops, node.comparators, strict=True):
        pieces += (_COMPARISONS[type(operator)], _operand(right, _COMPARE + 1))
    return " ".join(pieces)


def _conditional(node: ast.IfExp) -> str:
    test, body = _operand(node.test, _TERNARY + 1), _operand(node.body, _TERNARY + 1)
    return f"{body} if {test} else {_operand(node.orelse, _TERNARY)}"


def _named_text(node: ast.NamedExpr) -> str:
    assert isinstance(node.target, ast.Name)
    return f"{node.target.id} := {_operand(node.value, _TERNARY)}"


def _lambda(node: ast.Lambda) -> str:
    parameters = ", ".join(each.arg for each in node.args.args)
    return f"lambda{' ' if parameters else ''}{parameters}: {_operand(node.body, _TERNARY)}"


def _elements(elements: Iterable[ast.expr]) -> list[str]:
    return [
        f"*{_operand(element.value, _STARRED)}"
        if isinstance(element, ast.Starred)
        else _text(element)
        for element in elements
    ]


def _listed(elements: Sequence[str]) -> str:
    """Return the inside of a tuple."""
    return f"{elements[0]}," if len(elements) == 1 else ", ".join(elements)


def _dict(node: ast.Dict) -> str:
    items = []
    for key, value in zip(node.keys, node.values, strict=True):
        assert key is not None
        items.append(f"{_text(key)}: {_text(value)}")
    return f"{{{_between(node, items)}}}"


def _between(node: ast.expr, items: list[str]) -> str:
    """Return what stands between the brackets of a node whose items may have comments."""
    comments: list[Comments] | None = getattr(node, "lua_item_comments", None)
    if comments is None:
        return ", ".join(items)
    lines = [""]
    for item, around in zip(items, comments, strict=True):
        lines += (line for each in around.leading for line in _comment_text(each))
        behind = " ".join(_comment_text(each)[0] for each in around.trailing)
        lines.append(f"{item},  {behind}" if behind else f"{item},")
    return "\n".join([*lines, ""])


def _format_string(node: ast.JoinedStr) -> str:
    return f'f"{_format_parts(node.values)}"'


def _format_parts(values: Iterable[ast.expr]) -> str:
    return "".join(map(_format_part, values))


def _format_part(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        text = bytes_literal_text(str(value.value))[1:-1]
        return text.replace("{", "{{").replace("}", "}}")
    assert isinstance(value, ast.FormattedValue)
    layout = value.format_spec
    # Texts in braces have no quotes of their own (`emit.format_strings`).
    inner = _text(value.value).replace('"', "'")
    if isinstance(layout, ast.JoinedStr):
        return f"{{{inner}:{_format_parts(layout.values)}}}"
    return f"{{{inner}}}"


_WRITERS: Final[Mapping[type[ast.expr], Callable[[Any], str]]] = {
    ast.Name: lambda node: node.id,
    ast.Constant: _constant,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Await: lambda node: f"await {_operand(node.value, _ATOM)}",
    ast.Yield: lambda node: f"({_yield_text(node)})",
    ast.YieldFrom: lambda node: f"({_yield_text(node)})",
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.IfExp: _conditional,
    ast.NamedExpr: lambda node: f"({_named_text(node)})",
    ast.Tuple: lambda node: f"({_listed(_elements(node.elts))})",
    ast.List: lambda node: f"[{', '.join(_elements(node.elts))}]",
    ast.Dict: _dict,
    ast.JoinedStr: _format_string,
    ast.Lambda: _lambda,
}


# --- comments ----------------------------------------------------------------------------------


def _comment_text(comment: Comment) -> list[str]:
    """Return a Lua comment as Python comment lines."""
    lines = []
    for line in comment.text.splitlines() or [""]:
        text = "".join(char if char.isprintable() or char == "\t" else "?" for char in line)
        # `---` documentation comments start with a dash of their own.
        text = text.lstrip("-").rstrip() if text.startswith("-") else text.rstrip()
        text = text if text.startswith(" ") or not text else f" {text}"
        lines.append(f"#{text}")
    return [line for line in lines if line != "#"] if comment.is_block else lines


def leading_lines(comments: Sequence[Comment]) -> list[cst.EmptyLine]:
    """Return comments as lines above a statement."""
    return [
        cst.EmptyLine(comment=cst.Comment(line))
        for comment in comments
        for line in _comment_text(comment)
    ]


def trailing_comment(comments: Sequence[Comment]) -> cst.TrailingWhitespace | None:
    """Return comments as the end of a statement's line; `None` if they need lines of their own."""
    texts = [line for comment in comments for line in _comment_text(comment)]
    if len(texts) != 1:
        return None
    return cst.TrailingWhitespace(
        whitespace=cst.SimpleWhitespace("  "), comment=cst.Comment(texts[0])
    )
