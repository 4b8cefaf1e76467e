"""Python syntax trees to libcst, with comments.

The standard tree carries the meaning; libcst prints it. libcst adds no parentheses by itself, so
every operand passes through `_operand`, which compares precedences.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from wippyc.emit import printed_parts as parts
from wippyc.emit.literals import bytes_literal_text
from wippyc.lua.syntax import Comment, Comments

_BINARY: dict[type[ast.operator], tuple[cst.BaseBinaryOp, int]] = {
    ast.Add: (cst.Add(), 12), ast.Sub: (cst.Subtract(), 12), ast.Mult: (cst.Multiply(), 13),
    ast.Div: (cst.Divide(), 13), ast.FloorDiv: (cst.FloorDivide(), 13), ast.Mod: (cst.Modulo(), 13),
    ast.BitOr: (cst.BitOr(), 7), ast.BitXor: (cst.BitXor(), 8), ast.BitAnd: (cst.BitAnd(), 9),
    ast.LShift: (cst.LeftShift(), 11), ast.RShift: (cst.RightShift(), 11),
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], cst.BaseCompOp] = {
    ast.Eq: cst.Equal(), ast.NotEq: cst.NotEqual(), ast.Is: cst.Is(), ast.IsNot: cst.IsNot(),
    ast.Lt: cst.LessThan(), ast.LtE: cst.LessThanEqual(), ast.In: cst.In(),
    ast.Gt: cst.GreaterThan(), ast.GtE: cst.GreaterThanEqual(), ast.NotIn: cst.NotIn(),
}  # fmt: skip
_NAMED, _TERNARY, _OR, _AND, _NOT, _COMPARE, _UNARY, _AWAIT, _ATOM = 0, 1, 3, 4, 5, 6, 14, 16, 18
_BITWISE = range(7, 12)
_BOOLEAN: dict[type[ast.boolop], tuple[int, cst.BaseBooleanOp]] = {
    ast.And: (_AND, cst.And()), ast.Or: (_OR, cst.Or()),
}  # fmt: skip
_NEGATION, _MINUS, _COMMA = cst.Not(), cst.Minus(), cst.Comma()
# What `*` takes in a tuple or list.
_STARRED = 7


def _precedence(node: ast.expr) -> int:
    match node:
        case ast.NamedExpr():
            return _NAMED
        case ast.IfExp() | ast.Lambda():
            return _TERNARY
        case ast.BoolOp(op=ast.Or()):
            return _OR
        case ast.BoolOp():
            return _AND
        case ast.UnaryOp(op=ast.Not()):
            return _NOT
        case ast.Compare():
            return _COMPARE
        case ast.BinOp(op=operator):
            return _BINARY[type(operator)][1]
        case ast.UnaryOp():
            return _UNARY
        case ast.Await():
            return _AWAIT
        case _:
            return _ATOM


def _is_chain(left: ast.expr, operator: ast.operator) -> bool:
    return isinstance(left, ast.BinOp) and type(left.op) is type(operator)


def _operand(node: ast.expr, minimum: int) -> cst.BaseExpression:
    """Convert an operand, in parentheses if it binds less tightly than `minimum`."""
    converted = expression(node)
    if _precedence(node) < minimum:
        return converted.with_changes(lpar=parts.OPEN, rpar=parts.CLOSE)
    return converted


def expression(node: ast.expr) -> cst.BaseExpression:
    """Convert one expression."""
    match node:
        case ast.Name(id=identifier):
            return parts.name(identifier)
        case ast.Constant(value=value):
            return _constant(value)
        case ast.Attribute(value=value, attr=attr):
            target = _operand(value, _ATOM)
            if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
                target = target.with_changes(lpar=parts.OPEN, rpar=parts.CLOSE)
            return parts.attribute(target, attr)
        case ast.Subscript(value=value, slice=key):
            return parts.subscript(_operand(value, _ATOM), _key(key))
        case ast.Call():
            return _call(node)
        case ast.Await(value=value):
            return cst.Await(expression=_operand(value, _ATOM), whitespace_after_await=parts.SPACE)
        case ast.Yield() | ast.YieldFrom():
            return bare_yield(node).with_changes(lpar=parts.OPEN, rpar=parts.CLOSE)
        case ast.BinOp(left=left, op=operator, right=right):
            sign, rank = _BINARY[type(operator)]
            if rank in _BITWISE and not _is_chain(left, operator):
                # Few readers know which of these operators binds more tightly.
                rank = _UNARY - 1
            return cst.BinaryOperation(
                left=_operand(left, rank), operator=sign, right=_operand(right, rank + 1)
            )
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return cst.UnaryOperation(operator=_NEGATION, expression=_operand(operand, _NOT))
        case ast.UnaryOp(operand=operand):
            return cst.UnaryOperation(operator=_MINUS, expression=_operand(operand, _UNARY))
        case ast.BoolOp(op=boolean, values=values):
            return _boolean(boolean, values)
        case ast.Compare(left=left, ops=operators, comparators=comparators):
            comparisons = [
                cst.ComparisonTarget(
                    operator=_COMPARISONS[type(each)], comparator=_operand(right, _COMPARE + 1)
                )
                for each, right in zip(operators, comparators, strict=True)
            ]
            return cst.Comparison(left=_operand(left, _COMPARE + 1), comparisons=comparisons)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return cst.IfExp(
                test=_operand(test, _TERNARY + 1),
                body=_operand(body, _TERNARY + 1),
                orelse=_operand(orelse, _TERNARY),
                whitespace_before_if=parts.SPACE,
                whitespace_after_if=parts.SPACE,
                whitespace_before_else=parts.SPACE,
                whitespace_after_else=parts.SPACE,
            )
        case ast.NamedExpr(target=ast.Name(id=identifier), value=value):
            return cst.NamedExpr(
                target=parts.name(identifier),
                value=_operand(value, _TERNARY),
                lpar=parts.OPEN,
                rpar=parts.CLOSE,
                whitespace_before_walrus=parts.SPACE,
                whitespace_after_walrus=parts.SPACE,
            )
        case ast.Tuple(elts=elements):
            return _tuple(elements)
        case ast.List(elts=elements):
            return parts.sequence(_elements(elements))
        case ast.Dict():
            return _dict(node)
        case ast.JoinedStr(values=values):
            return _format_string(values)
        case ast.Lambda(args=arguments, body=body):
            parameters = [cst.Param(name=parts.name(each.arg)) for each in arguments.args]
            return cst.Lambda(
                params=cst.Parameters(params=parameters), body=_operand(body, _TERNARY)
            )
        case _:
            raise TypeError(f"no conversion for {ast.dump(node)}")


def bare_yield(node: ast.Yield | ast.YieldFrom) -> cst.Yield:
    """Convert a `yield` that needs no parentheses: a statement or the right side of one."""
    if isinstance(node, ast.YieldFrom):
        return cst.Yield(cst.From(_operand(node.value, _TERNARY)))
    assert node.value is not None
    return cst.Yield(bare(node.value))


def bare(value: ast.expr) -> cst.BaseExpression:
    """Convert an expression after `=`, `return` or `yield`; a tuple needs no parentheses."""
    converted = expression(value)
    if isinstance(converted, cst.Tuple) and len(converted.elements) > 1:
        return converted.with_changes(lpar=[], rpar=[])
    return converted


def _constant(value: object) -> cst.BaseExpression:
    if value is None or isinstance(value, bool):
        return parts.name(str(value))
    if value is ...:
        return cst.Ellipsis()
    if isinstance(value, str):
        return cst.SimpleString(bytes_literal_text(value))
    if isinstance(value, int):
        return cst.Integer(str(value))
    if isinstance(value, float):
        return cst.Float(_float_text(value))
    raise TypeError(f"no literal for {value!r}")


def _float_text(value: float) -> str:
    text = repr(value)
    return text if any(char in text for char in ".e") else f"{text}.0"


def _key(key: ast.expr) -> cst.BaseSlice:
    if isinstance(key, ast.Slice):
        bounds = [
            None if bound is None else expression(bound)
            for bound in (key.lower, key.upper, key.step)
        ]
        lower, upper, step = bounds
        return cst.Slice(lower=lower, upper=upper, step=step)
    if isinstance(key, ast.Tuple):
        return cst.Index(value=_tuple(key.elts).with_changes(lpar=[], rpar=[]))
    return cst.Index(value=expression(key))


def _call(node: ast.Call) -> cst.Call:
    arguments = [
        parts.argument(_operand(argument.value, _OR), star="*")
        if isinstance(argument, ast.Starred)
        else parts.argument(expression(argument))
        for argument in node.args
    ]
    for each in node.keywords:
        assert each.arg is not None
        arguments.append(parts.argument(expression(each.value), keyword=each.arg))
    if len(arguments) == 1 and node.args and isinstance(node.args[0], ast.NamedExpr):
        # The call's own parentheses are enough.
        arguments = [parts.argument(arguments[0].value.with_changes(lpar=[], rpar=[]))]
    return parts.call(_operand(node.func, _ATOM), arguments)


def _boolean(operator: ast.boolop, values: Sequence[ast.expr]) -> cst.BaseExpression:
    rank, sign = _BOOLEAN[type(operator)]
    # `ast` keeps a chain flat; a nested one of the same kind was written with parentheses.
    result = _operand(values[0], rank + 1)
    for value in values[1:]:
        result = cst.BooleanOperation(left=result, operator=sign, right=_operand(value, rank + 1))
    return result


def _elements(elements: Sequence[ast.expr]) -> list[cst.BaseElement]:
    return [
        cst.StarredElement(value=_operand(element.value, _STARRED))
        if isinstance(element, ast.Starred)
        else cst.Element(value=expression(element))
        for element in elements
    ]


def _tuple(elements: Sequence[ast.expr]) -> cst.Tuple:
    converted = _elements(elements)
    if len(converted) == 1:
        converted = [converted[0].with_changes(comma=_COMMA)]
    return cst.Tuple(elements=converted, lpar=parts.OPEN, rpar=parts.CLOSE)


def _dict(node: ast.Dict) -> cst.Dict:
    elements: list[cst.BaseDictElement] = []
    comments: list[Comments] | None = getattr(node, "lua_item_comments", None)
    has_comments = comments is not None
    for position, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        assert key is not None
        element = cst.DictElement(
            key=expression(key),
            value=expression(value),
            whitespace_before_colon=parts.NONE,
            whitespace_after_colon=parts.SPACE,
        )
        if has_comments:
            element = element.with_changes(comma=_comma_before(comments, position))
        elements.append(element)
    if not has_comments or comments is None:
        return cst.Dict(elements=elements)
    return cst.Dict(
        elements=elements,
        lbrace=cst.LeftCurlyBrace(whitespace_after=_comment_lines(comments[0].leading, ())),
    )


def _comma_before(comments: list[Comments] | None, position: int) -> cst.Comma:
    """The comma after a field, followed by its trailing comment and the next field's own."""
    assert comments is not None
    following = comments[position + 1].leading if position + 1 < len(comments) else ()
    return cst.Comma(whitespace_after=_comment_lines(following, comments[position].trailing))


def _comment_lines(
    leading: Sequence[Comment], trailing: Sequence[Comment]
) -> cst.ParenthesizedWhitespace:
    text = " ".join(_comment_text(each)[0] for each in trailing)
    first_line = cst.TrailingWhitespace(
        whitespace=cst.SimpleWhitespace("  " if text else ""),
        comment=cst.Comment(text) if text else None,
    )
    lines = [
        cst.EmptyLine(comment=cst.Comment(line)) for each in leading for line in _comment_text(each)
    ]
    return cst.ParenthesizedWhitespace(
        first_line=first_line,
        empty_lines=lines,
        indent=True,
        last_line=cst.SimpleWhitespace("    "),
    )


def _format_string(values: Sequence[ast.expr]) -> cst.FormattedString:
    parts: list[cst.BaseFormattedStringContent] = []
    for value in values:
        if isinstance(value, ast.Constant):
            text = bytes_literal_text(str(value.value))[1:-1]
            parts.append(cst.FormattedStringText(text.replace("{", "{{").replace("}", "}}")))
        else:
            assert isinstance(value, ast.FormattedValue)
            inner = expression(value.value).visit(_SingleQuotes())
            assert isinstance(inner, cst.BaseExpression)
            layout = value.format_spec
            parts.append(
                cst.FormattedStringExpression(
                    expression=inner,
                    format_spec=_format_string(layout.values).parts
                    if isinstance(layout, ast.JoinedStr)
                    else None,
                )
            )
    return cst.FormattedString(parts=parts)


class _SingleQuotes(cst.CSTTransformer):
    """Puts the literals inside an f-string into quotes other than its own."""

    def leave_SimpleString(
        self, original_node: cst.SimpleString, updated_node: cst.SimpleString
    ) -> cst.SimpleString:
        return updated_node.with_changes(value=f"'{updated_node.value[1:-1]}'")


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
