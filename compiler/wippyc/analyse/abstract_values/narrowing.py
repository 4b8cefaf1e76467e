"""What tests and assignments say of a variable where it is used.

if at == nil then return text end       behind it `at` is not nil
if type(order) == "string" then … end   inside it `order` is a string
if type(a) ~= type(b) then return end   behind it, what is found out of one holds for the other
count = count or 0                      behind it `count` is what was assigned

A fact holds while no assignment to the variable can happen. So there are facts about variables that
nothing assigns after their declaration, which inner functions know too, and about variables that
only the function that declares them assigns. Facts about fields and elements hold until other code
may change them (`kept_fields`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from wippyc.analyse.abstract_values.attempts import Attempt, find_attempt
from wippyc.analyse.abstract_values.comparisons import Comparisons, compared
from wippyc.analyse.abstract_values.conditions import ALL_TAGS, Conditions, Outcome, same_types
from wippyc.analyse.abstract_values.kept_fields import (
    is_silent,
    place_of,
    runs_code,
    variables_of,
)
from wippyc.analyse.abstract_values.known_places import (
    UNKNOWN,
    Assigned,
    Known,
    Narrowing,
    find_together,
    forget,
    join,
    lose,
    lose_fields,
    make_alike,
    store,
)
from wippyc.analyse.abstract_values.shared_searches import Search, shared_search
from wippyc.analyse.abstract_values.string_calls import STRING_FUNCTIONS
from wippyc.analyse.abstract_values.values import Tag
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.falling import has_break, raises
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    child_expressions,
    statement_expressions,
)


@dataclass(frozen=True, eq=False)
class Narrowings:
    """What tests and assignments say.

    Attributes:
        uses: What is known at the uses of variables.
        fields: What is known where fields and elements are read, if reading and operators run no
            code of the program.
        same_types: Comparisons of variables of which `type` says the same.
        type_names: Variables that keep what `type` says of a variable that nothing assigns.
    """

    uses: dict[ir.VariableRef, Narrowing]
    fields: dict[ir.Index, Narrowing]
    same_types: frozenset[ir.Compare]
    type_names: Mapping[ir.Variable, ir.Expr]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one outcome of a condition says."""

    types: Outcome
    comparisons: Comparisons

    def before(self, later: ir.Expr) -> _Outcome:
        """Return what still holds when another expression has been evaluated."""
        return _Outcome(self.types.before(later), self.comparisons)


def find_narrowings(
    program: Program, captures: Captures, raising: Set[ir.Expr] = frozenset()
) -> Narrowings:
    """Return what is known at the uses of variables.

    Args:
        program: The program.
        captures: Variable facts.
        raising: Calls that never return.
    """
    walk = _Walk(captures, raising)
    for unit in program.units.values():
        walk.exempt.update(unit.globals)
        walk.function(unit.main, {})
    same_types = frozenset(walk.same_types)
    return Narrowings(walk.found, walk.fields, same_types, walk.type_names)


class _Walk:
    """Follows the control flow of functions, statement by statement."""

    def __init__(self, captures: Captures, raising: Set[ir.Expr]) -> None:
        self.found: dict[ir.VariableRef, Narrowing] = {}
        self.fields: dict[ir.Index, Narrowing] = {}
        self.same_types: set[ir.Compare] = set()
        self.exempt: set[ir.Variable] = set()
        self._captures = captures
        self._raising = raising
        for writes in captures.nonlocal_writes.values():
            self.exempt.update(writes)
        self._conditions = Conditions(captures.assigned)
        self.type_names = self._conditions.type_names
        self._decided: dict[ir.Expr, tuple[_Outcome, _Outcome]] = {}
        self._function: ir.Function | None = None

    def function(self, function: ir.Function, known: Known) -> None:
        """Follow a function; `known` holds where it is made."""
        outer, self._function = self._function, function
        assigned = self._captures.assigned
        fixed: Known = {
            place: each
            for place, each in known.items()
            if not isinstance(place, tuple) and place not in assigned
        }
        self._block(function.body, fixed)
        self._function = outer

    def _follows(self, variable: ir.Variable) -> bool:
        """Whether only the statements of this function, or none at all, assign the variable."""
        if variable in self.exempt:
            return False
        if variable not in self._captures.assigned:
            return True
        return self._captures.owner.get(variable) is self._function

    def _is_fixed(self, variable: ir.Variable) -> bool:
        """Whether nothing assigns the variable after its declaration."""
        return not (variable in self.exempt or variable in self._captures.assigned)

    def _block(self, block: ir.Block, known: Known) -> Known | None:
        """Follow a block; return what is known at its end, or `None` if that is not reached."""
        has_label = any(isinstance(statement, ir.Label) for statement in block.statements)
        # Wherever a `goto` comes from, it is inside the block of its label.
        at_labels = forget(known, (block,)) if has_label else {}
        now: Known | None = known
        for statement in block.statements:
            if isinstance(statement, ir.Label):
                now = dict(at_labels)
            else:
                now = self._statement(statement, {} if now is None else now)
        return now

    def _statement(self, statement: ir.Statement, known: Known) -> Known | None:
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
                known = forget(known, (body,))
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
                store(targets, values, known)
            case ir.Evaluate(call=call):
                self._expression(call, known)
                self._assert((call,), known)
                return None if raises(call, self._raising) else known
            case ir.Return(values=values):
                self._expressions(values, known)
                return None
            case ir.Break() | ir.Goto():
                return None
            case _:
                self._expressions(statement_expressions(statement), known)
        return known

    def _if(self, statement: ir.If, known: Known) -> Known | None:
        ends: list[Known | None] = []
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
            joined = join(joined, end)
        return joined

    def _while(self, loop: ir.While, known: Known) -> Known | None:
        before = forget(known, (loop.body,))
        known = dict(before)
        self._expression(loop.condition, known)
        if_true, if_false = self._outcomes(loop.condition)
        self._block(loop.body, self._with(known, if_true))
        if has_break(loop.body):
            return before
        is_endless = isinstance(loop.condition, ir.Constant) and bool(loop.condition.value)
        return None if is_endless else self._with(known, if_false)

    def _repeat(self, loop: ir.Repeat, known: Known) -> Known:
        known = forget(known, (loop.body,))
        end = self._block(loop.body, dict(known))
        self._expression(loop.condition, {} if end is None else end)
        if end is None or has_break(loop.body):
            return known
        if_true, _ = self._outcomes(loop.condition)
        return self._with(end, if_true)

    def _define(
        self,
        variables: Sequence[ir.Variable | None],
        values: tuple[ir.Expr, ...],
        known: Known,
    ) -> None:
        """Forget what was known of variables; keep what they get."""
        is_open = bool(values) and isinstance(values[-1], ir.MULTI)
        search: Search | Attempt | None = None
        if is_open:
            search = shared_search(variables, values) or find_attempt(variables, values)
        for position, variable in enumerate(variables):
            if variable is None:
                continue
            lose(variable, known)
            if not self._follows(variable):
                continue
            if search is not None:
                known[variable] = Narrowing(search=search)
            if variable not in self._captures.assigned:
                continue
            if position < len(values):
                sources = frozenset({Assigned(values[position])})
                known[variable] = Narrowing(sources=sources, search=search)
            elif not is_open:
                known[variable] = Narrowing(Tag.NIL)

    def _assert(self, values: Iterable[ir.Expr], known: Known) -> None:
        """After `assert(condition)` the condition holds."""
        remaining = list(values)
        while remaining:
            value = remaining.pop(0)
            match _inner(value):
                case ir.ApiCall(module="base", function=row, arguments=[condition, *others]) if (
                    row.name == "assert"
                ):
                    if_true, _ = self._outcomes(condition)
                    for other in (*others, *remaining):
                        if_true = if_true.before(other)
                    known.update(self._with(known, if_true))
                case _:
                    pass

    def _outcomes(self, condition: ir.Expr) -> tuple[_Outcome, _Outcome]:
        """Return what holds if a condition is true, and what if it is false."""
        known = self._decided.get(condition)
        if known is None:
            types, comparisons = self._conditions.outcomes(condition), compared(condition)
            known = self._decided[condition] = (
                _Outcome(types[0], comparisons[0]),
                _Outcome(types[1], comparisons[1]),
            )
        return known

    def _with(self, known: Known, outcome: _Outcome) -> Known:
        """Return what is known once a condition is decided."""
        result = dict(known)
        for one, other in outcome.types.alike:
            if self._is_fixed(one) and self._is_fixed(other) and one is not other:
                make_alike(result, one, other)
                make_alike(result, other, one)
        for place, tags in outcome.types.masks.items():
            if all(map(self._follows, variables_of(place))):
                narrowing = result.get(place, UNKNOWN).restricted(tags)
                result[place] = narrowing
                for other in narrowing.alike:
                    known_of_other = result.get(other, UNKNOWN)
                    result[other] = known_of_other.restricted(same_types(narrowing.tags))
                search = narrowing.search
                if search is not None:
                    is_found = search.is_told(place, narrowing.tags)
                    if is_found or search.is_failed(place, narrowing.tags):
                        find_together(result, search, is_found=is_found)
        for variable, comparisons in outcome.comparisons.items():
            if self._follows(variable):
                result[variable] = result.get(variable, UNKNOWN).restricted(ALL_TAGS, comparisons)
        return result

    def _expressions(self, exprs: Iterable[ir.Expr], known: Known) -> None:
        for expr in exprs:
            if type(expr) is not ir.Constant:
                self._expression(expr, known)

    def _expression(self, expr: ir.Expr, known: Known) -> None:
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
                if not is_silent(right):
                    lose_fields(known)
            case ir.Index():
                self._expressions(child_expressions(expr), known)
                place = place_of(expr)
                narrowing = None if place is None else known.get(place)
                if narrowing is not None:
                    self.fields[expr] = narrowing
            case ir.Function():
                self.function(expr, known)
            case ir.MethodCall(object=ir.VariableRef(variable=variable)) if (
                expr.method in STRING_FUNCTIONS
            ):
                self._expressions((expr.object, *expr.arguments), known)
                lose_fields(known)
                if self._follows(variable):
                    # Nil has no methods.
                    present = known.get(variable, UNKNOWN).restricted(ALL_TAGS & ~Tag.NIL)
                    known[variable] = present
            case ir.Compare(
                operator="==" | "~=",
                left=ir.VariableRef(variable=one) as left,
                right=ir.VariableRef(variable=other) as right,
            ):
                if other in known.get(one, UNKNOWN).alike:
                    self.same_types.add(expr)
                self._expressions((left, right), known)
            case _:
                self._expressions(child_expressions(expr), known)
                if runs_code(expr):
                    lose_fields(known)


def _inner(expr: ir.Expr) -> ir.Expr:
    return expr.inner if isinstance(expr, ir.First) else expr


def _assigned(target: ir.Target) -> ir.Variable | None:
    return target.variable if isinstance(target, ir.VariableRef) else None


def _operands(targets: Iterable[ir.Target]) -> Iterator[ir.Expr]:
    """The expressions that are evaluated to find the targets of an assignment."""
    for target in targets:
        yield from child_expressions(target)
