"""luaparser's parse tree to our syntax tree: blocks and statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from wippyc.lua import syntax
from wippyc.lua.comments import CommentPlan, attach_comments
from wippyc.lua.convert_expressions import ExpressionConverter, Node
from wippyc.lua.outline import Outline
from wippyc.lua.syntax import Block, Expr, Name, Statement
from wippyc.source import Span


def convert(root: Node, outline: Outline) -> syntax.Chunk:
    """Return the syntax tree of a file.

    Args:
        root: The parse tree of the tokens that `parse` made from `outline`.
        outline: The types, casts and comments of the file.
    """
    return _Converter(outline, attach_comments(outline)).chunk(root)


class _Converter(ExpressionConverter):
    def __init__(self, outline: Outline, plan: CommentPlan) -> None:
        super().__init__(outline, plan)
        self.statements: dict[str, Callable[[Node, int], Statement]] = {
            "Stat_assignmentContext": self.assign,
            "Stat_localContext": self.local,
            "Stat_localfunctionContext": self.local_function,
            "Stat_functionContext": self.function_declaration,
            "Stat_doContext": self.do,
            "Stat_whileContext": self.while_,
            "Stat_repeatContext": self.repeat,
            "Stat_ifContext": self.if_,
            "Stat_forContext": self.for_,
            "Stat_gotoContext": self.goto,
            "Stat_labelContext": self.label,
            "Stat_breakContext": self.break_,
            "RetstatContext": self.return_,
        }

    # --- blocks -------------------------------------------------------------------------------

    def chunk(self, root: Node) -> syntax.Chunk:
        block = root.children[0].children[0]
        body = self.block(block, -1, len(self.kinds) - 1)
        tokens = self.outline.tokens
        return syntax.Chunk(
            source=self.source,
            header=self.plan.header,
            body=body,
            comments=tuple(tokens.comments),
            has_deep_expressions=self.outline.has_deep_expressions,
        )

    def block(self, ctx: Node, opener: int, closer: int) -> Block:
        """Convert a block that stands between two tokens."""
        statements: list[Statement] = []
        table = self.statements
        for child in ctx.children or ():
            convert_statement = table.get(child.__class__.__name__)
            if convert_statement is not None:  # else a lone `;`
                statements.append(convert_statement(child, child.start.own))
        if statements:
            span = statements[0].span.to(statements[-1].span)
        else:
            offset = self.ends[opener] if opener >= 0 else 0
            span = Span(self.source, offset, offset)
        return Block(span=span, statements=tuple(statements), dangling=self.plan.before(closer))

    # --- statements ---------------------------------------------------------------------------

    def local(self, ctx: Node, first: int) -> Statement:
        children = ctx.children
        comments = self.plan.of(first)
        if children[0].symbol.is_inserted:
            if first in self.outline.declarations:
                return self.declaration(first)
            call = self.expression(children[3].children[0])
            return syntax.CallStatement(
                span=self.statement_span(first),
                call=cast("syntax.Call | syntax.MethodCall", call),
                comments=comments,
            )
        names = tuple(
            self.declared_name(child.children[0].symbol.own) for child in children[1].children[::2]
        )
        values = self.values(children[3], [name.text for name in names]) if children[3:] else ()
        return syntax.Local(
            span=self.statement_span(first), names=names, values=values, comments=comments
        )

    def declaration(self, first: int) -> syntax.TypeDeclaration:
        mark = self.outline.declarations[first]
        return syntax.TypeDeclaration(
            span=self.span(first, mark.last),
            name=self.name(mark.name),
            parameters=mark.parameters,
            type=mark.type,
            is_interface=mark.is_interface,
            comments=self.plan.of(first),
        )

    def assign(self, ctx: Node, first: int) -> syntax.Assign:
        variables, _, values = ctx.children
        targets = tuple(self.variable(child) for child in variables.children[::2])
        return syntax.Assign(
            span=self.statement_span(first),
            targets=targets,
            values=self.values(values, [_path(target) for target in targets]),
            comments=self.plan.of(first),
        )

    def variable(self, ctx: Node) -> Name | syntax.Index:
        children = ctx.children
        if len(children) == 1:
            return self.name(children[0].symbol.own)
        return self.index(self.prefix(children[0]), children[1])

    def local_function(self, ctx: Node, first: int) -> syntax.LocalFunction:
        _, keyword, name_node, body = ctx.children
        name = self.name(name_node.symbol.own)
        return syntax.LocalFunction(
            span=self.statement_span(first),
            name=name,
            function=self.function(keyword.symbol.own, body, name.text),
            comments=self.plan.of(first),
        )

    def function_declaration(self, ctx: Node, first: int) -> syntax.FunctionDeclaration:
        _, path, body = ctx.children
        names = [child.symbol.own for child in path.children[::2]]
        is_method = len(names) > 1 and self.kinds[path.children[-2].symbol.own] == ":"
        target: Name | syntax.Index = self.name(names[0])
        for token in names[1:]:
            span = self.span(names[0], token)
            target = syntax.Index(span=span, object=target, key=self.key(token), is_dotted=True)
        known_as = ".".join(self.text(token) for token in names)
        if is_method:
            owner, _, method = known_as.rpartition(".")
            known_as = f"{owner}:{method}"
        return syntax.FunctionDeclaration(
            span=self.statement_span(first),
            target=target,
            function=self.function(first, body, known_as, is_method=is_method),
            is_method=is_method,
            comments=self.plan.of(first),
        )

    def do(self, ctx: Node, first: int) -> syntax.Do:
        opener, block, closer = ctx.children
        return syntax.Do(
            span=self.statement_span(first),
            body=self.block(block, opener.symbol.own, closer.symbol.own),
            comments=self.plan.of(first),
        )

    def while_(self, ctx: Node, first: int) -> syntax.While:
        _, condition, opener, block, closer = ctx.children
        return syntax.While(
            span=self.statement_span(first),
            condition=self.expression(condition),
            body=self.block(block, opener.symbol.own, closer.symbol.own),
            comments=self.plan.of(first),
        )

    def repeat(self, ctx: Node, first: int) -> syntax.Repeat:
        opener, block, closer, condition = ctx.children
        return syntax.Repeat(
            span=self.statement_span(first),
            body=self.block(block, opener.symbol.own, closer.symbol.own),
            condition=self.expression(condition),
            comments=self.plan.of(first),
        )

    def if_(self, ctx: Node, first: int) -> syntax.If:
        children = ctx.children
        arms: list[syntax.IfArm] = []
        at = 0
        while self.kinds[children[at].symbol.own] in ("if", "elseif"):
            word, condition, opener, block, closer = children[at : at + 5]
            start = word.symbol.own
            body = self.block(block, opener.symbol.own, closer.symbol.own)
            last = self.ends[opener.symbol.own]
            arms.append(
                syntax.IfArm(
                    span=Span(self.source, self.starts[start], max(last, body.span.end)),
                    condition=self.expression(condition),
                    body=body,
                    comments=self.plan.of(start) if at else syntax.NO_COMMENTS,
                )
            )
            at += 4
        otherwise: Block | None = None
        if self.kinds[children[at].symbol.own] == "else":
            opener, block, closer = children[at : at + 3]
            otherwise = self.block(block, opener.symbol.own, closer.symbol.own)
        return syntax.If(
            span=self.statement_span(first),
            arms=tuple(arms),
            otherwise=otherwise,
            comments=self.plan.of(first),
        )

    def for_(self, ctx: Node, first: int) -> Statement:
        children = ctx.children
        opener, block, closer = children[-3:]
        span, comments = self.statement_span(first), self.plan.of(first)
        body = self.block(block, opener.symbol.own, closer.symbol.own)
        if children[1].__class__.__name__ == "NamelistContext":
            return syntax.GenericFor(
                span=span,
                names=tuple(self.name(child.symbol.own) for child in children[1].children[::2]),
                iterators=self.values(children[3]),
                body=body,
                comments=comments,
            )
        limits = [self.expression(child) for child in children[3:-3:2]]
        return syntax.NumericFor(
            span=span,
            variable=self.name(children[1].symbol.own),
            start=limits[0],
            stop=limits[1],
            step=limits[2] if len(limits) > 2 else None,
            body=body,
            comments=comments,
        )

    def goto(self, ctx: Node, first: int) -> syntax.Goto:
        label = ctx.children[1].symbol.own
        return syntax.Goto(
            span=self.statement_span(first),
            label=self.text(label),
            label_span=self.span(label, label),
            comments=self.plan.of(first),
        )

    def label(self, ctx: Node, first: int) -> syntax.Label:
        name = self.text(ctx.children[0].children[1].symbol.own)
        return syntax.Label(
            span=self.statement_span(first), name=name, comments=self.plan.of(first)
        )

    def break_(self, ctx: Node, first: int) -> syntax.Break:
        return syntax.Break(span=self.statement_span(first), comments=self.plan.of(first))

    def return_(self, ctx: Node, first: int) -> Statement:
        children = ctx.children
        if self.kinds[first] == "break":
            return self.break_(ctx, first)
        has_values = len(children) > 1 and children[1].__class__.__name__ == "ExplistContext"
        return syntax.Return(
            span=self.statement_span(first),
            values=self.values(children[1]) if has_values else (),
            comments=self.plan.of(first),
        )


def _path(target: Expr) -> str | None:
    """Return the name people know an assignment target by, if it is a dotted path."""
    match target:
        case Name(text=text):
            return text
        case syntax.Index(object=object_, key=syntax.String(value=key), is_dotted=True):
            owner = _path(object_)
            return None if owner is None else f"{owner}.{key}"
        case _:
            return None
