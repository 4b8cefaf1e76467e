"""Classes of which nothing is left once the program is compiled.

local Queue = {}                           a class all of whose methods are called by their names,
Queue.__index = Queue                      and whose objects are records that do not know it, is
function Queue.new() … end                 never read: it needs no table. Its methods are functions
setmetatable({ first = 1 }, Queue)         of the module, as those of a namespace are.
Queue.new():push(item)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.objects.records import Records
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.metatables import is_setmetatable
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit
from wippyc.ir.walk import all_functions, expressions_of


def find_unread_classes(
    program: Program,
    flow: Flow,
    captures: Captures,
    records: Records,
    is_called_by_name: Callable[[ir.Expr, ir.Function], bool],
) -> frozenset[ir.Variable]:
    """Return the variables of such classes.

    Args:
        program: The program.
        flow: Values of its expressions.
        captures: Variable facts.
        records: Tables that are objects.
        is_called_by_name: Whether an expression in a function is emitted as a call of the one
            method that it always finds.
    """
    found: set[ir.Variable] = set()
    for unit in program.units.values():
        if records.by_unit.get(unit.id):
            found |= _Classes(unit, flow, captures, records, is_called_by_name).unread()
    return frozenset(found)


class _Classes:
    def __init__(
        self,
        unit: Unit,
        flow: Flow,
        captures: Captures,
        records: Records,
        is_called_by_name: Callable[[ir.Expr, ir.Function], bool],
    ) -> None:
        self._unit = unit
        self._flow = flow
        self._records = records
        self._is_called_by_name = is_called_by_name
        # Classes, and the class each is derived from.
        self._parents: dict[ir.Variable, ir.Variable | None] = {}
        for statement in unit.main.body.statements:
            match statement:
                case ir.Local(variables=[variable], values=[value]) if (
                    variable not in captures.assigned
                ):
                    self._note_class(variable, value)
                case _:
                    pass

    def _note_class(self, variable: ir.Variable, value: ir.Expr) -> None:
        match value:
            case ir.TableConstructor(items=()):
                self._parents[variable] = None
            case ir.ApiCall(
                arguments=(
                    ir.TableConstructor(items=()),
                    ir.TableConstructor(
                        items=(
                            ir.KeyedItem(
                                key=ir.Constant(value="__index"),
                                value=ir.VariableRef(variable=parent),
                            ),
                        )
                    ),
                )
            ) if is_setmetatable(value):
                self._parents[variable] = parent
            case _:
                pass

    def unread(self) -> set[ir.Variable]:
        """Return the classes all of whose mentions leave nothing behind."""
        if not self._parents:
            return set()
        mentions = Counter(
            expr.variable
            for function in all_functions(self._unit.main)
            for expr in expressions_of(function.body, ir.VariableRef)
        )
        empty = Counter(self._empty_mentions())
        found = set(self._parents)
        while True:
            derived = Counter(self._parents[each] for each in found)
            kept = {each for each in found if mentions[each] == empty[each] + derived[each]}
            if kept == found:
                return found
            found = kept

    def _empty_mentions(self) -> Iterator[ir.Variable]:
        """Yield the variable of each mention of which nothing is left."""
        for statement in self._unit.main.body.statements:
            match statement:
                case ir.Assign(
                    targets=[
                        ir.Index(
                            object=ir.VariableRef(variable=variable),
                            key=ir.Constant(value=str() as name),
                        )
                    ],
                    values=[value],
                ):
                    match value:
                        case ir.Function() | ir.Constant():
                            yield variable
                        case ir.VariableRef(variable=stored) if (
                            stored is variable and name == "__index"
                        ):
                            yield variable
                            yield variable
                        case _:
                            pass
                case _:
                    pass
        for function in all_functions(self._unit.main):
            for expr in expressions_of(function.body, ir.ApiCall, ir.Call):
                match expr:
                    case ir.Call(callee=ir.Index(object=ir.VariableRef(variable=variable))) if (
                        self._is_called_by_name(expr, function)
                    ):
                        yield variable
                    case ir.ApiCall(arguments=(table, ir.VariableRef(variable=variable))) if (
                        is_setmetatable(expr)
                    ):
                        record = self._records.of(self._flow.value(table))
                        if record is not None and not record.inherited:
                            yield variable
                    case _:
                        pass
