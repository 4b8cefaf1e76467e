"""Calls of methods, and operators, that always find the same function.

local Queue = {}                     a class: a table made once, when the chunk runs
Queue.__index = Queue
function Queue:push(item) … end      stored before the call below can run
…
inbox:push(packet)                   every table that `inbox` can be was made by `setmetatable({…},
                                     Queue)` and has no field `push`: this calls `Queue:push`

Proofs rest on what the flow analysis knows of every table: which fields are ever stored, and which
metatables it ever gets; and on the order in which chunks set classes up (`class_setup`). Tables
that code out of sight may change (`exposure`) prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wippyc.analyse.abstract_values.values import NUMBER, Site, Tag, Value
from wippyc.analyse.dataflow.class_setup import ClassSetup, Moment
from wippyc.analyse.dataflow.exposure import Exposure
from wippyc.analyse.dataflow.yields import ARITHMETIC_EVENTS, COMPARE_EVENTS
from wippyc.analyse.program.metatables import is_setmetatable
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, expressions_of

if TYPE_CHECKING:
    from wippyc.analyse.dataflow.flow_analysis import FlowAnalysis

# A chain of classes longer than this is not followed.
_LONGEST_CHAIN = 12
# Calls of methods, operators, and what makes objects.
_LOOKED_AT = (ir.ApiCall, ir.MethodCall, ir.Call, ir.Arithmetic, ir.Compare, ir.Unary)
Operator = ir.Arithmetic | ir.Compare | ir.Unary


def find_dispatch(
    analysis: FlowAnalysis, units: Iterable[Unit], exposure: Exposure
) -> dict[ir.Expr, ir.Function]:
    """Return the function of each call of a method or class function that is certain."""
    return _Dispatch(analysis, list(units), exposure).run()


class _Dispatch:
    def __init__(self, analysis: FlowAnalysis, units: list[Unit], exposure: Exposure) -> None:
        self._flow = analysis.flow
        self._tables = analysis.tables
        self._units = units
        self._exposed = exposure.sites
        self._setup = ClassSetup(analysis, units, exposure.functions)
        # The call that is looked at, and the function around it.
        self._call: ir.Expr | None = None
        self._caller: ir.Function | None = None

    def run(self) -> dict[ir.Expr, ir.Function]:
        """Resolve the calls of all units."""
        if not self._setup.methods:
            return {}
        calls: list[tuple[ir.Function, ir.Expr, ir.Expr, str]] = []
        operators: list[tuple[ir.Function, Operator]] = []
        for unit in self._units:
            for function in all_functions(unit.main):
                for expr in expressions_of(function.body, *_LOOKED_AT):
                    match expr:
                        case ir.ApiCall():
                            self._note_object(expr)
                        case ir.MethodCall(object=receiver, method=name):
                            calls.append((function, expr, receiver, name))
                        case ir.Call(
                            callee=ir.Index(
                                object=ir.VariableRef() as receiver,
                                key=ir.Constant(value=str() as name),
                            )
                        ):
                            calls.append((function, expr, receiver, name))
                        case ir.Arithmetic() | ir.Compare() | ir.Unary(operator="-"):
                            operators.append((function, expr))
                        case _:
                            pass
        found: dict[ir.Expr, ir.Function] = {}
        for self._caller, self._call, receiver, name in calls:
            method = self._resolve(self._flow.value(receiver), name)
            if method is not None and method in self._flow.callees.get(self._call, frozenset()):
                found[self._call] = method
        for self._caller, operator in operators:
            self._call = operator
            method = self._metamethod_of(operator)
            if method is not None:
                found[operator] = method
        return found

    def _note_object(self, expr: ir.ApiCall) -> None:
        if is_setmetatable(expr) and isinstance(expr.arguments[0], ir.TableConstructor):
            self._setup.objects[expr.arguments[0]] = None

    def _is_over(self, moment: Moment) -> bool:
        assert self._caller is not None
        assert self._call is not None
        return self._setup.is_over(moment, self._caller, self._call)

    def _has(self, site: Site, name: str) -> bool:
        """Whether a table certainly has a field when the call runs."""
        moment = self._setup.fields.get((site, name))
        return moment is not None and self._is_over(moment)

    def _has_metatable(self, site: Site) -> bool:
        """Whether tables of a site certainly have a metatable when the call runs."""
        if self._tables.birth(site).has_metatable:
            return True
        if site not in self._setup.objects:
            return False
        moment = self._setup.objects[site]
        return moment is None or self._is_over(moment)

    def _metamethod_of(self, expr: Operator) -> ir.Function | None:
        """Return the metamethod that an operator always runs."""
        if isinstance(expr, ir.Unary):
            return self._metamethod(self._flow.value(expr.operand), "__unm")
        left, right = self._flow.value(expr.left), self._flow.value(expr.right)
        if isinstance(expr, ir.Compare):
            event = COMPARE_EVENTS[expr.operator]
            found = self._metamethod(left, event)
            # Both operands must have it.
            return found if found is self._metamethod(right, event) else None
        event = ARITHMETIC_EVENTS.get(expr.operator, "")
        if left.tags == Tag.TABLE:
            return self._metamethod(left, event)
        if not left.tags or not left.only(NUMBER | Tag.NIL | Tag.TABLE):
            return None
        # What the left one lacks is found in the right one.
        found = self._metamethod(right, event)
        if found is None or not left.can_be(Tag.TABLE):
            return found
        return found if self._metamethod(left.narrowed(Tag.TABLE), event) is found else None

    def _metamethod(self, operand: Value, event: str) -> ir.Function | None:
        if operand.tags != Tag.TABLE or not event:
            return None
        return _the_only(self._event_of(site, event) for site in operand.tables)

    def _event_of(self, site: Site, event: str) -> ir.Function | None:
        """Return the metamethod that tables of a site always have."""
        if not self._is_readable(site) or not self._has_metatable(site):
            return None
        metatables = self._tables.metatables(Value(Tag.TABLE, tables=frozenset({site})))
        if metatables.tags != Tag.TABLE:
            return None
        return _the_only(self._own_method(meta, event) for meta in metatables.tables)

    def _own_method(self, meta: Site, event: str) -> ir.Function | None:
        stored = self._tables.field(meta, event) if self._is_readable(meta) else None
        return None if stored is None else self._method(meta, event, stored)

    def _resolve(self, receiver: Value, name: str) -> ir.Function | None:
        if receiver.tags != Tag.TABLE or not receiver.tables:
            return None
        return _the_only(self._look_up(site, name, 0) for site in receiver.tables)

    def _is_readable(self, site: Site) -> bool:
        return self._tables.is_readable(site, self._exposed)

    def _look_up(self, site: Site, name: str, depth: int) -> ir.Function | None:
        if depth > _LONGEST_CHAIN or not self._is_readable(site):
            return None
        stored = self._tables.field(site, name)
        if stored is not None:
            return self._method(site, name, stored)
        metatables = self._tables.metatables(Value(Tag.TABLE, tables=frozenset({site})))
        if metatables.tags != Tag.TABLE or not self._has_metatable(site):
            return None
        return _the_only(self._inherited(meta, name, depth) for meta in metatables.tables)

    def _method(self, site: Site, name: str, stored: Value) -> ir.Function | None:
        if stored.tags != Tag.FUNCTION or len(stored.functions) != 1:
            return None
        (function,) = stored.functions
        if not isinstance(function, ir.Function) or function not in self._setup.methods:
            return None
        return function if self._has(site, name) else None

    def _inherited(self, meta: Site, name: str, depth: int) -> ir.Function | None:
        if not self._is_readable(meta) or not self._has(meta, "__index"):
            return None
        index = self._tables.field(meta, "__index")
        if index is None or index.tags != Tag.TABLE or len(index.tables) != 1:
            return None
        (site,) = index.tables
        if site not in self._setup.tables:
            return None
        return self._look_up(site, name, depth + 1)


def _the_only(functions: Iterator[ir.Function | None]) -> ir.Function | None:
    found = set(functions)
    return found.pop() if len(found) == 1 else None
