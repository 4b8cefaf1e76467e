"""A compact text form of the syntax tree, for `wippyc dump --stage lua`.

One line a statement, field or block, indented by depth; expressions are written as
`(operator left right)`. Lines start with the position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wippyc.lua import syntax
from wippyc.lua.syntax import Block, Chunk, Comments, Expr, Function, Name, Statement
from wippyc.lua.types import TypeExpr


def print_chunk(chunk: Chunk) -> str:
    """Return the tree of a file as text that ends with a line break."""
    lines = [f"chunk {chunk.source.path}"]
    lines += [f"  header --{comment.text}" for comment in chunk.header]
    lines += _block(chunk.body, 1)
    return "\n".join(lines) + "\n"


def _block(block: Block, depth: int) -> Iterator[str]:
    for statement in block.statements:
        yield from _comments(statement.comments, depth)
        yield from _statement(statement, depth)
    for comment in block.dangling:
        yield f"{'  ' * depth}dangling --{comment.text}"


def _comments(comments: Comments, depth: int) -> Iterator[str]:
    for comment in comments.leading:
        yield f"{'  ' * depth}leading --{comment.text}"
    for comment in comments.trailing:
        yield f"{'  ' * depth}trailing --{comment.text}"


def _statement(statement: Statement, depth: int) -> Iterator[str]:
    lines = _Lines(depth)
    position = f"{statement.span.line}:{statement.span.column}"
    indent = "  " * depth

    def line(text: str) -> str:
        return f"{indent}{position} {text}"

    match statement:
        case syntax.Local(names=names, values=values):
            head = f"local {lines.names(names)}"
            yield line(f"{head} = {lines.list(values)}" if values else head)
        case syntax.LocalFunction(name=name, function=function):
            yield line(f"local function {name.text}{lines.function(function)}")
        case syntax.FunctionDeclaration(target=target, function=function):
            kind = "method" if statement.is_method else "function"
            yield line(f"{kind} {lines.expression(target)}{lines.function(function)}")
        case syntax.Assign(targets=targets, values=values):
            yield line(f"assign {lines.list(targets)} = {lines.list(values)}")
        case syntax.CallStatement(call=call):
            yield line(f"call {lines.expression(call)}")
        case syntax.Do(body=body):
            yield line("do")
            yield from _block(body, depth + 1)
        case syntax.While(condition=condition, body=body):
            yield line(f"while {lines.expression(condition)}")
            yield from _block(body, depth + 1)
        case syntax.Repeat(condition=condition, body=body):
            yield line(f"repeat until {lines.expression(condition)}")
            yield from _block(body, depth + 1)
        case syntax.If(arms=arms, otherwise=otherwise):
            for index, arm in enumerate(arms):
                yield from _comments(arm.comments, depth)
                word = "elseif" if index else "if"
                yield line(f"{word} {lines.expression(arm.condition)}")
                yield from lines.take()
                yield from _block(arm.body, depth + 1)
            if otherwise is not None:
                yield line("else")
                yield from _block(otherwise, depth + 1)
        case syntax.NumericFor(variable=variable, body=body):
            limits = [statement.start, statement.stop]
            limits += [] if statement.step is None else [statement.step]
            yield line(f"for {variable.text} = {lines.list(limits)}")
            yield from _block(body, depth + 1)
        case syntax.GenericFor(names=names, iterators=iterators, body=body):
            yield line(f"for {lines.names(names)} in {lines.list(iterators)}")
            yield from _block(body, depth + 1)
        case syntax.Return(values=values):
            yield line(f"return {lines.list(values)}".rstrip())
        case syntax.Break():
            yield line("break")
        case syntax.Goto(label=label):
            yield line(f"goto {label}")
        case syntax.Label(name=label):
            yield line(f"label {label}")
        case syntax.TypeDeclaration(name=name, type=type_):
            word = "interface" if statement.is_interface else "type"
            parameters = ", ".join(parameter.span.text for parameter in statement.parameters)
            generic = f"<{parameters}>" if parameters else ""
            yield line(f"{word} {name.text}{generic} = {_type(type_)}")
    yield from lines.take()


class _Lines:
    """Renders expressions; the bodies of functions among them follow as lines of their own."""

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.pending: list[str] = []
        self.functions = 0

    def take(self) -> list[str]:
        """Return the lines of the function bodies met so far."""
        lines, self.pending = self.pending, []
        return lines

    def list(self, expressions: Sequence[Expr]) -> str:
        return ", ".join(self.expression(expression) for expression in expressions)

    def names(self, names: Sequence[Name]) -> str:
        return ", ".join(_declared(name) for name in names)

    def function(self, function: Function) -> str:
        """Return the signature of a function and queue its body."""
        parameters = [_declared(parameter) for parameter in function.parameters]
        if function.is_vararg:
            annotation = function.vararg_annotation
            parameters.append("..." if annotation is None else f"...: {_type(annotation)}")
        self.functions += 1
        head = f"({', '.join(parameters)})"
        if function.type_parameters:
            generic = ", ".join(parameter.span.text for parameter in function.type_parameters)
            head = f"<{generic}>{head}"
        if function.results is not None:
            head += f": ({', '.join(_type(result) for result in function.results)})"
        number = self.functions
        self.pending.append(f"{'  ' * (self.depth + 1)}body {number} of {function.name or '?'}")
        self.pending += _block(function.body, self.depth + 2)
        return f"{head} {{{number}}}"

    def expression(self, expression: Expr) -> str:
        match expression:
            case syntax.Nil():
                return "nil"
            case syntax.Boolean(value=flag):
                return "true" if flag else "false"
            case syntax.Number(value=number):
                return repr(number)
            case syntax.String(value=text):
                return _quoted(text)
            case syntax.Vararg():
                return "..."
            case Name(text=text):
                return text
            case syntax.Index(object=object_, key=syntax.String(value=key), is_dotted=True):
                return f"{self.expression(object_)}.{key}"
            case syntax.Index(object=object_, key=key_expression):
                return f"{self.expression(object_)}[{self.expression(key_expression)}]"
            case syntax.Call(callee=callee, arguments=arguments):
                return f"{self.expression(callee)}({self.list(arguments)})"
            case syntax.MethodCall(object=object_, method=method, arguments=arguments):
                return f"{self.expression(object_)}:{method}({self.list(arguments)})"
            case Function():
                return f"function{self.function(expression)}"
            case syntax.Binary(operator=operator, left=left, right=right):
                return f"({operator} {self.expression(left)} {self.expression(right)})"
            case syntax.Unary(operator=operator, operand=operand):
                return f"({operator} {self.expression(operand)})"
            case syntax.Paren(inner=inner):
                return f"(paren {self.expression(inner)})"
            case syntax.Cast(inner=inner, type=None):
                return f"(nonnil {self.expression(inner)})"
            case syntax.Cast(inner=inner, type=type_):
                return f"(cast {self.expression(inner)} {_type(type_)})"
            case syntax.Table(fields=fields, dangling=dangling):
                for comments in (field.comments for field in fields):
                    self.pending += _comments(comments, self.depth + 1)
                indent = "  " * (self.depth + 1)
                self.pending += [f"{indent}dangling --{comment.text}" for comment in dangling]
                return "{" + ", ".join(self.field(item) for item in fields) + "}"

    def field(self, field: syntax.Field) -> str:
        match field:
            case syntax.PositionalField(value=value):
                return self.expression(value)
            case syntax.NamedField(name=name, value=value):
                return f"{name} = {self.expression(value)}"
            case syntax.KeyedField(key=key, value=value):
                return f"[{self.expression(key)}] = {self.expression(value)}"


def _declared(name: Name) -> str:
    return name.text if name.annotation is None else f"{name.text}: {_type(name.annotation)}"


def _type(type_: TypeExpr | None) -> str:
    """Return a type as it was written, on one line."""
    return "" if type_ is None else " ".join(type_.span.text.split())


_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", '"': '\\"'}


def _quoted(text: str) -> str:
    pieces = [
        _ESCAPES.get(char) or (char if " " <= char <= "~" else f"\\{ord(char):03d}")
        for char in text
    ]
    return '"' + "".join(pieces) + '"'
