"""Statements of a Python syntax tree to libcst, with blank lines and comments."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

from wippyc.emit import printed_parts as parts
from wippyc.emit.imports import import_section
from wippyc.emit.printer import (
    bare,
    bare_yield,
    expression,
    leading_lines,
    target,
    trailing_comment,
)
from wippyc.lua.syntax import NO_COMMENTS, Comment, Comments

_AUGMENTED: dict[type[ast.operator], cst.BaseAugOp] = {
    ast.Add: cst.AddAssign(), ast.Sub: cst.SubtractAssign(), ast.Mult: cst.MultiplyAssign(),
    ast.Div: cst.DivideAssign(), ast.FloorDiv: cst.FloorDivideAssign(), ast.Mod: cst.ModuloAssign(),
    ast.BitAnd: cst.BitAndAssign(), ast.BitOr: cst.BitOrAssign(), ast.BitXor: cst.BitXorAssign(),
    ast.LShift: cst.LeftShiftAssign(), ast.RShift: cst.RightShiftAssign(),
}  # fmt: skip
Line = cst.SimpleStatementLine | cst.BaseCompoundStatement
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def print_module(tree: ast.Module, head: Sequence[str], docstring: str) -> cst.Module:
    """Convert a module.

    Args:
        tree: The module; imports first.
        head: Comment lines at the top, without `#`.
        docstring: The module's docstring.
    """
    header = [cst.EmptyLine(comment=cst.Comment(f"# {line}".rstrip())) for line in head]
    body: list[Line] = [_docstring(docstring)]
    future = cst.SimpleStatementLine(
        [
            cst.ImportFrom(
                module=parts.name("__future__"),
                names=[cst.ImportAlias(name=parts.name("annotations"))],
            )
        ],
        leading_lines=[parts.BLANK_LINE],
    )
    body.append(future)
    previous: ast.stmt | None = None
    for statement in tree.body:
        converted = _statement(statement)
        blank = _blank_lines(previous, statement)
        if blank:
            lines = [parts.BLANK_LINE] * blank
            converted = [
                converted[0].with_changes(leading_lines=[*lines, *converted[0].leading_lines]),
                *converted[1:],
            ]
        body.extend(converted)
        previous = statement
    footer = leading_lines(_dangling(tree.body))
    return cst.Module(body=body, header=header, footer=footer)


def _docstring(text: str) -> cst.SimpleStatementLine:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return cst.SimpleStatementLine([cst.Expr(cst.SimpleString(f'"""{escaped}"""'))])


def _blank_lines(previous: ast.stmt | None, statement: ast.stmt) -> int:
    if isinstance(statement, _DEFINITIONS) or isinstance(previous, _DEFINITIONS):
        return 2
    if previous is None:
        return 1
    if isinstance(statement, ast.ImportFrom) and isinstance(previous, ast.ImportFrom):
        return 1 if _section(statement) != _section(previous) else 0
    return 1 if isinstance(previous, ast.ImportFrom) else 0


def _section(statement: ast.ImportFrom) -> int:
    return import_section(statement.level, statement.module or "")


def _dangling(body: Sequence[ast.stmt]) -> tuple[Comment, ...]:
    return getattr(body[-1], "lua_dangling", ()) if body else ()


def _statement(node: ast.stmt) -> list[Line]:
    """Convert one statement; trailing comments that do not fit go above it."""
    comments: Comments = getattr(node, "lua_comments", NO_COMMENTS)
    above = leading_lines(comments.leading)
    behind = trailing_comment(comments.trailing) if comments.trailing else None
    if comments.trailing and (behind is None or isinstance(node, _COMPOUND)):
        above = [*above, *leading_lines(comments.trailing)]
        behind = None
    if isinstance(node, _COMPOUND):
        return [_compound(node, above)]
    return [
        cst.SimpleStatementLine(
            [_small(node)], leading_lines=above, trailing_whitespace=behind or parts.LINE_END
        )
    ]


_COMPOUND = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.While, ast.For, ast.AsyncFor,
)  # fmt: skip


def _small(node: ast.stmt) -> cst.BaseSmallStatement:
    match node:
        case ast.Expr(value=ast.Yield() | ast.YieldFrom() as value):
            return cst.Expr(bare_yield(value))
        case ast.Expr(value=value):
            return cst.Expr(expression(value))
        case ast.Assign(targets=[assigned], value=ast.Yield() | ast.YieldFrom() as value):
            return cst.Assign([_assign_target(assigned)], bare_yield(value))
        case ast.Assign(targets=[assigned], value=value):
            return cst.Assign([_assign_target(assigned)], bare(value))
        case ast.AugAssign(target=assigned, op=operator, value=value):
            return cst.AugAssign(target(assigned), _AUGMENTED[type(operator)], bare(value))
        case ast.AnnAssign(target=assigned, annotation=annotation, value=value):
            return cst.AnnAssign(
                target=expression(assigned),
                annotation=parts.annotation(expression(annotation)),
                value=None if value is None else expression(value),
            )
        case ast.Return(value=value):
            return cst.Return(None if value is None else bare(value))
        case ast.Raise(exc=exc):
            return cst.Raise(None if exc is None else expression(exc))
        case ast.Pass():
            return cst.Pass()
        case ast.Break():
            return cst.Break()
        case ast.Continue():
            return cst.Continue()
        case ast.Nonlocal(names=names):
            return cst.Nonlocal([cst.NameItem(parts.name(each)) for each in names])
        case ast.ImportFrom():
            return _import(node)
        case _:
            raise TypeError(f"no conversion for {ast.dump(node)}")


def _assign_target(node: ast.expr) -> cst.AssignTarget:
    return cst.AssignTarget(
        target(node), whitespace_before_equal=parts.SPACE, whitespace_after_equal=parts.SPACE
    )


def _import(node: ast.ImportFrom) -> cst.ImportFrom:
    module: cst.Attribute | cst.Name | None = None
    for part in (node.module or "").split("."):
        name = parts.name(part)
        module = name if module is None else cst.Attribute(value=module, attr=name)
    return cst.ImportFrom(
        module=module,
        names=[
            cst.ImportAlias(
                name=parts.name(alias.name),
                asname=None if alias.asname is None else cst.AsName(name=parts.name(alias.asname)),
            )
            for alias in node.names
        ],
        relative=[cst.Dot()] * node.level,
    )


def _block(body: Sequence[ast.stmt], first: Line | None = None) -> cst.IndentedBlock:
    lines: list[Line] = [] if first is None else [first]
    previous: ast.stmt | None = None
    for statement in body:
        converted = _statement(statement)
        if (
            (isinstance(statement, _DEFINITIONS) and lines)
            or isinstance(previous, _DEFINITIONS)
            or (previous is None and first is not None and isinstance(statement, ast.Assign))
        ):
            converted[0] = converted[0].with_changes(
                leading_lines=[parts.BLANK_LINE, *converted[0].leading_lines]
            )
        lines.extend(converted)
        previous = statement
    return parts.block(lines, leading_lines(_dangling(body)))


def _compound(node: ast.stmt, above: list[cst.EmptyLine]) -> cst.BaseCompoundStatement:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return _function(node, above)
        case ast.ClassDef():
            return cst.ClassDef(
                name=parts.name(node.name),
                bases=[cst.Arg(expression(base)) for base in node.bases],
                body=_block(node.body, _doc_line(node)),
                decorators=[cst.Decorator(expression(each)) for each in node.decorator_list],
                leading_lines=above,
            )
        case ast.If():
            return _if(node, above)
        case ast.While(test=test, body=body):
            return cst.While(
                test=expression(test),
                body=_block(body),
                leading_lines=above,
                whitespace_after_while=parts.SPACE,
                whitespace_before_colon=parts.NONE,
            )
        case (
            ast.For(target=assigned, iter=iterator, body=body)
            | ast.AsyncFor(target=assigned, iter=iterator, body=body)
        ):
            return cst.For(
                target=target(assigned),
                iter=expression(iterator),
                body=_block(body),
                leading_lines=above,
                asynchronous=cst.Asynchronous() if isinstance(node, ast.AsyncFor) else None,
                whitespace_after_for=parts.SPACE,
                whitespace_before_in=parts.SPACE,
                whitespace_after_in=parts.SPACE,
                whitespace_before_colon=parts.NONE,
            )
        case _:
            raise TypeError(f"no conversion for {ast.dump(node)}")


def _doc_line(node: ast.stmt) -> cst.SimpleStatementLine | None:
    text = getattr(node, "lua_doc", None)
    return None if text is None else _docstring(text)


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, above: list[cst.EmptyLine]
) -> cst.FunctionDef:
    return cst.FunctionDef(
        name=parts.name(node.name),
        params=_parameters(node.args),
        body=_block(node.body, _doc_line(node)),
        decorators=[cst.Decorator(expression(each)) for each in node.decorator_list],
        returns=None if node.returns is None else parts.annotation(expression(node.returns)),
        asynchronous=cst.Asynchronous() if isinstance(node, ast.AsyncFunctionDef) else None,
        leading_lines=above,
        whitespace_after_def=parts.SPACE,
        whitespace_after_name=parts.NONE,
        whitespace_before_params=parts.NONE,
        whitespace_before_colon=parts.NONE,
        whitespace_after_type_parameters=parts.NONE,
    )


def _parameters(arguments: ast.arguments) -> cst.Parameters:
    missing = len(arguments.args) - len(arguments.defaults)
    params = [
        _parameter(argument, None if position < missing else arguments.defaults[position - missing])
        for position, argument in enumerate(arguments.args)
    ]
    keyword_only = [
        _parameter(argument, default)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    star: cst.Param | cst.ParamStar | cst.MaybeSentinel = cst.MaybeSentinel.DEFAULT
    if arguments.vararg is not None:
        star = _parameter(arguments.vararg, None).with_changes(star="*")
    return cst.Parameters(params=params, star_arg=star, kwonly_params=keyword_only)


def _parameter(argument: ast.arg, default: ast.expr | None) -> cst.Param:
    annotation = argument.annotation
    return cst.Param(
        name=parts.name(argument.arg),
        annotation=None if annotation is None else parts.annotation(expression(annotation)),
        default=None if default is None else expression(default),
        whitespace_after_star=parts.NONE,
        whitespace_after_param=parts.NONE,
    )


def _if(node: ast.If, above: list[cst.EmptyLine]) -> cst.If:
    orelse: cst.If | cst.Else | None = None
    if node.orelse:
        match node.orelse:
            case [ast.If() as nested]:
                comments: Comments = getattr(nested, "lua_comments", NO_COMMENTS)
                lines = leading_lines((*comments.leading, *comments.trailing))
                orelse = _if(nested, lines)
            case body:
                orelse = cst.Else(body=_block(body), whitespace_before_colon=parts.NONE)
    return cst.If(
        test=expression(node.test),
        body=_block(node.body),
        orelse=orelse,
        leading_lines=above,
        whitespace_before_test=parts.SPACE,
        whitespace_after_test=parts.NONE,
    )
