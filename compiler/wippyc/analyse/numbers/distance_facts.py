"""What statements and conditions say of the distances between variables and lengths."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from math import inf

from wippyc.analyse.abstract_values.values import EMPTY, INTEGERS, SMALLS, Tag
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.plain_places import is_nil
from wippyc.analyse.numbers.distances import ZERO, Distances, Fact, Length, Term, Zero, variable_of
from wippyc.analyse.numbers.number_ranges import NumberRanges
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.source import SourceFile, Span

# Larger numbers are not added to indices.
_FARTHEST = 1000
_MIRRORED: dict[str, tuple[ir.CompareOperator, bool]] = {">": ("<", True), ">=": ("<=", True)}
# Stands for a value that is about to be assigned, or is no variable.
_NEW = ir.Variable(name="", span=Span(SourceFile("", ""), 0, 0), kind="local", depth=0)


@dataclass(frozen=True, slots=True)
class Offset:
    """A variable, a length or nothing, and a number added to it."""

    term: Term
    amount: int


class DistanceFacts:
    """Reads facts out of the program."""

    def __init__(self, flow: Flow, captures: Captures, numbers: NumberRanges) -> None:
        self._flow = flow
        self._captures = captures
        self._numbers = numbers

    def is_never_nil(self, expr: ir.Expr) -> bool:
        """Whether a value is certainly not nil."""
        value = self._flow.value(expr)
        return bool(value.tags) and not value.can_be(Tag.NIL)

    # --- terms --------------------------------------------------------------------------------

    def is_steady(self, variable: ir.Variable) -> bool:
        """Whether only the statements of its own function change a variable."""
        captures = self._captures
        return variable not in captures.assigned or variable not in captures.captured

    def is_integer(self, variable: ir.Variable) -> bool:
        """Whether a variable is followed, and holds only integers."""
        value = self._flow.variables.get(variable, EMPTY)
        return bool(value.tags) and value.only(INTEGERS) and self.is_steady(variable)

    def offset(self, expr: ir.Expr, *, raises: bool = False) -> Offset | None:
        """Return an integer as a variable or length plus a number.

        Args:
            expr: The expression.
            raises: Whether the program has failed by now if it is nil.
        """
        match expr:
            case ir.First(inner=inner):
                return self.offset(inner, raises=raises)
            case ir.Constant(value=int() as number) if not isinstance(number, bool):
                return Offset(ZERO, number)
            case ir.VariableRef(variable=variable):
                value = self._flow.value(expr)
                allowed = INTEGERS | Tag.NIL if raises else INTEGERS
                is_known = value.can_be(INTEGERS) and value.only(allowed)
                return Offset(variable, 0) if is_known and self.is_steady(variable) else None
            case ir.Unary(operator="#", operand=ir.VariableRef(variable=table)):
                return Offset(Length(table), 0) if self.is_steady(table) else None
            case ir.Arithmetic(
                operator="+" | "-" as operator, left=left, right=ir.Constant(value=int() as number)
            ) if not isinstance(number, bool):
                found = self.offset(left, raises=True)
                if found is None or abs(number) > _FARTHEST or not self._is_small(left):
                    return None
                return Offset(found.term, found.amount + (number if operator == "+" else -number))
            case _:
                return None

    def _is_small(self, expr: ir.Expr) -> bool:
        """Whether adding to an integer does not wrap it."""
        value = self._flow.value(expr)
        return value.can_be(SMALLS) and value.only(SMALLS | Tag.NIL)

    def _low(self, expr: ir.Expr, *, raises: bool = False) -> Offset | None:
        """Return what is not larger than an expression: a number is not above its square."""
        match expr:
            case ir.Arithmetic(
                operator="*",
                left=ir.VariableRef(variable=variable) as factor,
                right=ir.VariableRef(variable=other),
            ) if variable is other:
                return None if self._numbers.is_wide(expr) else self.offset(factor, raises=True)
            case _:
                found = self.offset(expr, raises=raises)
                # A length may have grown meanwhile.
                return None if found is None or isinstance(found.term, Length) else found

    def _not_above(
        self, low: ir.Expr, high: ir.Expr, distance: int, *, raises: bool = False
    ) -> Iterator[Fact]:
        """Yield what `low + distance <= high` says."""
        lower, upper = self._low(low, raises=raises), self.offset(high, raises=raises)
        if lower is not None and upper is not None:
            yield lower.term, upper.term, lower.amount - upper.amount + distance

    # --- conditions ---------------------------------------------------------------------------

    def assuming(self, state: Distances, condition: ir.Expr, *, holds: bool) -> Distances:
        """Return what is known after a condition."""
        match condition:
            case ir.First(inner=inner):
                return self.assuming(state, inner, holds=holds)
            case ir.Not(operand=operand):
                return self.assuming(state, operand, holds=not holds)
            case ir.Logical(operator=operator, left=left, right=right):
                if holds == (operator == "and"):
                    left_state = self.assuming(state, left, holds=holds)
                    return self.assuming(left_state, right, holds=holds)
                short = self.assuming(state, left, holds=holds)
                whole = self.assuming(state, left, holds=not holds)
                return short.joined(self.assuming(whole, right, holds=holds))
            case ir.Index() if holds:
                return self.seeing(state, condition, frozenset())
            case ir.Compare():
                return self._comparing(state, condition, holds=holds)
            case _:
                return state

    def _comparing(self, state: Distances, compare: ir.Compare, *, holds: bool) -> Distances:
        left, right = compare.left, compare.right
        if compare.operator in ("==", "~="):
            if holds == (compare.operator == "=="):
                return self._equal(state, left, right)
            return self._different(state, left, right)
        operator, is_mirrored = _MIRRORED.get(compare.operator, (compare.operator, False))
        low, high = (right, left) if is_mirrored else (left, right)
        is_strict = operator == "<"
        if holds:
            return state.adding(*self._not_above(low, high, int(is_strict), raises=True))
        return state.adding(*self._not_above(high, low, int(not is_strict), raises=True))

    def _equal(self, state: Distances, left: ir.Expr, right: ir.Expr) -> Distances:
        state = state.adding(*self._not_above(left, right, 0), *self._not_above(right, left, 0))
        for one, other in ((left, right), (right, left)):
            if isinstance(one, ir.Index) and self.is_never_nil(other):
                state = self.seeing(state, one, frozenset())
        return state

    def _different(self, state: Distances, left: ir.Expr, right: ir.Expr) -> Distances:
        """Numbers that are not equal are at least 1 apart."""
        for one, other in ((left, right), (right, left)):
            if isinstance(one, ir.Index) and is_nil(other):
                state = self.seeing(state, one, frozenset())
            low, high = self.offset(one), self.offset(other)
            if low is None or high is None:
                continue
            apart = low.amount - high.amount
            if isinstance(high.term, Length) and low == Offset(ZERO, 0):
                is_below = high.amount == 0
            else:
                is_below = not isinstance(low.term, Length) and (
                    state.distance(low.term, high.term) == apart
                )
            if is_below:
                state = state.adding((low.term, high.term, apart + 1))
        return state

    def raising(self, expr: ir.Expr) -> Iterator[ir.Index]:
        """Yield elements that have not been nil if an operation has not raised."""
        operands: tuple[ir.Expr, ...]
        match expr:
            case ir.Index(object=base) | ir.MethodCall(object=base) | ir.Call(callee=base):
                operands = (base,)
            case ir.Unary(operand=operand):
                operands = (operand,)
            case ir.Arithmetic(left=left, right=right):
                operands = self._without_events((left, right))
            case ir.Compare(operator="<" | "<=" | ">" | ">=", left=left, right=right):
                operands = self._without_events((left, right))
            case _:
                return
        for each in operands:
            if isinstance(each, ir.Index):
                yield each

    def _without_events(self, operands: tuple[ir.Expr, ir.Expr]) -> tuple[ir.Expr, ...]:
        """Return the operands beside which no metamethod accepts nil."""
        left, right = operands
        return tuple(
            one for one, other in ((left, right), (right, left)) if not self._has_events(other)
        )

    def _has_events(self, expr: ir.Expr) -> bool:
        value = self._flow.value(expr)
        return not value.tags or value.can_be(Tag.TABLE | Tag.OBJECT)

    def seeing(self, state: Distances, index: ir.Index, changed: Set[ir.Variable]) -> Distances:
        """Return what is known after an element was there.

        Args:
            state: What was known.
            index: The element.
            changed: Variables that have other values now than when it was looked up.
        """
        key = self.offset(index.key)
        match index.object:
            case ir.VariableRef(variable=table) if key is not None and self.is_steady(table):
                pass
            case _:
                return state
        length = Length(table)
        match key:
            case Offset(term=Zero(), amount=amount):
                facts: list[Fact] = [(ZERO, length, amount)] if table not in changed else []
            case Offset(term=Length(table=counted), amount=amount):
                is_own = counted is table and table not in changed
                facts = [(ZERO, length, 1 - amount)] if is_own else []
            case Offset(term=term, amount=amount):
                is_changed = not changed.isdisjoint((table, term))
                facts = [] if is_changed else [(ZERO, term, 1 - amount), (term, length, amount)]
        return state.adding(*facts)

    # --- values -------------------------------------------------------------------------------

    def assigning(self, state: Distances, variable: ir.Variable, value: ir.Expr) -> Distances:
        """Return what is known after `variable = value`."""
        if not self.is_steady(variable):
            return state
        found = self.offset(value)
        if found is not None and found.term is variable:
            return state.moving(variable, found.amount)
        if self._gives_integer(value):
            return self._numbered(state, _NEW, value).without({variable}).renamed(_NEW, variable)
        return self._tabled(state, _NEW, value).without({variable}).renamed(_NEW, variable)

    def holding(self, state: Distances, variable: ir.Variable, value: ir.Expr) -> Distances:
        """Return what is known of a new variable with a value."""
        if not self.is_steady(variable):
            return state
        if self._gives_integer(value):
            return self._numbered(state, variable, value)
        return self._tabled(state, variable, value)

    def _gives_integer(self, expr: ir.Expr) -> bool:
        value = self._flow.value(expr)
        return bool(value.tags) and value.only(INTEGERS)

    def _numbered(self, state: Distances, variable: ir.Variable, value: ir.Expr) -> Distances:
        match value:
            case ir.First(inner=inner):
                return self._numbered(state, variable, inner)
            # Only one of the operands can be the integer that the whole is.
            case ir.Logical(operator="and", left=left, right=right):
                return self._numbered(self.assuming(state, left, holds=True), variable, right)
            case ir.Logical(left=left, right=right):
                short = self._numbered(state, variable, left)
                return short.joined(
                    self._numbered(self.assuming(state, left, holds=False), variable, right)
                )
            case _:
                return state.adding(*self._facts_of(state, variable, value))

    def _tabled(self, state: Distances, variable: ir.Variable, value: ir.Expr) -> Distances:
        match value:
            case ir.VariableRef(variable=other) if self.is_steady(other):
                one, same = Length(variable), Length(other)
                return state.adding((one, same, 0), (same, one, 0))
            case ir.TableConstructor(items=items) if items and all(
                isinstance(item, ir.PositionalItem) for item in items
            ):
                is_open = isinstance(items[-1].value, ir.MULTI)
                return state.adding((ZERO, Length(variable), len(items) - is_open))
            case _:
                return state

    def _facts_of(self, state: Distances, variable: ir.Variable, value: ir.Expr) -> Iterator[Fact]:
        """Yield what is known of a variable that has just got a value."""
        found = self.offset(value)
        if found is not None:
            yield variable, found.term, -found.amount
            if not isinstance(found.term, Length):
                yield found.term, variable, found.amount
            return
        match value:
            case ir.Arithmetic(operator="//", left=sum_, right=ir.Constant(value=2)):
                yield from self._middle(state, variable, sum_)
                yield from self._part(variable, sum_)
            case ir.Arithmetic(operator="//", left=whole, right=ir.Constant(value=int() as by)):
                if by > 0:
                    yield from self._part(variable, whole)
            case ir.ApiCall(
                module="math",
                function=row,
                arguments=(
                    ir.Arithmetic(operator="/", left=sum_, right=ir.Constant(value=2)) as ratio,
                ),
            ) if row.name == "floor" and self._numbers.is_exact_ratio(ratio):
                yield from self._middle(state, variable, sum_)
                yield from self._part(variable, sum_)
            case ir.ApiCall(module="math", function=row, arguments=arguments) if row.name == "min":
                for argument in arguments:
                    limit = self.offset(argument)
                    if limit is not None:
                        yield variable, limit.term, -limit.amount
            case ir.ApiCall(module="math", function=row, arguments=arguments) if row.name == "max":
                for argument in arguments:
                    limit = self.offset(argument)
                    if limit is not None and not isinstance(limit.term, Length):
                        yield limit.term, variable, limit.amount
            case _:
                yield from self._remainder(variable, value)

    def _middle(self, state: Distances, variable: ir.Variable, sum_: ir.Expr) -> Iterator[Fact]:
        """Yield that the middle of two numbers is between them."""
        match sum_:
            case ir.Arithmetic(operator="+", left=left, right=right) if self._is_small(
                left
            ) and self._is_small(right):
                one, other = self._low(left), self._low(right)
            case _:
                return
        if one is None or other is None:
            return
        for low, high in ((one, other), (other, one)):
            found = state.distance(low.term, high.term)
            if found is not None and found >= low.amount - high.amount:
                yield low.term, variable, low.amount
                yield variable, high.term, -high.amount
                return

    def _part(self, variable: ir.Variable, whole: ir.Expr) -> Iterator[Fact]:
        """Yield that a part of a number that is not negative is no larger."""
        found, least = self.offset(whole), self._numbers.least(whole)
        if found is not None and least is not None and least >= 0:
            yield variable, found.term, -found.amount

    def _remainder(self, variable: ir.Variable, value: ir.Expr) -> Iterator[Fact]:
        """Yield that `number % count + 1` is no larger than a `count` above 0."""
        amount = 0
        match value:
            case ir.Arithmetic(
                operator="+", left=inner, right=ir.Constant(value=int() as number)
            ) if not isinstance(number, bool) and abs(number) <= _FARTHEST:
                value, amount = inner, number
        match value:
            case ir.Arithmetic(operator="%", left=left, right=right):
                divisor, least = self.offset(right), self._numbers.least(right)
                is_integer = self._flow.value(left).only(INTEGERS) and self._flow.value(left).tags
                if divisor is not None and least is not None and least >= 0 and is_integer:
                    yield variable, divisor.term, 1 - divisor.amount - amount
            case _:
                pass

    # --- loops --------------------------------------------------------------------------------

    def counted(self, loop: ir.NumericFor, assigned: Set[ir.Variable]) -> list[Fact]:
        """Return what is known of the variable of a loop in each of its rounds.

        Args:
            loop: The loop.
            assigned: Variables that statements in it assign.
        """
        counter = loop.variable
        if counter in assigned or not self.is_integer(counter):
            return []
        least = 1 if loop.step is None else self._numbers.least(loop.step)
        match loop.step:
            case ir.Constant(value=int() as step) if step < 0:
                first, last = loop.stop, loop.start
            case _ if least is not None and least > 0:
                first, last = loop.start, loop.stop
            case _:
                return []
        facts: list[Fact] = []
        low, high = self._low(first), self.offset(last)
        if low is not None and variable_of(low.term) not in assigned:
            facts.append((low.term, counter, low.amount))
        if high is not None and variable_of(high.term) not in assigned:
            facts.append((counter, high.term, -high.amount))
        return facts

    def filled(
        self, loop: ir.NumericFor, tables: list[ir.Variable], assigned: Set[ir.Variable]
    ) -> list[Fact]:
        """Return what is known of tables after a loop that appended an element in each round."""
        stop = self.offset(loop.stop)
        if stop is None or isinstance(stop.term, Length) or variable_of(stop.term) in assigned:
            return []
        return [(stop.term, Length(table), stop.amount) for table in tables]

    def traversed(self, loop: ir.GenericFor, assigned: Set[ir.Variable]) -> list[Fact]:
        """Return what is known of the position that `ipairs` gives."""
        counter = loop.variables[0]
        match loop.iterators:
            case (
                ir.ApiCall(
                    module="base", function=row, arguments=(ir.VariableRef(variable=table),)
                ),
            ) if row.name == "ipairs" and self.is_steady(table):
                if assigned.isdisjoint((table, counter)) and self.is_integer(counter):
                    return [(ZERO, counter, 1), (counter, Length(table), 0)]
            case _:
                pass
        return []

    # --- questions ----------------------------------------------------------------------------

    def bounds(self, state: Distances, index: ir.Index) -> tuple[bool, bool]:
        """Return whether an index is certainly not below 1, and not above the length."""
        value = self._flow.value(index.key)
        match index.object:
            case ir.VariableRef(variable=table) if self.is_steady(table) and value.tags:
                pass
            case _:
                return value.only(INTEGERS) and self._is_positive(index.key), False
        if not value.only(INTEGERS):
            return False, False
        key, length = self.offset(index.key), Length(table)
        if key is not None and isinstance(key.term, Length):
            first = self._least(state, length)
            is_own = key.term == length and key.amount <= 0
            return is_own and first is not None and first > -key.amount, is_own
        if key is None:
            state = self._numbered(state, _NEW, index.key)
            key = Offset(_NEW, 0)
        low = self._least(state, key.term)
        is_positive = self._is_positive(index.key) or (low is not None and low + key.amount >= 1)
        return is_positive, self.is_below(state, key, length) or self._is_number_below(
            state, index.key, length
        )

    def _is_positive(self, key: ir.Expr) -> bool:
        least = self._numbers.least(key)
        return least is not None and least >= 1

    def is_passed_below(self, state: Distances, number: ir.Expr, table: ir.Expr) -> bool:
        """Whether a number is certainly not above the length of the table an expression gives."""
        low, length = self.offset(number), Length(_NEW)
        state = self._tabled(state, _NEW, table)
        if low is not None and self.is_below(state, low, length):
            return True
        return self._is_number_below(state, number, length)

    def is_below(self, state: Distances, low: Offset, high: Term) -> bool:
        """Whether a number is certainly not above another."""
        if isinstance(low.term, Zero):
            least = self._least(state, high)
            return least is not None and least >= low.amount
        found = state.distance(low.term, high)
        return found is not None and found >= low.amount

    def _is_number_below(self, state: Distances, expr: ir.Expr, high: Term) -> bool:
        numbers, least = self._numbers.of(expr), self._least(state, high)
        return numbers is not None and least is not None and numbers.high <= least

    def _least(self, state: Distances, term: Term) -> int | None:
        """Return a number that a term is not below."""
        found: int | None = 0 if isinstance(term, Zero) else None
        for low, distance in state.below(term).items():
            match low:
                case Zero():
                    least: int | None = distance
                case Length():
                    least = distance
                case _:
                    numbers = None if low is _NEW else self._numbers.of_slot(low)
                    is_bound = numbers is not None and numbers.low > -inf
                    least = int(numbers.low) + distance if numbers and is_bound else None
            if least is not None and (found is None or least > found):
                found = least
        return found
