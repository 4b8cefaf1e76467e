"""What a program does with its tables, and where they go, as far as lists are concerned.

`out[#out + 1] = v`, `#out`, `ipairs(out)` are operations that a list has too. `return out`,
`store.items = out`, `write(out)` are moves: the table goes on to another place. Anything else only
works with a `Table`.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from wippyc.analyse.appends import is_append, is_behind_end, is_same_place
from wippyc.analyse.calls import CallFacts
from wippyc.analyse.captures import Captures
from wippyc.analyse.falling import can_fall_off
from wippyc.analyse.flow import Flow
from wippyc.analyse.list_kinds import Cost, Kind
from wippyc.analyse.loop_weights import placed_statements
from wippyc.analyse.values import ANY_TAGS, EMPTY, INTEGERS, Tag, Value
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, statement_expressions, walk_expression

_CREATION: Final = Cost(60, 90, 15)
_ITEM: Final = Cost(3, 60, 3)
_APPEND: Final = Cost(64, 173, 16)
_OPTIONAL_APPEND: Final = Cost(70, 180, 28)
_FILL: Final = Cost(64, 27, 16)
_INSERTION: Final = Cost(300, 5000, 100)
_LENGTH: Final = Cost(56, 76, 16)
_READ: Final = Cost(132, 29, 20)
_GUARDED_READ: Final = Cost(132, 29, 60)
_CONSTANT_READ: Final = Cost(132, 29, 30)
_STORE: Final = Cost(107, 27, 20)
_TABLE_STORE: Final = Cost(107, 27, 107)
_WALK: Final = Cost(18, 40, 16)
_REMOVAL: Final = Cost(100, 400, 30)
_WHOLE: Final = Cost(500, 2000, 400)
# Rounds of a loop.
_ROUNDS = 8

# Functions that only look at their first argument, or change the order of its elements.
_BORROWERS: Final = frozenset(
    {("table", "concat"), ("table", "sort"), ("table", "unpack"), ("base", "unpack")}
)
_LOOPS: Final = frozenset({"ipairs", "pairs"})

# An expression and which of its results is meant.
Source = tuple[ir.Expr, int]
Result = tuple[ir.Function, int]
# Where a value goes: a kind stands for a field; `None` is a place where only a `Table` can be.
_Place = ir.Variable | Result | Kind | None


@dataclass(frozen=True, slots=True)
class Move:
    """A table that goes on to another place.

    Attributes:
        expr: The expression that gives it.
        function: The function in which that is.
        target: The kind of the place; `None` if only a `Table` can go there.
        parameters: The parameters it is passed for; empty for other places.
    """

    expr: ir.Expr
    function: ir.Function
    target: Kind | None
    parameters: tuple[ir.Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class LateAppend:
    """A store `t[#t + 1] = value` where the value may run code.

    Attributes:
        variable: `t`.
        value: The value.
        kind: The kind of `t`.
    """

    variable: ir.Variable
    value: ir.Expr
    kind: Kind


class ListUses:
    """Collects the kinds of all places, and what happens to the tables in them.

    Attributes:
        kinds: Kind of each expression that may be a table.
        variables: Kind of each variable that may hold one.
        results: Kind of each function result that may be one.
        moves: Tables that go on to other places.
        borrowed: Arguments of built-in functions that only look at them.
        sources: What is assigned to each variable, and returned as each result.
        constant_places: Reads of elements with constant indices.
        optional: Values that are appended unless they are nil.
        operands: Expressions of which something is done with the value at once: nil raises.
        traversed: Kinds of tables of which `pairs` gives the elements, and the fields if they are
            no lists.
        metatables: Kinds of tables and of the metatables they get.
        late: Stores behind the end that need a closer look.
        dependent: Pairs of kinds: if the first gets shorter or has gaps, the second may hold nil.
    """

    def __init__(
        self,
        flow: Flow,
        calls: CallFacts,
        captures: Captures,
        namespaces: Set[ir.Variable],
        filling: Set[ir.Index],
        within: Set[ir.Index],
        depths: Mapping[ir.Function, int],
    ) -> None:
        self._flow = flow
        self._calls = calls
        self._captures = captures
        self._namespaces = namespaces
        self._filling = filling
        self._within = within
        self._depths = depths
        self._tables = Kind(is_table=True, is_open=True)
        self._single: dict[ir.Variable, ir.Expr] = {}
        self._stored: set[ir.Expr] = set()
        self._conditions: set[ir.Expr] = set()
        self._tested: set[ir.Expr] = set()
        self._walked: set[ir.Expr] = set()
        self._function: ir.Function
        self._times = 1
        self.constant_places: list[ir.Index] = []
        self.optional: set[ir.Expr] = set()
        self.operands: set[ir.Expr] = set()
        self.kinds: dict[ir.Expr, Kind | None] = {}
        self.variables: dict[ir.Variable, Kind | None] = {}
        self.results: dict[Result, Kind | None] = {}
        self.moves: list[Move] = []
        self.borrowed: list[ir.Expr] = []
        self.sources: dict[ir.Variable | Result, list[Source]] = {}
        self.late: list[LateAppend] = []
        self.traversed: list[Kind] = []
        self.metatables: list[tuple[Kind, Kind | None]] = []
        self.dependent: list[tuple[Kind, Kind]] = []

    def run(self, program: Program) -> None:
        """Look through the whole program."""
        functions = [
            function for unit in program.units.values() for function in all_functions(unit.main)
        ]
        for function in functions:
            for statement, _ in placed_statements(function):
                if isinstance(statement, ir.Local) and not (
                    statement.values and isinstance(statement.values[-1], ir.MULTI)
                ):
                    self._single.update(zip(statement.variables, statement.values, strict=False))
        for function in functions:
            self._function = function
            base = self._depths[function]
            for statement, depth in placed_statements(function):
                repeated = isinstance(statement, ir.While | ir.Repeat)
                self._times = _ROUNDS ** min(base + depth + repeated, 5)
                self._statement(statement)
                for whole in statement_expressions(statement):
                    for expr in walk_expression(whole):
                        self._expression(expr)

    # --- kinds --------------------------------------------------------------------------------

    def _value(self, expr: ir.Expr) -> Value:
        return self._flow.expressions.get(expr, EMPTY)

    def kind_of(self, expr: ir.Expr) -> Kind | None:
        """Return the kind of the tables an expression gives; `None` if it gives none."""
        if expr in self.kinds:
            return self.kinds[expr]
        kind = self.kinds[expr] = self._kind_of(expr)
        return kind

    def _kind_of(self, expr: ir.Expr) -> Kind | None:
        match expr:
            case ir.VariableRef(variable=variable):
                return self._kind_of_variable(variable)
            case ir.First(inner=inner):
                return self.kind_of(inner)
            case ir.TableConstructor():
                return Kind(
                    is_indexable=expr not in self._flow.unfollowed, least_length=len(expr.items)
                )
            case ir.Call() | ir.MethodCall():
                return self._kind_of_result(expr, 0)
            case ir.ApiCall() if _is_setmetatable(expr):
                return self.kind_of(expr.arguments[0])
            case _:
                pass
        value = self._value(expr)
        if value.tags and not value.can_be(Tag.TABLE):
            return None
        match expr:
            case ir.Index(object=holder, key=ir.Constant(value=str() as name)):
                return self._kind_of_field(expr, self.kind_of(holder), name)
            case ir.Index():
                return self._kind_of_element(expr)
            case _:
                return self._tables

    def _kind_of_field(self, expr: ir.Index, holder: Kind | None, name: str) -> Kind:
        if holder is None:
            return self._tables
        holder.make_record()
        kind = holder.field(name)
        _limit(kind, self._value(expr))
        return kind

    def _kind_of_element(self, expr: ir.Index) -> Kind:
        table = self.kind_of(expr.object)
        if table is None or not self._is_position(expr.key):
            return self._tables
        kind = table.elements()
        if not self._depends(expr, kind):
            _limit(kind, self._value(expr))
        return kind

    def _is_position(self, key: ir.Expr) -> bool:
        value = self._value(key)
        return bool(value.tags) and value.only(INTEGERS)

    def _kind_of_variable(self, variable: ir.Variable) -> Kind | None:
        if variable in self.variables:
            return self.variables[variable]
        value = self._flow.variables.get(variable, EMPTY)
        if value.tags and not value.can_be(Tag.TABLE):
            self.variables[variable] = None
            return None
        kind = self.variables[variable] = Kind()
        captures = self._captures
        owner = captures.owner.get(variable)
        if (
            not value.only(Tag.TABLE | Tag.NIL)
            or variable.kind in ("global", "function")
            or (variable.kind == "parameter" and owner not in self._calls.direct)
            or variable in self._namespaces
            or variable in captures.cells
            or variable in self._calls.declared
        ):
            kind.open()
        elif not value.tags or value.can_be(Tag.NIL):
            source = self._single.get(variable)
            is_fixed = source is not None and variable not in captures.assigned
            if source is None or not is_fixed or not self._depends(source, kind):
                _limit(kind, value)
        return kind

    def _kind_of_result(self, call: ir.Call | ir.MethodCall, position: int) -> Kind | None:
        callees = self._callees(call)
        if callees is None:
            value = self._value(call)
            is_other = position == 0 and value.tags and not value.can_be(Tag.TABLE)
            return None if is_other else self._tables
        kinds = [self._kind_returned((callee, position)) for callee in callees]
        found = [kind for kind in kinds if kind is not None]
        for kind in found[1:]:
            found[0].unite(kind)
        if found and len(found) != len(kinds):
            found[0].open()
        return found[0] if found else None

    def _kind_returned(self, result: Result) -> Kind | None:
        if result in self.results:
            return self.results[result]
        function, position = result
        value = self._flow.results.get(result, EMPTY)
        if value.tags and not value.can_be(Tag.TABLE):
            self.results[result] = None
            return None
        kind = self.results[result] = Kind()
        count = self._calls.fixed.get(function)
        if function not in self._calls.direct or count is None or position >= count:
            kind.open()
        elif can_fall_off(function.body):
            kind.make_record()
        _limit(kind, value)
        return kind

    def _callees(self, call: ir.Call | ir.MethodCall) -> list[ir.Function] | None:
        """Return the functions a call reaches, if all their calls are seen."""
        if call not in self._calls.known:
            return None
        found = [
            callee
            for callee in self._flow.callees.get(call, ())
            if isinstance(callee, ir.Function) and callee in self._calls.direct
        ]
        return sorted(found, key=lambda function: function.span.start)

    def callees(self, call: ir.Call | ir.MethodCall) -> list[ir.Function]:
        """Return the functions a call reaches; none if their calls are not all seen."""
        return self._callees(call) or []

    def _depends(self, expr: ir.Expr, kind: Kind | None) -> bool:
        """Whether an expression is never nil, so that `kind` may hold it.

        What that depends on is noted, if there is a kind.
        """
        value = self._value(expr)
        if value.tags and not value.can_be(Tag.NIL):
            return True
        match expr:
            case ir.First(inner=inner):
                return self._depends(inner, kind)
            case ir.VariableRef(variable=variable):
                source = self._single.get(variable)
                is_fixed = source is not None and variable not in self._captures.assigned
                return source is not None and is_fixed and self._depends(source, kind)
            case ir.Index(object=table) if expr in self._within:
                holder = self.kind_of(table)
                if holder is None:
                    return False
                if kind is not None:
                    self.dependent.append((holder, kind))
                return True
            case _:
                return False

    def _demote(self, expr: ir.Expr) -> None:
        """Note that an expression is used as only a `Table` can be."""
        kind = self.kind_of(expr)
        if kind is not None:
            kind.open()

    def _receive(self, call: ir.MethodCall, receiver: ir.Expr) -> None:
        """Note that a table is the receiver of a method."""
        kind = self.kind_of(receiver)
        callees = self.callees(call)
        if kind is not None:
            kind.make_record()
            if not callees:
                kind.open()
        for callee in callees:
            own = self._kind_of_variable(callee.parameters[0]) if callee.parameters else None
            if own is not None and kind is not None:
                own.unite(kind)
            elif own is not None:
                own.open()
            elif kind is not None:
                kind.open()

    def _demote_results(self, expr: ir.Expr) -> None:
        """Note that all results of an expression are used as only a `Table` can be."""
        if isinstance(expr, ir.Call | ir.MethodCall):
            for function in self.callees(expr):
                for position in range(self._calls.fixed.get(function, 1)):
                    kind = self._kind_returned((function, position))
                    if kind is not None:
                        kind.open()
        else:
            self._demote(expr)

    # --- moves --------------------------------------------------------------------------------

    def _leave(self, expr: ir.Expr) -> None:
        """Note that a table goes where only a `Table` can be."""
        expr = _inner(expr)
        if self.kind_of(expr) is not None:
            self.moves.append(Move(expr, self._function, None))

    def _leave_all(self, exprs: tuple[ir.Expr, ...]) -> None:
        """Note the same of a list of expressions, of which the last may have several results."""
        for expr in exprs[:-1]:
            self._leave(expr)
        if exprs and isinstance(exprs[-1], ir.MULTI):
            self._demote_results(exprs[-1])
        elif exprs:
            self._leave(exprs[-1])

    def _move(
        self, expr: ir.Expr, target: Kind | None, parameters: tuple[ir.Variable, ...] = ()
    ) -> None:
        expr = _inner(expr)
        kind = self.kind_of(expr)
        if kind is not None and target is not None:
            self.moves.append(Move(expr, self._function, target, parameters))
        elif kind is not None:
            kind.open()

    def _move_result(self, expr: ir.Expr, position: int, target: Kind | None) -> None:
        """Note where one of several results of a call goes."""
        kind = None
        if isinstance(expr, ir.Call | ir.MethodCall):
            kind = self._kind_of_result(expr, position)
        elif position == 0:
            kind = self.kind_of(expr)
        else:
            kind = self._tables
        if kind is not None and target is not None:
            kind.unite(target)
        elif kind is not None:
            kind.open()

    def _spread(
        self,
        values: tuple[ir.Expr, ...],
        places: list[_Place],
    ) -> None:
        """Note how values go to places; `None` is one where only a `Table` can be."""
        for position, place in enumerate(places):
            is_last = position == len(values) - 1
            is_one = not is_last or len(places) == len(values)
            if position < len(values) and (is_one or not isinstance(values[position], ir.MULTI)):
                source: Source = (values[position], 0)
                if place is None:
                    self._leave(values[position])
                elif isinstance(place, Kind):
                    self._move_into(values[position], place)
                else:
                    self._move(values[position], self._kind_at(place))
            elif values and isinstance(values[-1], ir.MULTI):
                source = (values[-1], position - len(values) + 1)
                self._move_result(*source, None if place is None else self._kind_at(place))
            else:
                if isinstance(place, tuple):
                    kind = self._kind_at(place)
                    if kind is not None:
                        kind.make_record()
                continue
            if place is not None and not isinstance(place, Kind):
                self.sources.setdefault(place, []).append(source)
        for value in values[len(places) :]:
            self._demote(value)

    def _move_into(self, expr: ir.Expr, target: Kind) -> None:
        """Note that a value goes into a table, among others that need not be tables."""
        if self.kind_of(expr) is not None:
            self._move(expr, target)

    def _kind_at(self, place: ir.Variable | Result | Kind) -> Kind | None:
        if isinstance(place, Kind):
            return place
        if isinstance(place, ir.Variable):
            return self._kind_of_variable(place)
        return self._kind_returned(place)

    def _pass(self, call: ir.Call | ir.MethodCall, skipped: int) -> None:
        """Note where the arguments of a call go."""
        callees = self._callees(call)
        if not callees:
            self._leave_all(call.arguments)
            return
        count = max(len(callees[0].parameters) - skipped, 0)
        for position, argument in enumerate(call.arguments):
            is_last = position == len(call.arguments) - 1
            is_open = is_last and isinstance(argument, ir.MULTI)
            if is_open and (position + 1 != count or callees[0].is_vararg):
                for offset in range(max(count - position, 0)):
                    self._move_result(
                        argument, offset, self._kind_passed(callees, position + offset + skipped)
                    )
                if callees[0].is_vararg or position >= count:
                    self._demote_results(argument)
            elif position < count:
                kind = self._kind_passed(callees, position + skipped)
                parameters = tuple(callee.parameters[position + skipped] for callee in callees)
                self._move(argument, kind, parameters)
            else:
                self._demote(argument)

    def _kind_passed(self, callees: list[ir.Function], position: int) -> Kind | None:
        """Return the kind of a parameter that functions have in common."""
        kinds = [self._kind_of_variable(callee.parameters[position]) for callee in callees]
        found = [kind for kind in kinds if kind is not None]
        for kind in found[1:]:
            found[0].unite(kind)
        if found and len(found) != len(kinds):
            found[0].open()
        return found[0] if found else None

    # --- statements ---------------------------------------------------------------------------

    def _statement(self, statement: ir.Statement) -> None:
        match statement:
            case ir.Local(variables=variables, values=values) if values:
                self._spread(values, list(variables))
            case ir.Assign():
                self._assign(statement)
            case ir.Return(values=values):
                self._return(values)
            case ir.GenericFor():
                self._generic_for(statement)
            case ir.If(arms=arms):
                for arm in arms:
                    self._condition(arm.condition)
            case ir.While(condition=condition) | ir.Repeat(condition=condition):
                self._condition(condition)
            case ir.NumericFor(start=start, stop=stop, step=step):
                self._demote(start)
                self._demote(stop)
                if step is not None:
                    self._demote(step)
            case _:
                pass

    def _condition(self, expr: ir.Expr) -> None:
        """Note an expression of which only the truth counts: an empty list is false."""
        match expr:
            case ir.Logical(left=left, right=right):
                self._conditions.add(expr)
                self._condition(left)
                self._condition(right)
            case _ if not self._is_emptiness_test(expr):
                self._be_record(expr)
            case _:
                pass

    def _be_record(self, expr: ir.Expr) -> None:
        """Note that an expression gives a `Table`, of which nothing gets at the fields."""
        kind = self.kind_of(expr)
        if kind is not None:
            kind.make_record()

    def _is_emptiness_test(self, expr: ir.Expr) -> bool:
        """Whether an expression is `next(t)`, of which only the truth is asked for."""
        match expr:
            case ir.ApiCall(module="base", function=row, arguments=(ir.VariableRef(),)):
                if row.name == "next":
                    self._tested.add(expr)
                    return True
            case _:
                pass
        return False

    def _assign(self, statement: ir.Assign) -> None:
        targets, values = statement.targets, statement.values
        self._stored.update(target for target in targets if isinstance(target, ir.Index))
        if len(targets) == len(values) == 1 and isinstance(targets[0], ir.Index):
            self._store(targets[0], values[0])
            return
        places: list[_Place] = []
        for position, target in enumerate(targets):
            match target:
                case ir.VariableRef(variable=variable):
                    places.append(variable)
                case ir.Index(object=table, key=ir.Constant(value=str() as name)):
                    value = values[position] if position < len(values) else None
                    places.append(self._field_stored(self.kind_of(table), name, value))
                case ir.Index(object=table, key=key):
                    self._demote(key)
                    places.append(self._element_stored(self.kind_of(table), key))
                case _:
                    places.append(None)
        self._spread(values, places)

    def _element_stored(self, holder: Kind | None, key: ir.Expr) -> Kind | None:
        """Return the kind of elements of which any may get a value."""
        if holder is None:
            return None
        if not self._is_position(key):
            holder.open()
            return None
        holder.make_record()
        holder.spend(_TABLE_STORE, self._times)
        return holder.elements()

    def _field_stored(self, holder: Kind | None, name: str, value: ir.Expr | None) -> Kind | None:
        """Return the kind of a field that gets a value; `None` if only a `Table` can be there."""
        if holder is None:
            return None
        holder.make_record()
        if name.startswith("__"):
            is_table = value is not None and self._value(value).tags == Tag.TABLE
            if name != "__index" or not is_table:
                holder.root().has_events = True
        return holder.field(name)

    def _store(self, target: ir.Index, value: ir.Expr) -> None:
        kind = self.kind_of(target.object)
        if isinstance(target.key, ir.Constant) and isinstance(target.key.value, str):
            place = self._field_stored(kind, target.key.value, value)
            if place is None:
                self._leave(value)
            else:
                self._move_into(value, place)
            return
        self._demote(target.key)
        if kind is None:
            self._leave(value)
            return
        is_plain = is_plain_place(target.object)
        if target in self._filling:
            self._add(kind, value, _FILL)
        elif is_plain and is_behind_end(target):
            self._append(kind, value)
            if not is_append(target, value):
                self._append_late(target.object, value, kind)
        elif is_plain and _is_nil(value) and _is_last_place(target):
            kind.root().shrinks = True
            kind.spend(_REMOVAL, self._times)
        elif target in self._within and self._is_position(target.key):
            self._add(kind, value, _STORE)
            self.dependent.append((kind, kind))
        else:
            place = self._element_stored(kind, target.key)
            if place is None:
                self._leave(value)
            else:
                self._move_into(value, place)

    def _add(self, kind: Kind, value: ir.Expr, cost: Cost) -> None:
        """Note that a value becomes an element."""
        kind.spend(cost, self._times)
        kind.add_element(self._value(value).tags)
        if not self._depends(value, kind):
            kind.make_record()
        if self.kind_of(value) is not None:
            self._move(value, kind.elements())

    def _append(self, kind: Kind, value: ir.Expr) -> None:
        """Note that a value becomes the last element, unless it is nil."""
        if self._is_never_nil(value):
            self._add(kind, value, _APPEND)
            return
        kind.spend(_OPTIONAL_APPEND, self._times)
        kind.add_element(self._value(value).tags or ANY_TAGS)
        self.optional.add(value)
        if self.kind_of(value) is not None:
            self._move(value, kind.elements())

    def _append_late(self, table: ir.Expr, value: ir.Expr, kind: Kind) -> None:
        if isinstance(table, ir.VariableRef):
            self.late.append(LateAppend(table.variable, value, kind))
        else:
            kind.open()

    def _is_never_nil(self, value: ir.Expr) -> bool:
        """Whether a value is not nil, or is not if a list has no gaps."""
        return self._depends(value, None)

    def _return(self, values: tuple[ir.Expr, ...]) -> None:
        function = self._function
        count = self._calls.fixed.get(function)
        if function not in self._calls.direct or count is None:
            self._leave_all(values)
            return
        self._spread(values, [(function, position) for position in range(count)])

    def _generic_for(self, statement: ir.GenericFor) -> None:
        element: Kind | None = None
        match statement.iterators:
            case (ir.ApiCall(module="base", function=row, arguments=(table,)) as call,) if (
                row.name in _LOOPS
            ):
                self._walked.add(call)
                kind = self.kind_of(table)
                if kind is not None:
                    kind.spend(_WALK, self._times * _ROUNDS)
                    element = kind.elements()
                    if row.name == "pairs":
                        self.traversed.append(kind)
            case iterators:
                self._leave_all(iterators)
        for position, variable in enumerate(statement.variables):
            kind = self._kind_of_variable(variable)
            if kind is None:
                continue
            if position == 1 and element is not None:
                element.unite(kind)
            else:
                kind.open()

    # --- expressions --------------------------------------------------------------------------

    def _expression(self, expr: ir.Expr) -> None:
        self.operands.update(_operands(expr))
        match expr:
            case ir.Index(object=table, key=key):
                if expr not in self._stored:
                    self._read(expr, table, key)
            case ir.Call(callee=callee):
                self._demote(callee)
                self._pass(expr, 0)
            case ir.MethodCall(object=receiver):
                self._receive(expr, receiver)
                self._pass(expr, 1)
            case ir.ApiCall():
                self._built_in(expr)
            case ir.CallActivity(arguments=arguments):
                self._leave_all(arguments)
            case ir.Compare(left=left, right=right):
                self._compare(expr, left, right)
            case ir.Not(operand=operand):
                self._condition(operand)
            case ir.Logical() if expr in self._conditions:
                pass
            case ir.Logical(left=left, right=right) | ir.Arithmetic(left=left, right=right):
                self._demote(left)
                self._demote(right)
            case ir.Concat(parts=parts):
                for part in parts:
                    self._demote(part)
            case ir.Unary(operator="#", operand=operand):
                kind = self.kind_of(operand)
                if kind is not None:
                    kind.spend(_LENGTH, self._times)
            case ir.Unary(operand=operand):
                self._demote(operand)
            case ir.TableConstructor():
                self._constructor(expr)
            case _:
                pass

    def _compare(self, expr: ir.Compare, left: ir.Expr, right: ir.Expr) -> None:
        if expr.operator in ("==", "~="):
            for one, other in ((left, right), (right, left)):
                if _is_nil(other):
                    self._is_emptiness_test(one)
                    return
            self._be_record(left)
            self._be_record(right)
            return
        self._demote(left)
        self._demote(right)

    def _read(self, expr: ir.Index, table: ir.Expr, key: ir.Expr) -> None:
        self._demote(key)
        kind = self.kind_of(table)
        if kind is None:
            return
        if isinstance(key, ir.Constant) and isinstance(key.value, str):
            kind.make_record()
        elif not self._is_position(key):
            kind.open()
        elif expr in self._within:
            kind.spend(_READ, self._times)
        elif is_plain_place(table) and is_plain_key(key, table):
            is_constant = isinstance(key, ir.Constant | ir.Unary)
            kind.spend(_CONSTANT_READ if is_constant else _GUARDED_READ, self._times)
            if isinstance(key, ir.Constant):
                self.constant_places.append(expr)
        else:
            kind.make_record()
            kind.spend(_GUARDED_READ, self._times)

    def _constructor(self, expr: ir.TableConstructor) -> None:
        kind = self.kind_of(expr)
        assert kind is not None
        kind.spend(_CREATION, self._times)
        for position, item in enumerate(expr.items):
            is_last = position == len(expr.items) - 1
            if isinstance(item, ir.KeyedItem):
                if isinstance(item.key, ir.Constant) and isinstance(item.key.value, str):
                    place = self._field_stored(kind, item.key.value, item.value)
                    assert place is not None
                    self._move_into(item.value, place)
                else:
                    kind.open()
                    self._demote(item.key)
                    self._leave(item.value)
            elif is_last and isinstance(item.value, ir.MULTI):
                kind.make_record()
                kind.elements().open()
                self._demote_results(item.value)
            else:
                self._add(kind, item.value, _ITEM)

    def _built_in(self, call: ir.ApiCall) -> None:
        name = (call.module, call.function.name)
        arguments = call.arguments
        if call in self._walked or call in self._tested:
            return
        kind = self.kind_of(arguments[0]) if arguments else None
        if kind is None or isinstance(arguments[0], ir.MULTI):
            self._leave_all(arguments)
            return
        match name, arguments:
            case ("base", "setmetatable"), (_, metatable) if _is_setmetatable(call):
                kind.make_record()
                self._be_record(metatable)
                self.metatables.append((kind, self.kind_of(metatable)))
            case ("base", "type"), (_,):
                kind.make_record()
            case _ if not is_plain_place(arguments[0]):
                self._leave_all(arguments)
            case ("table", "insert"), (_, value) if self._is_single(value):
                self._append(kind, value)
            case ("table", "insert"), (
                _,
                ir.Constant(value=int() as at),
                value,
            ) if at == 1 and not isinstance(at, bool) and self._is_single(value):
                self._add(kind, value, _INSERTION)
            case ("table", "remove"), (_,):
                kind.root().shrinks = True
                kind.elements().open()
                kind.spend(_REMOVAL, self._times)
            case ("table", "remove"), (_, ir.Constant(value=int() as at)) if (
                at == 1 and not isinstance(at, bool)
            ):
                kind.root().shrinks = True
                kind.elements().open()
                kind.spend(_REMOVAL, self._times)
            case _ if name in _BORROWERS:
                kind.elements().open()
                kind.spend(_WHOLE, self._times)
                self.borrowed.append(arguments[0])
                self._leave_all(arguments[1:])
            case _:
                self._leave_all(arguments)

    def _is_single(self, value: ir.Expr) -> bool:
        """Whether a last argument passes one value."""
        if not isinstance(value, ir.MULTI):
            return True
        match value:
            case ir.Call() | ir.MethodCall():
                callees = self.callees(value)
                return bool(callees) and all(self._calls.fixed.get(each) == 1 for each in callees)
            case ir.ApiCall(module="base", function=row):
                return row.name in ("tostring", "type")
            case _:
                return False


def _limit(kind: Kind, value: Value) -> None:
    """Let tables of a kind be what a value of it can be: lists are never nil."""
    if not value.tags or not value.only(Tag.TABLE | Tag.NIL):
        kind.open()
    elif value.can_be(Tag.NIL):
        kind.make_record()


def is_plain_place(expr: ir.Expr) -> bool:
    """Whether an expression is a variable, or a field of one."""
    match expr:
        case ir.VariableRef() | ir.Index(object=ir.VariableRef(), key=ir.Constant(value=str())):
            return True
        case _:
            return False


def is_plain_key(key: ir.Expr, table: ir.Expr) -> bool:
    """Whether a key is a number, a variable or the length of a table, plus a number."""
    match key:
        case ir.Constant(value=int()) | ir.VariableRef():
            return True
        case ir.Unary(operator="#", operand=counted):
            return is_same_place(counted, table)
        case ir.Arithmetic(operator="+" | "-", left=left, right=ir.Constant(value=int())):
            return not isinstance(left, ir.Arithmetic | ir.Constant) and is_plain_key(left, table)
        case _:
            return False


def _is_last_place(target: ir.Index) -> bool:
    """Whether a place is `t[#t]`."""
    match target.key:
        case ir.Unary(operator="#", operand=counted):
            return is_same_place(target.object, counted)
        case _:
            return False


def _operands(expr: ir.Expr) -> tuple[ir.Expr, ...]:
    """Return the parts of an expression that raise an error if they are nil."""
    match expr:
        case ir.Index(object=base) | ir.MethodCall(object=base) | ir.Call(callee=base):
            return (base,)
        case ir.Arithmetic(left=left, right=right):
            return left, right
        case ir.Compare(operator=operator, left=left, right=right):
            return () if operator in ("==", "~=") else (left, right)
        case ir.Unary(operand=operand):
            return (operand,)
        case _:
            return ()


def _inner(expr: ir.Expr) -> ir.Expr:
    """Return what stands in parentheses."""
    while isinstance(expr, ir.First):
        expr = expr.inner
    return expr


def _is_setmetatable(expr: ir.ApiCall) -> bool:
    return (
        (expr.module, expr.function.name) == ("base", "setmetatable")
        and len(expr.arguments) == 2
        and not any(isinstance(argument, ir.MULTI) for argument in expr.arguments)
    )


def _is_nil(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Constant) and expr.value is None
