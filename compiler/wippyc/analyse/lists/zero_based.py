"""Variables that count from 0 in Python, because most of what they are used for does.

for i = 1, n do                         for i in range(n):
  sum = sum + list[i]                       sum_ += list_[i]
end
while i < j do                          while i < j:
  list[i], list[j] = list[j], list[i]       list_[i], list_[j] = list_[j], list_[i]

The value in Python is one less than in Lua. Each place where it is used then adds another number
than it would otherwise, or none: variables are chosen so that fewer additions are left, and those
in inner loops count most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from wippyc.analyse.abstract_values.string_calls import string_call
from wippyc.analyse.abstract_values.values import EMPTY, INTEGERS, Tag
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.lists.list_tables import ListTables
from wippyc.analyse.numbers.number_ranges import NumberRanges
from wippyc.analyse.numbers.string_positions import StringPositions
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, placed_statements

# Offsets that another order of the operands takes up: `i + 1 <= n` is `i < n`.
FREE_OFFSETS: Mapping[str, Mapping[int, ir.CompareOperator]] = {
    "<": {0: "<", -1: "<="},
    "<=": {0: "<=", 1: "<"},
    ">": {0: ">", 1: ">="},
    ">=": {0: ">=", -1: ">"},
    "==": {0: "=="},
    "~=": {0: "~="},
}
_NOTHING = frozenset({0})
# What one round of a loop counts for, and loops inside each other that are told apart.
_ROUNDS = 8
_DEEPEST = 6
# What a test for 0 costs more where the dividend is no name.
_TESTED_DIVISION = 4


@dataclass(frozen=True, slots=True)
class Term:
    """`variable + amount`."""

    variable: ir.Variable
    amount: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number is added to variables, unless it is one of those that need no addition.

    Attributes:
        weight: How often it runs, roughly.
        amount: The number, as long as no variable counts from 0.
        added: Variables that add 1 to it if they count from 0.
        removed: Variables that take 1 away.
        free: Numbers that need no addition.
    """

    weight: int
    amount: int
    added: tuple[ir.Variable, ...]
    removed: tuple[ir.Variable, ...] = ()
    free: Set[int] = _NOTHING

    def cost(self, chosen: Set[ir.Variable]) -> int:
        """Return what it costs if some variables count from 0."""
        amount = self.amount
        amount += sum(each in chosen for each in self.added)
        amount -= sum(each in chosen for each in self.removed)
        return 0 if amount in self.free else self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFacts:
    """What decides which variables are indices.

    Attributes:
        flow: Values of the program.
        captures: Variable facts.
        numbers: Ranges of numbers.
        positions: Indices that are positions in a string.
        lists: Tables that are Python lists.
        appending: Stores of loops that fill a new table: they append to it.
    """

    flow: Flow
    captures: Captures
    numbers: NumberRanges
    positions: StringPositions
    lists: ListTables
    appending: Set[ir.Index]


def find_zero_based(program: Program, known: IndexFacts) -> frozenset[ir.Variable]:
    """Return the variables that had better count from 0."""
    search = _Search(known)
    return frozenset(
        variable
        for unit in program.units.values()
        for function in all_functions(unit.main)
        for variable in search.choose(function, is_chunk=function is unit.main)
    )


def term_of(expr: ir.Expr) -> Term | None:
    """Return an expression as a variable and a number added to it."""
    match expr:
        case ir.VariableRef(variable=variable):
            return Term(variable, 0)
        case ir.Arithmetic(
            operator="+" | "-" as operator,
            left=ir.VariableRef(variable=variable),
            right=ir.Constant(value=int() as number),
        ) if not isinstance(number, bool):
            return Term(variable, number if operator == "+" else -number)
        case _:
            return None


def choices(expr: ir.Expr) -> tuple[ir.Expr, ...]:
    """Return `b` and `c` of `a and b or c` if both are variables, or literals that are true."""
    match expr:
        case ir.Logical(
            operator="or",
            left=ir.Logical(operator="and", right=ir.Constant(value=int()) | ir.VariableRef() as b),
            right=ir.Constant(value=int()) | ir.VariableRef() as c,
        ):
            return b, c
        case _:
            return ()


def range_sign(flow: Flow, numbers: NumberRanges, loop: ir.NumericFor) -> int:
    """Return 1 or -1 for a loop that Python's `range` counts, up or down; 0 for others."""
    for bound in (loop.start, loop.stop):
        value = flow.value(bound)
        if not value.tags or not value.only(INTEGERS):
            return 0
    if loop.step is None:
        return 1
    value, step = flow.value(loop.step), numbers.of(loop.step)
    if step is None or not value.tags or not value.only(INTEGERS):
        return 0
    return 1 if step.low > 0 else -1 if step.high < 0 else 0


class _Search:
    def __init__(self, known: IndexFacts) -> None:
        self._known = known

    def choose(self, function: ir.Function, *, is_chunk: bool) -> Iterator[ir.Variable]:
        """Yield the variables of a function that had better count from 0."""
        wanted = self._indices(function.body)
        if not wanted:
            return
        candidates = _Candidates(self, wanted, is_chunk=is_chunk)
        chosen = candidates.of(function.body)
        if not chosen:
            return
        places: dict[ir.Variable, list[_Place]] = {}
        for place in _Places(self, chosen).of(function.body):
            for variable in {*place.added, *place.removed}:
                places.setdefault(variable, []).append(place)
        changed = True
        while changed:
            changed = False
            for variable in list(chosen):
                others = chosen.keys() - {variable}
                gain = sum(
                    place.cost(others) - place.cost(chosen.keys())
                    for place in places.get(variable, ())
                )
                if gain <= 0:
                    del chosen[variable]
                    changed = True
        yield from chosen

    def _indices(self, body: ir.Block) -> set[ir.Variable]:
        """Return the variables in indices of lists and texts from which 1 would be taken."""
        found: set[ir.Variable] = set()
        for index in expressions_of(body, ir.Index):
            term = term_of(index.key)
            if term is not None and term.amount != 1 and self.is_element(index):
                found.add(term.variable)
        for expr in expressions_of(body, ir.MethodCall, ir.ApiCall):
            position = self.byte_position(expr)
            term = None if position is None else term_of(position)
            if term is not None:
                found.add(term.variable)
        return {
            variable
            for variable in found
            if variable not in self._known.captures.captured and self._is_counter(variable)
        }

    def _is_counter(self, variable: ir.Variable) -> bool:
        value = self._known.flow.variables.get(variable, EMPTY)
        return bool(value.tags) and value.only(INTEGERS) and not value.can_be(Tag.WIDE)

    def is_element(self, index: ir.Index) -> bool:
        """Whether an index is one of a list."""
        return self._known.lists.holds(index.object)

    def appended(self, statement: ir.Statement) -> tuple[ir.Index, ...]:
        """Return the targets of a statement whose indices nobody asks for: it appends."""
        match statement:
            case ir.Assign(targets=targets):
                return tuple(
                    target
                    for target in targets
                    if isinstance(target, ir.Index)
                    and self._is_appended(target, is_alone=len(targets) == 1)
                )
            case _:
                return ()

    def _is_appended(self, target: ir.Index, *, is_alone: bool) -> bool:
        if self.is_element(target):
            return target not in self._known.lists.within
        return is_alone and target in self._known.appending

    def byte_position(self, expr: ir.Expr) -> ir.Expr | None:
        """Return the position in a text of which one byte is read."""
        called = string_call(expr, self._known.flow.value)
        if called is None or not self._known.positions.gives_byte(called):
            return None
        return called.arguments[1]

    def counts(self, loop: ir.NumericFor) -> int:
        """Return the direction of a loop of Python's `range`; 0 for others."""
        return range_sign(self._known.flow, self._known.numbers, loop)

    def traverses(self, loop: ir.GenericFor) -> bool:
        """Whether a loop counts the elements of a list."""
        match loop.iterators:
            case (ir.ApiCall(module="base", function=row, arguments=(table,)),):
                return row.name in ("pairs", "ipairs") and self._known.lists.holds(table)
            case _:
                return False

    def divides_freely(self, expr: ir.Arithmetic) -> bool:
        """Whether a divisor is certainly not 0."""
        return self._known.numbers.excludes_zero(expr.right)

    def are_integers(self, *exprs: ir.Expr) -> bool:
        """Whether expressions are certainly integers."""
        values = [self._known.flow.value(expr) for expr in exprs]
        return all(value.tags and value.only(INTEGERS) for value in values)


class _Candidates:
    """Finds the declarations and assignments of variables, and whether they can be changed."""

    def __init__(self, search: _Search, wanted: Set[ir.Variable], *, is_chunk: bool) -> None:
        self._search = search
        self._wanted = wanted
        self._is_chunk = is_chunk
        self._found: dict[ir.Variable, None] = {}
        self._rejected: set[ir.Variable] = set()

    def of(self, body: ir.Block) -> dict[ir.Variable, None]:
        """Return the wanted variables whose values can all be one less."""
        for statement, _, expressions in placed_statements(body):
            match statement:
                case ir.NumericFor(variable=variable) if self._search.counts(statement):
                    self._add(variable)
                case ir.GenericFor(variables=(variable, *_)) if self._search.traverses(statement):
                    self._add(variable)
                case ir.Local(variables=variables, values=values) if not self._is_chunk:
                    if len(variables) == len(values):
                        for variable in variables:
                            self._add(variable)
                case ir.Assign(targets=targets, values=values):
                    self._assigned(targets, values)
                case _:
                    pass
            appended = self._search.appended(statement)
            for expr in expressions:
                match expr:
                    # A key that is a name is looked up for messages.
                    case ir.Index(key=ir.VariableRef(variable=variable)) if expr not in appended:
                        if not self._search.is_element(expr):
                            self._rejected.add(variable)
                    case _:
                        pass
        return {each: None for each in self._found if each not in self._rejected}

    def _add(self, variable: ir.Variable) -> None:
        if variable in self._wanted:
            self._found[variable] = None

    def _assigned(self, targets: tuple[ir.Target, ...], values: tuple[ir.Expr, ...]) -> None:
        variables = [each.variable for each in targets if isinstance(each, ir.VariableRef)]
        is_plain = len(variables) == len(set(variables)) == len(targets) == len(values)
        if not is_plain:
            self._rejected.update(variables)


class _Places:
    """Finds the places where numbers are added to some variables."""

    def __init__(self, search: _Search, candidates: Mapping[ir.Variable, None]) -> None:
        self._search = search
        self._candidates = candidates
        # Expressions whose places are known already.
        self._done: set[ir.Expr] = set()

    def of(self, body: ir.Block) -> Iterator[_Place]:
        """Yield the places of a block."""
        for statement, depth, expressions in placed_statements(body):
            repeated = depth + isinstance(statement, ir.While | ir.Repeat)
            if isinstance(statement, ir.Return):
                # Whatever loops it stands in: it ends them.
                repeated = 0
            weight = _ROUNDS ** min(repeated, _DEEPEST)
            yield from self._statement(statement, weight)
            for expr in expressions:
                if expr not in self._done:
                    yield from self._expression(expr, weight)

    def _statement(self, statement: ir.Statement, weight: int) -> Iterator[_Place]:
        match statement:
            case ir.NumericFor(variable=variable):
                sign = self._search.counts(statement)
                changed = (variable,) if variable in self._candidates else ()
                for bound, amount in ((statement.start, 0), (statement.stop, sign)):
                    for place in self._moved(bound, amount, changed, weight):
                        # The bounds alone are no reason.
                        if place.added:
                            yield place
            case ir.Local(variables=variables, values=values) if len(variables) == len(values):
                for variable, value in zip(variables, values, strict=True):
                    if variable in self._candidates:
                        yield from self._moved(value, 0, (variable,), weight)
            case ir.Assign(targets=targets, values=values):
                self._done.update(each for each in targets if isinstance(each, ir.VariableRef))
                for appended in self._search.appended(statement):
                    self._skip(appended.key)
                if len(targets) == len(values):
                    for target, value in zip(targets, values, strict=True):
                        match target:
                            case ir.VariableRef(variable=variable) if variable in self._candidates:
                                yield from self._moved(value, 0, (variable,), weight)
                            case _:
                                pass
            case _:
                pass

    def _expression(self, expr: ir.Expr, weight: int) -> Iterator[_Place]:
        match expr:
            case ir.Index(key=key) if self._search.is_element(expr):
                yield from self._position(key, weight)
            case ir.MethodCall() | ir.ApiCall():
                position = self._search.byte_position(expr)
                if position is not None:
                    yield from self._position(position, weight)
            case ir.Compare(operator=operator, left=left, right=right):
                yield from self._compared(operator, left, right, weight)
            case ir.VariableRef(variable=variable) if variable in self._candidates:
                yield _Place(weight, 0, (variable,))
            case ir.Arithmetic(operator="/" | "//" | "%", left=ir.VariableRef(variable=variable)):
                if variable in self._candidates and not self._search.divides_freely(expr):
                    yield _Place(weight * _TESTED_DIVISION, 0, (variable,))
            case ir.Arithmetic():
                yield from self._moved(expr, 0, (), weight)
            case _:
                pass

    def _position(self, key: ir.Expr, weight: int) -> Iterator[_Place]:
        term = self._term(key)
        if term is not None and key not in self._done:
            self._skip(key)
            yield _Place(weight, term.amount - 1, (term.variable,))

    def _moved(
        self, expr: ir.Expr, amount: int, changed: tuple[ir.Variable, ...], weight: int
    ) -> Iterator[_Place]:
        """Yield that a number is added to an expression, less what variables count from."""
        term = self._term(expr)
        if term is not None:
            self._skip(expr)
            yield _Place(weight, term.amount + amount, (term.variable,), changed)
            return
        match expr:
            case ir.Constant() | ir.Unary(operator="-", operand=ir.Constant()):
                return
            case ir.Logical():
                for part in choices(expr):
                    yield from self._moved(part, amount, changed, weight)
                if choices(expr):
                    return
            case ir.Arithmetic(operator="+" | "-", right=ir.Constant(value=int() as number)):
                amount += number if expr.operator == "+" else -number
            case _:
                pass
        if changed:
            yield _Place(weight, amount, (), changed)

    def _compared(
        self, operator: ir.CompareOperator, left: ir.Expr, right: ir.Expr, weight: int
    ) -> Iterator[_Place]:
        one, other = self._term(left), self._term(right)
        if (one is None and other is None) or not self._search.are_integers(left, right):
            return
        if one is not None:
            self._skip(left)
        if other is not None:
            self._skip(right)
        if isinstance(left, ir.Constant) or isinstance(right, ir.Constant):
            return
        amount = (0 if one is None else one.amount) - (0 if other is None else other.amount)
        yield _Place(
            weight,
            amount,
            () if one is None else (one.variable,),
            () if other is None else (other.variable,),
            FREE_OFFSETS[operator].keys(),
        )

    def _term(self, expr: ir.Expr) -> Term | None:
        term = term_of(expr)
        return term if term is not None and term.variable in self._candidates else None

    def _skip(self, expr: ir.Expr) -> None:
        self._done.add(expr)
        if isinstance(expr, ir.Arithmetic):
            self._done.add(expr.left)
