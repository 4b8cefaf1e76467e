"""What tests and assignments say of a variable where it is used.

if at == nil then return text end       behind it `at` is not nil
if type(order) == "string" then … end   inside it `order` is a string
count = count or 0                      behind it `count` is what was assigned

A fact holds while no assignment to the variable can happen. So there are facts about variables that
nothing assigns after their declaration, which inner functions know too, and about variables that
only the function that declares them assigns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wippyc.analyse.captures import Captures
from wippyc.analyse.comparisons import Comparison, Comparisons, compared
from wippyc.analyse.conditions import ALL_TAGS, Conditions, Masks
from wippyc.analyse.falling import has_break
from wippyc.analyse.values import Tag, Tags
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    child_expressions,
    statement_expressions,
    walk_statements,
)

_NO_COMPARISONS: frozenset[Comparison] = frozenset()


@dataclass(frozen=True, slots=True)
class Assigned:
    """An expression that was assigned to a variable.

    Attributes:
        expr: The expression.
        tags: The types that tests have left of it.
        comparisons: The comparisons of numbers that were made with it.
    """

    expr: ir.Expr
    tags: Tags = ALL_TAGS
    comparisons: frozenset[Comparison] = _NO_COMPARISONS


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is known of a variable at one use.

    Attributes:
        tags: The only types it can have.
        sources: What may have been assigned last; `None` if that is not known.
        comparisons: The comparisons of numbers that were made with it.
    """

    tags: Tags = ALL_TAGS
    sources: frozenset[Assigned] | None = None
    comparisons: frozenset[Comparison] = _NO_COMPARISONS

    def restricted(self, tags: Tags, comparisons: frozenset[Comparison]) -> Narrowing:
        """Return what is known once the types are among `tags` and comparisons were made."""
        sources = self.sources
        if sources is not None:
            sources = frozenset(
                Assigned(each.expr, each.tags & tags, each.comparisons | comparisons)
                for each in sources
            )
        return Narrowing(self.tags & tags, sources, self.comparisons | comparisons)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one outcome of a condition says."""

    masks: Masks
    comparisons: Comparisons


_UNKNOWN = Narrowing()
# What is known at a point of a function. It is changed in place: branches start with copies.
_Known = dict[ir.Variable, Narrowing]


def find_narrowings(program: Program, captures: Captures) -> dict[ir.VariableRef, Narrowing]:
    """Return what is known at the uses of variables."""
    walk = _Walk(captures)
    for unit in program.units.values():
        walk.exempt.update(unit.globals)
        walk.function(unit.main, {})
    return walk.found


class _Walk:
    """Follows the control flow of functions, statement by statement."""

    def __init__(self, captures: Captures) -> None:
        self.found: dict[ir.VariableRef, Narrowing] = {}
        self.exempt: set[ir.Variable] = set()
        self._captures = captures
        for writes in captures.nonlocal_writes.values():
            self.exempt.update(writes)
        self._conditions = Conditions(captures.assigned)
        self._decided: dict[ir.Expr, tuple[_Outcome, _Outcome]] = {}
        self._function: ir.Function | None = None

    def function(self, function: ir.Function, known: _Known) -> None:
        """Follow a function; `known` holds where it is made."""
        outer, self._function = self._function, function
        assigned = self._captures.assigned
        fixed = {variable: each for variable, each in known.items() if variable not in assigned}
        self._block(function.body, fixed)
        self._function = outer

    def _follows(self, variable: ir.Variable) -> bool:
        """Whether only the statements of this function, or none at all, assign the variable."""
        if variable in self.exempt:
            return False
        if variable not in self._captures.assigned:
            return True
        return self._captures.owner.get(variable) is self._function

    def _block(self, block: ir.Block, known: _Known) -> _Known | None:
        """Follow a block; return what is known at its end, or `None` if that is not reached."""
        has_label = any(isinstance(statement, ir.Label) for statement in block.statements)
        # Wherever a `goto` comes from, it is inside the block of its label.
        at_labels = _forget(known, (block,)) if has_label else {}
        now: _Known | None = known
        for statement in block.statements:
            if isinstance(statement, ir.Label):
                now = dict(at_labels)
            else:
                now = self._statement(statement, {} if now is None else now)
        return now

    def _statement(self, statement: ir.Statement, known: _Known) -> _Known | None:
        match statement:
            case ir.Do(body=body):
                return self._block(body, known)
            case ir.If():
                return self._if(statement, known)
            case ir.While():
                return self._while(statement, known)
            case ir.Repeat():
                return self._repeat(statement, known)
            case ir.NumericFor(body=body) | ir.GenericFor(body=body):
                self._expressions(statement_expressions(statement), known)
                known = _forget(known, (body,))
                self._block(body, dict(known))
                return known
            case ir.Local(variables=variables, values=values):
                self._conditions.note_local(statement)
                self._expressions(values, known)
                self._assert(values, known)
                self._define(variables, values, known)
            case ir.Assign(targets=targets, values=values):
                self._expressions(_operands(targets), known)
                self._expressions(values, known)
                self._assert(values, known)
                self._define(
                    [
                        each.variable if isinstance(each, ir.VariableRef) else None
                        for each in targets
                    ],
                    values,
                    known,
                )
            case ir.Evaluate(call=call):
                self._expression(call, known)
                self._assert((call,), known)
                return None if _raises(call) else known
            case ir.Return(values=values):
                self._expressions(values, known)
                return None
            case ir.Break() | ir.Goto():
                return None
            case _:
                self._expressions(statement_expressions(statement), known)
        return known

    def _if(self, statement: ir.If, known: _Known) -> _Known | None:
        ends: list[_Known | None] = []
        for arm in statement.arms:
            self._expression(arm.condition, known)
            if_true, if_false = self._outcomes(arm.condition)
            ends.append(self._block(arm.body, self._with(known, if_true)))
            known = self._with(known, if_false)
        last = statement.otherwise
        ends.append(known if last is None else self._block(last, known))
        reached = [end for end in ends if end is not None]
        if not reached:
            return None
        joined = reached[0]
        for end in reached[1:]:
            joined = _join(joined, end)
        return joined

    def _while(self, loop: ir.While, known: _Known) -> _Known | None:
        known = _forget(known, (loop.body,))
        self._expression(loop.condition, known)
        if_true, if_false = self._outcomes(loop.condition)
        self._block(loop.body, self._with(known, if_true))
        if has_break(loop.body):
            return known
        is_endless = isinstance(loop.condition, ir.Constant) and bool(loop.condition.value)
        return None if is_endless else self._with(known, if_false)

    def _repeat(self, loop: ir.Repeat, known: _Known) -> _Known:
        known = _forget(known, (loop.body,))
        end = self._block(loop.body, dict(known))
        self._expression(loop.condition, {} if end is None else end)
        if end is None or has_break(loop.body):
            return known
        if_true, _ = self._outcomes(loop.condition)
        return self._with(end, if_true)

    def _define(
        self,
        variables: Iterable[ir.Variable | None],
        values: tuple[ir.Expr, ...],
        known: _Known,
    ) -> None:
        """Forget what was known of variables; keep what they get."""
        is_open = bool(values) and isinstance(values[-1], ir.MULTI)
        for position, variable in enumerate(variables):
            if variable is None:
                continue
            known.pop(variable, None)
            if variable not in self._captures.assigned or not self._follows(variable):
                continue
            if position < len(values):
                known[variable] = Narrowing(sources=frozenset({Assigned(values[position])}))
            elif not is_open:
                known[variable] = Narrowing(Tag.NIL)

    def _assert(self, values: Iterable[ir.Expr], known: _Known) -> None:
        """After `assert(condition)` the condition holds."""
        for value in values:
            match _inner(value):
                case ir.ApiCall(module="base", function=row, arguments=[condition, *_]) if (
                    row.name == "assert"
                ):
                    if_true, _ = self._outcomes(condition)
                    known.update(self._with(known, if_true))
                case _:
                    pass

    def _outcomes(self, condition: ir.Expr) -> tuple[_Outcome, _Outcome]:
        """Return what holds if a condition is true, and what if it is false."""
        known = self._decided.get(condition)
        if known is None:
            masks, comparisons = self._conditions.outcomes(condition), compared(condition)
            known = self._decided[condition] = (
                _Outcome(masks[0], comparisons[0]),
                _Outcome(masks[1], comparisons[1]),
            )
        return known

    def _with(self, known: _Known, outcome: _Outcome) -> _Known:
        """Return what is known once a condition is decided."""
        result = dict(known)
        masks, comparisons = outcome.masks, outcome.comparisons
        for variable in masks.keys() | comparisons.keys() if comparisons else masks:
            if self._follows(variable):
                result[variable] = result.get(variable, _UNKNOWN).restricted(
                    masks.get(variable, ALL_TAGS), comparisons.get(variable, _NO_COMPARISONS)
                )
        return result

    def _expressions(self, exprs: Iterable[ir.Expr], known: _Known) -> None:
        for expr in exprs:
            self._expression(expr, known)

    def _expression(self, expr: ir.Expr, known: _Known) -> None:
        match expr:
            case ir.VariableRef(variable=variable):
                narrowing = known.get(variable)
                if narrowing is not None:
                    self.found[expr] = narrowing
            case ir.Logical(operator=operator, left=left, right=right):
                self._expression(left, known)
                if_true, if_false = self._outcomes(left)
                self._expression(
                    right, self._with(known, if_true if operator == "and" else if_false)
                )
            case ir.Function():
                self.function(expr, known)
            case _:
                self._expressions(child_expressions(expr), known)


def _inner(expr: ir.Expr) -> ir.Expr:
    return expr.inner if isinstance(expr, ir.First) else expr


def _raises(call: ir.Expr) -> bool:
    match call:
        case ir.ApiCall(module="base", function=row):
            return row.name == "error"
        case _:
            return False


def _assigned(target: ir.Target) -> ir.Variable | None:
    return target.variable if isinstance(target, ir.VariableRef) else None


def _operands(targets: Iterable[ir.Target]) -> Iterator[ir.Expr]:
    """The expressions that are evaluated to find the targets of an assignment."""
    for target in targets:
        yield from child_expressions(target)


def _forget(known: _Known, blocks: Iterable[ir.Block]) -> _Known:
    """Return what stays true whatever blocks assign, however often they run."""
    if not known:
        return {}
    assigned = {
        target.variable
        for block in blocks
        for statement in walk_statements(block)
        if isinstance(statement, ir.Assign)
        for target in statement.targets
        if isinstance(target, ir.VariableRef)
    }
    return {variable: each for variable, each in known.items() if variable not in assigned}


def _join(one: Mapping[ir.Variable, Narrowing], other: Mapping[ir.Variable, Narrowing]) -> _Known:
    """Return what is known where two paths meet."""
    joined: _Known = {}
    for variable, first in one.items():
        second = other.get(variable)
        if second is None:
            continue
        sources = None
        if first.sources is not None and second.sources is not None:
            sources = first.sources | second.sources
        tags = first.tags | second.tags
        comparisons = first.comparisons & second.comparisons
        if sources is not None or tags != ALL_TAGS or comparisons:
            joined[variable] = Narrowing(tags, sources, comparisons)
    return joined
