"""The kinds of what expressions, variables and function results hold."""

from __future__ import annotations

from collections.abc import Container, Mapping, Set
from dataclasses import dataclass

from wippyc.analyse.abstract_values.type_names import is_table_or_nil
from wippyc.analyse.abstract_values.values import EMPTY, INTEGERS, NUMBER, Tag, Value
from wippyc.analyse.call_graph.calls import CallFacts
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.lists.list_bounds import ListBounds
from wippyc.analyse.lists.list_kinds import Kind, united
from wippyc.analyse.lists.raising_reads import RaisingReads
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.falling import can_fall_off
from wippyc.analyse.program.metatables import is_setmetatable
from wippyc.ir import nodes as ir

# A function and the position of one of its results.
Result = tuple[ir.Function, int]


@dataclass(frozen=True, eq=False, kw_only=True, slots=True)
class ListFacts:
    """What is known of a program before its lists are looked for.

    Attributes:
        flow: Types of its expressions.
        calls: Functions all of whose calls are seen.
        captures: Variable facts.
        namespaces: Variables that stand for mere namespaces.
        filling: Places whose stores append.
        counted: Places behind the end whose index was counted before.
        insertions: Calls of `table.insert` whose position is in the list, or right behind it.
        bounds: What is known of indices of lists that nothing is removed from.
        raising: Reads that fail at once where there is no element.
        depths: Number of loops around the calls of each function.
        fields: Reads of fields that run no code of the program.
    """

    flow: Flow
    calls: CallFacts
    captures: Captures
    namespaces: Set[ir.Variable]
    filling: Set[ir.Index]
    counted: Set[ir.Index]
    insertions: Set[ir.Expr]
    bounds: ListBounds
    raising: RaisingReads
    depths: Mapping[ir.Function, int]
    fields: Container[ir.Index]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A table that is certainly there if lists have no gaps.

    Attributes:
        expr: What gives it.
        function: The function that does not take nil.
        holders: The kinds of the lists; if one of them is for others, it may be nil.
    """

    expr: ir.Expr
    function: str
    holders: tuple[Kind, ...]


class ListPlaces:
    """Gives each place its kind when it is first asked for.

    Attributes:
        kinds: Kind of each expression that may be a table.
        single: The value of each variable that is declared with one.
        variables: Kind of each variable that may hold one.
        results: Kind of each function result that may be one.
        nilable: Variables that may hold nil instead.
        unsure: What may be nil instead of a table, and the function that does not take that.
        doubtful: What may turn out to be unsure.
        checked: Pairs of kinds: tables of the second are elements of the first that get keys which
            are looked at first; so one that is not there must raise before.
        dependent: Pairs of kinds: if the first gets shorter or has gaps, the second may hold nil.
    """

    def __init__(
        self,
        known: ListFacts,
    ) -> None:
        self._flow = known.flow
        self._calls = known.calls
        self._captures = known.captures
        self._namespaces = known.namespaces
        self._bounds = known.bounds
        self._within = known.bounds.within
        self._all_raising = known.raising.reads
        self._raising = known.raising.testable
        self._fields = known.fields
        self._tables = Kind(is_table=True, is_open=True)
        self.single: dict[ir.Variable, ir.Expr] = {}
        self.kinds: dict[ir.Expr, Kind | None] = {}
        self.variables: dict[ir.Variable, Kind | None] = {}
        self.results: dict[Result, Kind | None] = {}
        self.nilable: set[ir.Variable] = set()
        self.unsure: dict[ir.Expr, str] = {}
        self.doubtful: list[Doubt] = []
        self.checked: list[tuple[Kind, Kind]] = []
        self.dependent: list[tuple[Kind, Kind]] = []

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
            case ir.TableConstructor(items=items):
                is_open = bool(items) and isinstance(items[-1].value, ir.Vararg)
                return Kind(
                    is_indexable=expr not in self._flow.unfollowed,
                    least_length=len(items) - is_open,
                )
            case ir.Call() | ir.MethodCall():
                return self._kind_of_result(expr, 0)
            case ir.ApiCall() if is_setmetatable(expr):
                return self.kind_of(expr.arguments[0])
            case _:
                pass
        value = self._flow.value(expr)
        if value.tags and not value.can_be(Tag.TABLE):
            return None
        match expr:
            case ir.Index(object=holder, key=ir.Constant(value=str() as name)):
                return self._kind_of_field(expr, self.kind_of(holder), name)
            case ir.Index():
                return self._kind_of_element(expr)
            case ir.Logical():
                chosen = self._choices(expr)
                return united(map(self.kind_of, chosen)) if chosen else self._tables
            case _:
                return self._tables

    def _choices(self, expr: ir.Logical) -> tuple[ir.Expr, ...]:
        """Return the expressions of which one gives the table that `and` or `or` give.

        There are none if a list or dict, which may be empty, would have to be told from false.
        """
        if not self._flow.value(expr).only(Tag.TABLE | Tag.NIL):
            return ()
        match expr:
            case ir.Logical(
                operator="or", left=ir.Logical(operator="and", right=middle), right=right
            ) if self._flow.value(middle).tags == Tag.TABLE:
                return middle, right
            case ir.Logical(operator="or", left=left, right=right) if (
                self._flow.value(left).tags == Tag.TABLE
            ):
                return left, right
            case ir.Logical(left=left) if not is_optional(self._flow.value(left)):
                return ()
            case ir.Logical(operator="or", left=left, right=right):
                return left, right
            case ir.Logical(right=right):
                return (right,)

    def _kind_of_field(self, expr: ir.Index, holder: Kind | None, name: str) -> Kind:
        if holder is None:
            return self._tables
        holder.be_no_list()
        kind = holder.field(name)
        _open_unless_table(kind, self._flow.value(expr))
        return kind

    def _kind_of_element(self, expr: ir.Index) -> Kind:
        table = self.kind_of(expr.object)
        if table is None:
            return self._tables
        if not self._is_number(expr.key):
            table.mix()
        kind = table.elements()
        value = self._flow.value(expr)
        if not is_optional(value) and not self._depends(expr, kind):
            _open_unless_table(kind, value)
        return kind

    def _is_position(self, key: ir.Expr) -> bool:
        value = self._flow.value(key)
        return bool(value.tags) and value.only(INTEGERS)

    def _is_number(self, key: ir.Expr) -> bool:
        """Whether a key is a number, or there is none: never a name or a boolean."""
        value = self._flow.value(key)
        return value.can_be(NUMBER) and value.only(NUMBER | Tag.NIL)

    def _name_key(self, kind: Kind, place: ir.Index, *, is_stored: bool) -> None:
        """Note a key that a message about nil cannot tell afterwards."""
        if self._flow.value(place.object).only(Tag.TABLE):
            return
        # `entries.get(key)` fails before Python looks at the key.
        is_evaluated = is_stored or place in self._all_raising
        is_named = isinstance(place.key, ir.Constant | ir.VariableRef)
        if not (is_named or self._is_told(place.key, is_evaluated=is_evaluated)):
            kind.root().is_no_numbered = True
        if is_stored and not self._is_position(place.key):
            # Lua looks for the table before it refuses the key.
            holder = None
            if isinstance(place.object, ir.Index) and place.object in self._all_raising:
                holder = self.kind_of(place.object.object)
            if holder is None:
                kind.root().is_no_numbered = True
            else:
                self.checked.append((holder, kind))

    def _is_told(self, key: ir.Expr, *, is_evaluated: bool) -> bool:
        match key:
            case ir.Constant(value=int()):
                return True
            case ir.VariableRef():
                return self._is_position(key)
            case ir.Arithmetic(operator="+" | "-" | "*", left=left, right=right):
                operands = [left, right]
            case ir.Arithmetic(
                operator="//" | "%", left=left, right=ir.Constant(value=int() as by)
            ):
                operands = [left] if by > 0 and by is not True else []
            case ir.Index(object=ir.VariableRef(), key=inner) if is_evaluated:
                return self._is_told(inner, is_evaluated=True)
            case _:
                return False
        return (
            self._is_position(key)
            and bool(operands)
            and all(self._is_told(each, is_evaluated=is_evaluated) for each in operands)
        )

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
            or (variable.kind == "parameter" and not self._takes_lists(owner))
            or variable in self._namespaces
            or variable in captures.cells
            or variable in self._calls.declared
        ):
            kind.open()
        elif (not value.tags or value.can_be(Tag.NIL)) and not self._depends_on_source(
            variable, kind
        ):
            self.nilable.add(variable)
            _open_unless_table(kind, value)
        return kind

    def _takes_lists(self, function: ir.Function | None) -> bool:
        """Whether all calls of a function agree on the form of what they pass."""
        calls = self._calls
        return (
            function is not None and function in calls.direct and not calls.arity(function).varies
        )

    def _kind_of_result(self, call: ir.Call | ir.MethodCall, position: int) -> Kind | None:
        callees = self._callees(call)
        if callees is None:
            value = self._flow.value(call)
            is_other = position == 0 and value.tags and not value.can_be(Tag.TABLE)
            return None if is_other else self._tables
        return united(self._kind_returned((callee, position)) for callee in callees)

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
        elif can_fall_off(function.body, self._flow.raising.calls) or value.can_be(Tag.NIL):
            kind.be_no_list()
        _open_unless_table(kind, value)
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
        value = self._flow.value(expr)
        if value.tags and not value.can_be(Tag.NIL):
            return True
        match expr:
            case ir.First(inner=inner):
                return self._depends(inner, kind)
            case ir.VariableRef(variable=variable):
                return self._depends_on_source(variable, kind)
            case ir.Index(object=table) if expr in self._within:
                holder = self.kind_of(table)
                if holder is None:
                    return False
                if kind is not None:
                    self.dependent.append((holder, kind))
                return True
            case _:
                return False

    def is_present(self, expr: ir.Expr) -> bool:
        """Whether an expression is not nil, or is not if a list has no gaps."""
        return self._depends(expr, None)

    def _require(self, expr: ir.Expr) -> None:
        """Note that something is done with a table for which nil gives another error."""
        kind = self.kind_of(expr)
        if kind is not None and expr not in self._all_raising and not self._depends(expr, kind):
            kind.be_no_list()

    def _expect(self, expr: ir.Expr, function: str) -> None:
        """Note that a table is passed to a function that raises an error for nil."""
        kind = self.kind_of(expr)
        if kind is None or expr in self._all_raising:
            return
        noted = len(self.dependent)
        if not self._depends(expr, kind):
            self.unsure[expr] = function
        elif len(self.dependent) > noted:
            holders = tuple(holder for holder, _ in self.dependent[noted:])
            del self.dependent[noted:]
            self.doubtful.append(Doubt(expr, function, holders))

    def _depends_on_source(self, variable: ir.Variable, kind: Kind | None) -> bool:
        """Whether a variable that keeps the value it is declared with is never nil."""
        source = self.single.get(variable)
        if source is None or variable in self._captures.assigned:
            return False
        return self._depends(source, kind)


def is_optional(value: Value) -> bool:
    """Whether a value is a table or nil, and the one is told from the other."""
    return value.can_be(Tag.NIL) and value.only(Tag.TABLE | Tag.NIL)


def _open_unless_table(kind: Kind, value: Value) -> None:
    """Let tables of a kind be what a value of it can be: lists and dicts are nothing else."""
    if not is_table_or_nil(value):
        kind.open()
