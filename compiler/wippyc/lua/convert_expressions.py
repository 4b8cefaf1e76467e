"""Expressions of luaparser's parse tree to ours.

The parse tree is read by the names of its rules, so this module needs no import of luaparser.
Each of its tokens carries the index of the source token it stands for; positions, names,
values, types and comments all come from there.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, cast

from wippyc.lua import syntax
from wippyc.lua.comments import CommentPlan
from wippyc.lua.literals import number_value, string_value
from wippyc.lua.outline import Outline
from wippyc.lua.syntax import BinaryOperator, Block, Expr, Function, Name, UnaryOperator
from wippyc.source import Span

# Nodes of the parse tree: rule contexts with `children`, or terminals with a `symbol`.
Node = Any


class ExpressionConverter:
    """Converts expressions; functions among them need the blocks of a subclass."""

    def __init__(self, outline: Outline, plan: CommentPlan) -> None:
        self.outline = outline
        self.plan = plan
        tokens = outline.tokens
        self.source = tokens.source
        self.source_text = tokens.source.text
        self.kinds, self.starts, self.ends = tokens.kinds, tokens.starts, tokens.ends
        self.lasts = {anchor.first: anchor.last for anchor in outline.anchors}

    @abstractmethod
    def block(self, ctx: Node, opener: int, closer: int) -> Block:
        """Convert a block that stands between two tokens."""

    # --- positions ----------------------------------------------------------------------------

    def span(self, first: int, last: int) -> Span:
        return Span(self.source, self.starts[first], self.ends[last])

    def text(self, token: int) -> str:
        return self.source_text[self.starts[token] : self.ends[token]]

    def statement_span(self, first: int) -> Span:
        return self.span(first, self.lasts[first])

    # --- functions ----------------------------------------------------------------------------

    def function(
        self, keyword: int, body: Node, name: str | None, *, is_method: bool = False
    ) -> Function:
        outline = self.outline
        opener, parameter_list, closer, block, end = body.children
        opener_token, closer_token, end_token = (
            opener.symbol.own,
            closer.symbol.own,
            end.symbol.own,
        )
        parameters: list[Name] = []
        is_vararg, vararg_annotation = False, None
        if is_method:
            after = self.ends[opener_token]
            parameters.append(Name(span=Span(self.source, after, after), text="self"))
        for child in parameter_list.children or ():
            if child.__class__.__name__ == "NamelistContext":
                parameters += [self.declared_name(item.symbol.own) for item in child.children[::2]]
            elif self.kinds[child.symbol.own] == "...":
                is_vararg = True
                vararg_annotation = outline.vararg_types.get(child.symbol.own)
        return Function(
            span=self.span(keyword, end_token),
            name=name,
            parameters=tuple(parameters),
            is_vararg=is_vararg,
            vararg_annotation=vararg_annotation,
            results=outline.results.get(closer_token),
            type_parameters=outline.type_parameters.get(opener_token, ()),
            body=self.block(block, closer_token, end_token),
            end_span=self.span(end_token, end_token),
        )

    # --- expressions --------------------------------------------------------------------------

    def name(self, token: int) -> Name:
        return Name(span=self.span(token, token), text=self.text(token))

    def declared_name(self, token: int) -> Name:
        return Name(
            span=self.span(token, token),
            text=self.text(token),
            annotation=self.outline.annotations.get(token),
        )

    def key(self, token: int) -> syntax.String:
        return syntax.String(span=self.span(token, token), value=self.text(token))

    def values(
        self, ctx: Node, names: list[str | None] | list[str] | None = None
    ) -> tuple[Expr, ...]:
        """Convert a list of expressions; a function among them takes the name at its place."""
        expressions = ctx.children[::2]
        if names is None:
            return tuple([self.expression(child) for child in expressions])
        known_as = [*names, *[None] * len(expressions)]
        return tuple(
            [
                self.expression(child, name)
                for child, name in zip(expressions, known_as, strict=False)
            ]
        )

    def expression(self, ctx: Node, name: str | None = None) -> Expr:
        children = ctx.children
        if len(children) == 1:
            return self.operand(ctx, name)
        if len(children) == 2:
            operator_token = children[0].symbol.own
            operand = self.expression(children[1])
            return syntax.Unary(
                span=self.span(operator_token, operator_token).to(operand.span),
                operator=cast("UnaryOperator", self.kinds[operator_token]),
                operand=operand,
            )
        # Left-associative chains lean left; a loop keeps them off the stack.
        pending: list[tuple[Node, Node]] = []
        while len(children) == 3:
            pending.append((children[1], children[2]))
            ctx = children[0]
            children = ctx.children
        left = self.expression(ctx)
        for operator, right_ctx in reversed(pending):
            right = self.expression(right_ctx)
            token = operator.symbol.own
            left = syntax.Binary(
                span=Span(self.source, left.span.start, right.span.end),
                operator=cast("BinaryOperator", self.kinds[token]),
                operator_span=self.span(token, token),
                left=left,
                right=right,
            )
        return left

    def operand(self, ctx: Node, name: str | None) -> Expr:
        child = ctx.children[0]
        match child.__class__.__name__:
            case "PrefixexpContext":
                result = self.prefix(child)
            case "StringContext":
                result = self.string(child.children[0].symbol.own)
            case "NumberContext":
                token = child.children[0].symbol.own
                value = number_value(self.text(token))
                result = syntax.Number(span=self.span(token, token), value=value)
            case "TableconstructorContext":
                result = self.table(child)
            case "FunctiondefContext":
                keyword, body = child.children
                result = self.function(keyword.symbol.own, body, name)
            case _:
                result = self.constant(child.symbol.own)
        casts = self.outline.casts
        if casts and (marks := casts.get(ctx.stop.own)) is not None:
            for mark in marks:
                span = Span(self.source, result.span.start, self.ends[mark.last])
                result = syntax.Cast(span=span, inner=result, type=mark.type)
        return result

    def constant(self, token: int) -> Expr:
        span = self.span(token, token)
        match self.kinds[token]:
            case "nil":
                return syntax.Nil(span=span)
            case "...":
                return syntax.Vararg(span=span)
            case kind:
                return syntax.Boolean(span=span, value=kind == "true")

    def string(self, token: int) -> syntax.String:
        return syntax.String(span=self.span(token, token), value=string_value(self.text(token)))

    def prefix(self, ctx: Node) -> Expr:
        """Convert a name or parentheses with the indexes and calls after them."""
        # Calls nest leftwards in the parse tree; they are read from the inside out.
        levels = [ctx.children]
        while levels[-1][0].__class__.__name__.startswith("Functioncall"):
            levels.append(levels[-1][0].children)
        parts = levels.pop()
        if parts[0].symbol.is_inserted:
            opener, inner, closer = parts[3].children
            result: Expr = syntax.Paren(
                span=self.span(opener.symbol.own, closer.symbol.own),
                inner=self.expression(inner.children[0]),
            )
            parts = parts[4:]
        else:
            result = self.name(parts[0].symbol.own)
            parts = parts[1:]
        while True:
            result = self.suffixed(result, parts)
            if not levels:
                return result
            parts = levels.pop()[1:]

    def suffixed(self, result: Expr, parts: list[Node]) -> Expr:
        at = 0
        while at < len(parts):
            if parts[at].__class__.__name__ == "TailContext":
                result = self.index(result, parts[at])
                at += 1
            else:
                result = self.call(result, parts[at + 1].symbol, parts[at + 2])
                at += 3
        return result

    def index(self, object_: Expr, tail: Node) -> syntax.Index:
        children = tail.children
        if len(children) == 3:
            return self.keyed_index(object_, children[1], children[2])
        last = children[1].symbol.own
        return syntax.Index(
            span=Span(self.source, object_.span.start, self.ends[last]),
            object=object_,
            key=self.key(last),
            is_dotted=True,
        )

    def keyed_index(self, object_: Expr, key: Node, closer: Node) -> syntax.Index:
        span = Span(self.source, object_.span.start, self.ends[closer.symbol.own])
        return syntax.Index(span=span, object=object_, key=self.expression(key))

    def call(self, callee: Expr, method: Node, arguments_ctx: Node) -> Expr:
        if method.is_inserted and self.kinds[method.own] == "[":
            _, key, closer = arguments_ctx.children
            return self.keyed_index(callee, key.children[0], closer)
        arguments = self.arguments(arguments_ctx)
        span = Span(self.source, callee.span.start, self.ends[arguments_ctx.stop.own])
        if method.is_inserted:
            return syntax.Call(span=span, callee=callee, arguments=arguments)
        token = method.own
        return syntax.MethodCall(
            span=span,
            object=callee,
            method=self.text(token),
            method_span=self.span(token, token),
            arguments=arguments,
        )

    def arguments(self, ctx: Node) -> tuple[Expr, ...]:
        children = ctx.children
        match len(children), children[0].__class__.__name__:
            case 3, _:
                return self.values(children[1])
            case 2, _:
                return ()
            case _, "TableconstructorContext":
                return (self.table(children[0]),)
            case _:
                return (self.string(children[0].children[0].symbol.own),)

    def table(self, ctx: Node) -> syntax.Table:
        children = ctx.children
        first, last = children[0].symbol.own, children[-1].symbol.own
        fields: tuple[syntax.Field, ...] = ()
        if len(children) == 3:
            fields = tuple([self.field(child) for child in children[1].children[::2]])
        return syntax.Table(
            span=self.span(first, last), fields=fields, dangling=self.plan.before(last)
        )

    def field(self, ctx: Node) -> syntax.Field:
        children = ctx.children
        first = ctx.start.own
        comments = self.plan.of(first)
        span = self.statement_span(first)
        match len(children):
            case 1:
                value = self.expression(children[0])
                return syntax.PositionalField(span=span, value=value, comments=comments)
            case 3:
                name = self.text(first)
                return syntax.NamedField(
                    span=span,
                    name=name,
                    name_span=self.span(first, first),
                    value=self.expression(children[2], name),
                    comments=comments,
                )
            case _:
                return syntax.KeyedField(
                    span=span,
                    key=self.expression(children[1]),
                    value=self.expression(children[4]),
                    comments=comments,
                )
