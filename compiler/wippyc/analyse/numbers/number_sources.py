"""What gives numbers to variables and to results of functions.

local total = 0              total: 0, and `total + x`
total = total + x
for i = 1, n do … end        i: the numbers from 1 to n
return total, n              results 0 and 1 of the function
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wippyc.analyse.abstract_values.values import NUMBER, FunctionValue
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.statement_flow import POSITIONS
from wippyc.analyse.numbers.number_fields import Field, ReadFields
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, walk_statements

# A variable, one result of a function, or a field.
Slot = ir.Variable | tuple[ir.Function, int] | Field


@dataclass(frozen=True, slots=True)
class Stored:
    """One result of an expression is stored."""

    expr: ir.Expr
    position: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of a loop are stored."""

    loop: ir.NumericFor


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions in a table are stored."""


Source = Stored | Counted | Positions
Sources = Mapping[Slot, Sequence[Source]]


def find_sources(
    program: Program, flow: Flow, direct: set[ir.Function], fields: ReadFields
) -> Sources:
    """Return the sources of the slots that nothing else gives numbers to.

    Args:
        program: The program.
        flow: Its values.
        direct: Functions whose calls are all seen.
        fields: The fields that are followed, by reads of them.
    """
    collected = _Collected(flow, direct, fields)
    for unit in program.units.values():
        collected.open.update(unit.globals)
        for function in all_functions(unit.main):
            collected.function(function)
    return collected.result()


class _Collected:
    def __init__(self, flow: Flow, direct: set[ir.Function], fields: ReadFields) -> None:
        # Slots that get values the search does not see.
        self.open: set[Slot] = set()
        self._flow = flow
        self._direct = direct
        self._sources: dict[Slot, list[Source]] = {
            field: [] for read in fields.values() for field in read
        }
        self._field_names = {field.name for read in fields.values() for field in read}
        # The parameters of functions that a call can reach which are followed.
        self._followed: dict[frozenset[FunctionValue], list[tuple[int, ir.Variable]]] = {}

    def result(self) -> Sources:
        return {
            slot: found
            for slot, found in self._sources.items()
            if slot not in self.open and self._is_number(slot)
        }

    def _is_number(self, slot: Slot) -> bool:
        flow = self._flow
        if isinstance(slot, Field):
            return True
        held = flow.variables.get(slot) if isinstance(slot, ir.Variable) else flow.results.get(slot)
        return held is not None and held.can_be(NUMBER)

    def function(self, function: ir.Function) -> None:
        """Collect what the statements and calls of a function store."""
        if self._is_called_unseen(function):
            self.open.update(function.parameters)
        for statement in walk_statements(function.body):
            self._statement(function, statement)
        looked_at = (ir.Call, ir.MethodCall, *([ir.TableConstructor] if self._field_names else []))
        for expr in expressions_of(function.body, *looked_at):
            match expr:
                case ir.Call(arguments=passed):
                    pass
                case ir.MethodCall(object=receiver, arguments=arguments):
                    passed = (receiver, *arguments)
                case ir.TableConstructor():
                    self._constructor(expr)
                    continue
                case _:
                    continue
            stored: dict[int, Stored | None] = {}
            for position, parameter in self._parameters(self._flow.callees.get(expr, frozenset())):
                if position not in stored:
                    stored[position] = _stored(passed, position)
                self._add(parameter, stored[position])

    def _constructor(self, table: ir.TableConstructor) -> None:
        for item in table.items:
            match item:
                case ir.KeyedItem(key=ir.Constant(value=str() as name), value=value) if (
                    name in self._field_names
                ):
                    field = Field(table, name)
                    if field in self._sources:
                        self._add(field, Stored(value))
                case _:
                    pass

    def _parameters(self, callees: frozenset[FunctionValue]) -> list[tuple[int, ir.Variable]]:
        """Return the positions and parameters of functions, as far as they may be numbers."""
        found = self._followed.get(callees)
        if found is None:
            functions = [callee for callee in callees if isinstance(callee, ir.Function)]
            found = self._followed[callees] = [
                (position, parameter)
                for callee in sorted(functions, key=_place)
                if not self._is_called_unseen(callee)
                for position, parameter in enumerate(callee.parameters)
                if self._is_number(parameter)
            ]
        return found

    def _is_called_unseen(self, function: ir.Function) -> bool:
        flow = self._flow
        return (
            function not in self._direct
            or function in flow.called_by_runtime
            or function in flow.coroutine_bodies
            or function in flow.exposed_functions
        )

    def _statement(self, function: ir.Function, statement: ir.Statement) -> None:
        match statement:
            case ir.Local(variables=variables, values=values):
                for variable in variables:
                    self._sources.setdefault(variable, [])
                self._spread([(variable,) for variable in variables], values)
            case ir.Assign(targets=targets, values=values):
                self._spread([self._written(target) for target in targets], values)
            case ir.NumericFor(variable=variable):
                self._add(variable, Counted(statement))
            case ir.GenericFor(variables=variables, iterators=iterators):
                for position, variable in enumerate(variables):
                    if position == 0 and _counts(iterators):
                        self._add(variable, Positions())
                    else:
                        self.open.add(variable)
            case ir.Return(values=values):
                self._spread([((function, position),) for position in range(POSITIONS)], values)
            case _:
                pass

    def _written(self, target: ir.Target) -> Sequence[Slot]:
        """Return what an assignment to a target may store in, as far as that is followed."""
        match target:
            case ir.VariableRef(variable=variable):
                return (variable,)
            case ir.Index(object=table, key=ir.Constant(value=str() as name)) if (
                name in self._field_names
            ):
                fields = (Field(site, name) for site in self._flow.value(table).tables)
                return [field for field in fields if field in self._sources]
            case _:
                return ()

    def _spread(self, slots: Sequence[Sequence[Slot]], values: tuple[ir.Expr, ...]) -> None:
        for position, stored_in in enumerate(slots):
            for slot in stored_in:
                self._add(slot, _stored(values, position))

    def _add(self, slot: Slot, source: Source | None) -> None:
        if source is not None:
            self._sources.setdefault(slot, []).append(source)


def _stored(values: tuple[ir.Expr, ...], position: int) -> Stored | None:
    """Return what a list of expressions has in a position; `None` for nil."""
    if position < len(values):
        return Stored(values[position])
    if values and isinstance(values[-1], ir.MULTI):
        return Stored(values[-1], position - len(values) + 1)
    return None


def source_expressions(source: Source) -> Iterator[tuple[ir.Expr, int]]:
    """Yield the expressions that decide what a source stores, and which result of each counts."""
    match source:
        case Stored(expr=expr, position=position):
            yield expr, position
        case Counted(loop=loop):
            yield loop.start, 0
            yield loop.stop, 0
            if loop.step is not None:
                yield loop.step, 0
        case Positions():
            return


def _place(function: ir.Function) -> tuple[str, int]:
    return str(function.span.source.path), function.span.start


def _counts(iterators: tuple[ir.Expr, ...]) -> bool:
    """Whether the first variable of a loop over `iterators` counts from 1."""
    match iterators:
        case (ir.ApiCall(module="base", function=row),):
            return row.name == "ipairs"
        case _:
            return False
