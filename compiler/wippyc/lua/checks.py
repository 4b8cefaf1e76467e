"""Rules that Lua's compiler adds to the grammar, and words that Wippy reserves.

One walk over the tree; every function is checked on its own, as Lua does.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wippyc.diagnostics.model import Diagnostic, Label, Rule, Sink
from wippyc.lua import rules, syntax
from wippyc.lua.syntax import Block, Chunk, Expr, Field, Function, Name, Statement
from wippyc.source import Span

MAXIMUM_LOCALS = 200
"""Local variables that may be in scope at once in one function."""
RESERVED_WORDS = frozenset(
    ("interface", "as", "asserts", "readonly", "is", "typeof", "keyof", "extends", "fun")
)
# Wippy lets these words stand as names of members and fields.
_NOT_AS_MEMBER = frozenset(("typeof", "keyof", "extends", "fun"))
_NOT_AS_FIELD = frozenset(("typeof", "fun"))


@dataclass(slots=True)
class _Scope:
    """One block while it is walked.

    Attributes:
        labels: Label statements of this block, known before the walk, with the number of
            locals of the block in scope there.
        all_locals: Names of all locals of this block, in order.
        locals: Names of the locals declared so far.
    """

    parent: _Scope | None
    is_loop: bool
    labels: dict[str, tuple[syntax.Label, int]] = field(default_factory=dict)
    all_locals: list[Name] = field(default_factory=list)
    locals: list[Name] = field(default_factory=list)


@dataclass(slots=True)
class _FunctionState:
    is_vararg: bool
    active_locals: int = 0
    has_too_many: bool = False


def check_chunk(chunk: Chunk, sink: Sink) -> None:
    """Report what the grammar allows and Lua or Wippy does not."""
    _Checker(sink).function_body(chunk.body, (), is_vararg=True)


class _Checker:
    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.function_state = _FunctionState(is_vararg=True)
        self.scope: _Scope | None = None
        self.reported_words: set[str] = set()

    def report(
        self,
        rule: Rule,
        message: str,
        span: Span,
        *,
        hint: str = "",
        labels: tuple[Label, ...] = (),
    ) -> None:
        self.sink.report(
            Diagnostic(rule=rule, message=message, span=span, hint=hint, labels=labels)
        )

    # --- functions and blocks -----------------------------------------------------------------

    def function(self, function: Function) -> None:
        self.function_body(function.body, function.parameters, is_vararg=function.is_vararg)

    def function_body(self, body: Block, parameters: tuple[Name, ...], *, is_vararg: bool) -> None:
        saved = self.function_state, self.scope
        self.function_state, self.scope = _FunctionState(is_vararg), None
        self.block(body, declared=parameters)
        self.function_state, self.scope = saved

    def block(
        self,
        block: Block,
        *,
        declared: tuple[Name, ...] = (),
        is_loop: bool = False,
        condition: Expr | None = None,
    ) -> None:
        """Walk a block.

        Args:
            block: The block.
            declared: Names in scope from its start: parameters or loop variables.
            is_loop: Whether `break` in it leaves it.
            condition: The condition of a `repeat`, which sees the block's locals.
        """
        scope = _Scope(self.scope, is_loop, all_locals=list(declared))
        self.scope = scope
        self.collect_labels(block, scope, is_repeat=condition is not None)
        self.declare(declared)
        for statement in block.statements:
            self.statement(statement)
        if condition is not None:
            self.expression(condition)
        self.function_state.active_locals -= len(scope.locals)
        self.scope = scope.parent

    def collect_labels(self, block: Block, scope: _Scope, *, is_repeat: bool) -> None:
        """Record the labels of a block with the number of its locals in scope at each."""
        tail: list[str] = []
        for statement in block.statements:
            match statement:
                case syntax.Label(name=name):
                    # A label of an enclosing block may be hidden, as Lua 5.3 allows: `continue`.
                    earlier = scope.labels[name][0] if name in scope.labels else None
                    if earlier is not None:
                        self.report(
                            rules.DUPLICATE_LABEL,
                            f"the label `{name}` is already defined",
                            statement.span,
                            labels=(Label(earlier.span, "defined here before"),),
                            hint="Rename one of them.",
                        )
                    scope.labels[name] = (statement, len(scope.all_locals))
                    tail.append(name)
                    continue
                case syntax.Local(names=names):
                    scope.all_locals.extend(names)
                case syntax.LocalFunction(name=function_name):
                    scope.all_locals.append(function_name)
                case syntax.TypeDeclaration():
                    continue
            tail.clear()
        if not is_repeat:
            # At the end of a block all its locals are out of scope.
            for name in tail:
                scope.labels[name] = (scope.labels[name][0], 0)

    def declare(self, names: tuple[Name, ...]) -> None:
        assert self.scope is not None
        state = self.function_state
        self.scope.locals.extend(names)
        state.active_locals += len(names)
        for name in names:
            self.name(name)
        if state.active_locals > MAXIMUM_LOCALS and not state.has_too_many:
            state.has_too_many = True
            self.report(
                rules.TOO_MANY_LOCALS,
                f"more than {MAXIMUM_LOCALS} local variables in one function",
                names[-1].span,
                hint="Put some of them into a table, or split the function.",
            )

    # --- statements ---------------------------------------------------------------------------

    def statement(self, statement: Statement) -> None:
        match statement:
            case syntax.CallStatement(call=call):
                self.expression(call)
            case syntax.Local(names=names, values=values):
                self.expressions(values)
                self.declare(names)
            case syntax.Assign(targets=targets, values=values):
                self.expressions(targets)
                self.expressions(values)
            case syntax.If(arms=arms, otherwise=otherwise):
                for arm in arms:
                    self.expression(arm.condition)
                    self.block(arm.body)
                if otherwise is not None:
                    self.block(otherwise)
            case syntax.Return(values=values):
                self.expressions(values)
            case syntax.LocalFunction(name=name, function=function):
                self.declare((name,))
                self.function(function)
            case syntax.FunctionDeclaration(target=target, function=function):
                self.expression(target)
                self.function(function)
            case syntax.GenericFor(names=names, iterators=iterators, body=body):
                self.expressions(iterators)
                self.block(body, declared=names, is_loop=True)
            case syntax.NumericFor(variable=variable, body=body):
                self.expression(statement.start)
                self.expression(statement.stop)
                if statement.step is not None:
                    self.expression(statement.step)
                self.block(body, declared=(variable,), is_loop=True)
            case syntax.While(condition=condition, body=body):
                self.expression(condition)
                self.block(body, is_loop=True)
            case syntax.Repeat(condition=condition, body=body):
                self.block(body, is_loop=True, condition=condition)
            case syntax.Do(body=body):
                self.block(body)
            case syntax.Break():
                self.break_(statement)
            case syntax.Goto():
                self.goto(statement)
            case syntax.Label(name=label_name, span=span):
                self.word(label_name, span)
            case syntax.TypeDeclaration(name=name):
                self.name(name)

    def break_(self, statement: syntax.Break) -> None:
        scope = self.scope
        while scope is not None:
            if scope.is_loop:
                return
            scope = scope.parent
        self.report(
            rules.BREAK_OUTSIDE_LOOP,
            "`break` outside a loop",
            statement.span,
            hint="Use `return` to leave a function.",
        )

    def goto(self, statement: syntax.Goto) -> None:
        scope = self.scope
        while scope is not None:
            found = scope.labels.get(statement.label)
            if found is not None:
                label, count = found
                if count > len(scope.locals):
                    local = scope.all_locals[len(scope.locals)]
                    self.report(
                        rules.GOTO_INTO_LOCAL,
                        f"`goto {statement.label}` jumps into the scope of `{local.text}`",
                        statement.span,
                        labels=(
                            Label(local.span, "the local is declared here"),
                            Label(label.span, "the label is here"),
                        ),
                        hint="Declare the local before the `goto`, or put it into a "
                        "`do … end` block.",
                    )
                return
            scope = scope.parent
        self.report(
            rules.UNKNOWN_LABEL,
            f"no visible label `{statement.label}`",
            statement.label_span,
            hint="A label is visible in its own block and the blocks inside, "
            "not in other functions.",
        )

    # --- expressions --------------------------------------------------------------------------

    def expressions(self, expressions: tuple[Expr, ...] | tuple[Name | syntax.Index, ...]) -> None:
        for expression in expressions:
            self.expression(expression)

    def expression(self, expression: Expr) -> None:
        while True:
            match expression:
                case Name():
                    self.name(expression)
                    return
                case syntax.Index(object=object_, key=key):
                    if expression.is_dotted:
                        assert isinstance(key, syntax.String)
                        self.word(key.value, key.span, _NOT_AS_MEMBER)
                    else:
                        self.expression(key)
                    expression = object_
                case syntax.Call(callee=callee, arguments=arguments):
                    self.expressions(arguments)
                    expression = callee
                case syntax.MethodCall(object=object_, arguments=arguments):
                    self.word(expression.method, expression.method_span, _NOT_AS_MEMBER)
                    self.expressions(arguments)
                    expression = object_
                case syntax.Binary(left=left, right=right):
                    self.expression(right)
                    expression = left
                case (
                    syntax.Unary(operand=inner)
                    | syntax.Paren(inner=inner)
                    | syntax.Cast(inner=inner)
                ):
                    expression = inner
                case syntax.Table(fields=fields):
                    for table_field in fields:
                        self.field(table_field)
                    return
                case Function():
                    self.function(expression)
                    return
                case syntax.Vararg():
                    self.vararg(expression)
                    return
                case _:
                    return

    def field(self, table_field: Field) -> None:
        match table_field:
            case syntax.NamedField(name=name, name_span=span, value=value):
                self.word(name, span, _NOT_AS_FIELD)
                self.expression(value)
            case syntax.KeyedField(key=key, value=value):
                self.expression(key)
                self.expression(value)
            case syntax.PositionalField(value=value):
                self.expression(value)

    def vararg(self, vararg: syntax.Vararg) -> None:
        if not self.function_state.is_vararg:
            self.report(
                rules.VARARG_OUTSIDE_FUNCTION,
                "`...` in a function that does not declare it",
                vararg.span,
                hint="Add `...` to the parameters of this function.",
            )

    def name(self, name: Name) -> None:
        if name.text in RESERVED_WORDS:
            self.word(name.text, name.span)

    def word(self, word: str, span: Span, reserved: frozenset[str] = RESERVED_WORDS) -> None:
        if word in reserved and word not in self.reported_words:
            self.reported_words.add(word)
            self.report(
                rules.RESERVED_WORD,
                f"Wippy reserves the word `{word}`",
                span,
                hint="Rename it, wherever this file uses it.",
            )
