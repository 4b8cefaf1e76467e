"""Whole-program analysis: everything `check` and `emit` may ask about a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from wippyc.analyse.abstract_values.string_calls import StringCall, string_call
from wippyc.analyse.abstract_values.type_names import find_type_names
from wippyc.analyse.abstract_values.values import EMPTY, Site, Tag, Value
from wippyc.analyse.call_graph.calls import CallAnalysis, CallFacts
from wippyc.analyse.call_graph.generators import find_generators
from wippyc.analyse.call_graph.iterated import Iterated, IteratedAnalysis
from wippyc.analyse.call_graph.kept_functions import find_kept_functions
from wippyc.analyse.call_graph.loading import find_loads
from wippyc.analyse.call_graph.loop_weights import loop_depths
from wippyc.analyse.call_graph.named_calls import NamedCalls
from wippyc.analyse.call_graph.single_values import SingleValues, find_single_values
from wippyc.analyse.call_graph.tail_calls import TailCallAnalysis, TailCalls
from wippyc.analyse.call_graph.threads import resumes_quietly
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.flow_analysis import FlowAnalysis
from wippyc.analyse.dataflow.yields import YieldAnalysis, Yields
from wippyc.analyse.lists.counted_appends import find_counted_appends
from wippyc.analyse.lists.dense_tables import find_dense_tables
from wippyc.analyse.lists.filling_loops import find_filling_stores
from wippyc.analyse.lists.indexed_tables import IndexedTables, find_indexed_tables
from wippyc.analyse.lists.insertions import find_insertions
from wippyc.analyse.lists.list_bounds import find_list_bounds
from wippyc.analyse.lists.list_places import ListFacts
from wippyc.analyse.lists.list_tables import ListTables, find_list_tables
from wippyc.analyse.lists.raising_reads import find_raising_reads
from wippyc.analyse.lists.zero_based import IndexFacts, find_zero_based
from wippyc.analyse.numbers.accumulators import find_accumulators
from wippyc.analyse.numbers.number_ranges import NumberRanges
from wippyc.analyse.numbers.range_search import find_number_ranges
from wippyc.analyse.numbers.refined_numbers import refine_numbers
from wippyc.analyse.numbers.string_positions import StringPositions
from wippyc.analyse.objects.constant_fields import ConstantFields, find_constant_fields
from wippyc.analyse.objects.records import Records, find_records
from wippyc.analyse.objects.unread_classes import find_unread_classes
from wippyc.analyse.program.captures import Captures, find_captures
from wippyc.analyse.program.declarations import declared_functions
from wippyc.analyse.program.error_levels import any_looks_beyond_callers
from wippyc.analyse.program.exports import (
    Exports,
    Namespace,
)
from wippyc.analyse.program.layout import Layout, plan_layout
from wippyc.api.model import ModuleApi
from wippyc.api.registry import modules
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit


@dataclass(frozen=True, eq=False, kw_only=True)
class Facts:
    """Side tables about a program, keyed by node; the program itself is unchanged.

    What only code generation asks for is found when it does: the linter needs none of it.

    Attributes:
        program: The program.
        api: All Lua modules.
        flow: Which values reach where.
        yields: Which functions may suspend.
        declared: Variables that always hold one function.
        captures: Closures and cells.
        namespaces: Tables that are mere namespaces.
        exports: What each unit returns.
        tail_calls: Calls that functions end with and that take no frame.
    """

    program: Program
    api: Mapping[str, ModuleApi]
    flow: Flow
    yields: Yields
    yield_analysis: YieldAnalysis
    call_analysis: CallAnalysis
    declared: Mapping[ir.Variable, ir.Function]
    captures: Captures
    namespaces: Mapping[ir.Variable, Namespace]
    exports: Mapping[str, Exports]
    tail_calls: TailCalls

    @cached_property
    def numbers(self) -> NumberRanges:
        """Ranges of numbers."""
        return find_number_ranges(self.program, self.flow, self.call_analysis.facts.direct)

    @cached_property
    def positions(self) -> StringPositions:
        """Indices that are positions in a string."""
        return StringPositions(self.flow, self.captures.assigned, self.numbers)

    @cached_property
    def refined(self) -> Facts:
        """These facts, with values that are without the numbers that ranges rule out.

        The linter only asks whether something is a number at all.
        """
        refine_numbers(self.program, self.flow, self.numbers, self.positions)
        return self

    @cached_property
    def iterated(self) -> Iterated:
        """Wrapped coroutines that are only iterated."""
        calls = self.call_analysis.facts
        return IteratedAnalysis(self.program, self.flow, self.yields, calls, self.captures).run()

    @cached_property
    def has_deep_errors(self) -> bool:
        """Whether an error may have a position further out than the caller of what raises it."""
        return any_looks_beyond_callers(self.program)

    @cached_property
    def resumes_quietly(self) -> bool:
        """Whether it need not be recorded which Lua thread runs."""
        return resumes_quietly(self.program, self.yields, self.iterated)

    @cached_property
    def single_values(self) -> SingleValues:
        """Coroutines from which one value is taken each time they are resumed."""
        if not self.resumes_quietly:
            return SingleValues()
        return find_single_values(self.program, self.flow, self.yields, self.iterated)

    @cached_property
    def calls(self) -> CallFacts:
        """Direct functions and result counts."""
        found = self.call_analysis.facts
        return replace(found, direct=found.direct | self.iterated.bodies)

    def _plan(self, unread: frozenset[ir.Variable]) -> Mapping[str, Layout]:
        return _plan_layouts(
            self.program,
            self.flow,
            self.captures,
            self.declared,
            self.namespaces,
            self.exports,
            unread,
        )

    @cached_property
    def _named_calls(self) -> NamedCalls:
        """Calls of methods by name; where classes need no table, more may be."""
        return NamedCalls(self.program, self.flow, self._first_layouts, self.yields, self.captures)

    @cached_property
    def _first_layouts(self) -> Mapping[str, Layout]:
        """The layouts if every class needs its table."""
        return self._plan(frozenset())

    @cached_property
    def unread_classes(self) -> frozenset[ir.Variable]:
        """Variables of classes that need no table."""
        is_named = self._named_calls.is_named
        return find_unread_classes(self.program, self.flow, self.captures, self.records, is_named)

    @cached_property
    def layouts(self) -> Mapping[str, Layout]:
        """Where each unit's parts live."""
        unread = self.unread_classes
        return self._plan(unread) if unread else self._first_layouts

    @cached_property
    def accumulators(self) -> frozenset[ir.Variable]:
        """Variables whose integers are wrapped where they are read."""
        return find_accumulators(self.program, self.flow, self.captures)

    @cached_property
    def _filling(self) -> frozenset[ir.Index]:
        return find_filling_stores(self.program, self.flow, self.captures.assigned)

    @cached_property
    def _depths(self) -> Mapping[ir.Function, int]:
        return loop_depths(self.program, self.flow)

    @cached_property
    def lists(self) -> ListTables:
        """Tables that are Python lists."""
        program, flow, captures = self.program, self.flow, self.captures
        filling = find_filling_stores(program, flow, captures.assigned, takes_elements=True)
        bounds = find_list_bounds(program, flow, captures, self.numbers, self.calls, filling)
        known = ListFacts(
            flow=self.flow,
            calls=self.calls,
            captures=self.captures,
            namespaces=self.namespaces.keys(),
            filling=filling,
            counted=find_counted_appends(program, flow, captures.assigned),
            insertions=find_insertions(program, flow, captures, self.numbers),
            bounds=bounds,
            raising=find_raising_reads(program, flow, captures, self.numbers, bounds),
            depths=self._depths,
            fields=self.numbers.fields,
        )
        return find_list_tables(self.program, known)

    @cached_property
    def zero_based(self) -> frozenset[ir.Variable]:
        """Variables that are one less in Python than in Lua."""
        known = IndexFacts(
            flow=self.flow,
            captures=self.captures,
            numbers=self.numbers,
            positions=self.positions,
            lists=self.lists,
            appending=self.appending,
        )
        return find_zero_based(self.program, known)

    @cached_property
    def records(self) -> Records:
        """Tables that are objects with slots."""
        is_named = self._named_calls.is_named
        return find_records(
            self.program, self.flow, self.lists, self.captures, self.namespaces, is_named
        )

    @cached_property
    def constant_fields(self) -> ConstantFields:
        """Fields that always have the same value."""
        return find_constant_fields(self.program, self.flow)

    @cached_property
    def indexed(self) -> IndexedTables:
        """Tables with their elements in the dict."""
        return find_indexed_tables(self.program, self.flow, self._filling, self.lists, self._depths)

    @cached_property
    def appending(self) -> frozenset[ir.Index]:
        """Stores of loops that fill a new table with its elements in a list: they append to it."""
        indexed, lists = self.indexed, self.lists
        return frozenset(
            place
            for place in self._filling
            if not (indexed.are_indexed(self.value(place.object)) or lists.holds_map(place.object))
        )

    @cached_property
    def dense(self) -> frozenset[Site]:
        """Constructors of tables with their elements in a list without gaps."""
        return find_dense_tables(self.program, self.flow, self._filling) - self.indexed.sites

    @cached_property
    def type_names(self) -> Mapping[ir.Variable, ir.ApiCall]:
        """Variables that are not needed: comparisons with them test a value's type."""
        return find_type_names(self.program, self.captures, self.flow.type_names)

    def value(self, expr: ir.Expr) -> Value:
        """Return what an expression can be."""
        return self.flow.expressions.get(expr, EMPTY)

    def may_be_nil(self, expr: ir.Expr) -> bool:
        """Whether an expression can be nil, as one can of which nothing is known."""
        value = self.value(expr)
        return not value.tags or value.can_be(Tag.NIL)

    @cached_property
    def final_calls(self) -> frozenset[ir.Expr]:
        """Calls that never return, as type checkers see it too."""
        generators = self.yields.generators
        return frozenset(
            call
            for call in self.flow.raising.calls
            if isinstance(call, ir.Call) and self.named_function(call.callee) not in generators
        )

    def string_call(self, expr: ir.Expr) -> StringCall | None:
        """Return an expression as a call of a string function, if it certainly is one."""
        return string_call(expr, self.value)

    def named_function(self, callee: ir.Expr) -> ir.Function | None:
        """Return the one function a callee names, if it is static."""
        return self.call_analysis.named_function(callee)

    def entry_function(self, unit: Unit) -> ir.Function | None:
        """Return the entry function of a unit, if it is static."""
        expr = self.exports[unit.id].entry_function(unit.entry.method)
        return None if expr is None else self.named_function(expr)


def analyse(program: Program) -> Facts:
    """Analyse a whole program."""
    api = modules()
    captures = find_captures(program)
    declared = declared_functions(program)
    flow_analysis = FlowAnalysis(program, api, captures, declared)
    flow = flow_analysis.run()
    namespaces, exports = flow_analysis.namespaces, flow_analysis.exports
    yield_analysis = YieldAnalysis(program, flow, api)
    yields = yield_analysis.run()
    call_analysis = CallAnalysis(program, flow, declared, namespaces, exports)
    call_analysis.run()
    kept = find_kept_functions(program, call_analysis, namespaces, exports)
    tail_calls = TailCallAnalysis(program, flow, captures, call_analysis).run()
    passing = tail_calls.passing
    yields.make_generators(find_generators(program, flow, yields, call_analysis, kept, passing))
    return Facts(
        program=program,
        api=api,
        flow=flow,
        yields=yields,
        yield_analysis=yield_analysis,
        call_analysis=call_analysis,
        declared=declared,
        captures=captures,
        namespaces=namespaces,
        exports=exports,
        tail_calls=tail_calls,
    )


def _plan_layouts(
    program: Program,
    flow: Flow,
    captures: Captures,
    declared: Mapping[ir.Variable, ir.Function],
    namespaces: Mapping[ir.Variable, Namespace],
    exports: Mapping[str, Exports],
    unread: frozenset[ir.Variable],
) -> dict[str, Layout]:
    """Plan units until the set of stateful libraries is stable."""
    stateful: frozenset[str] = frozenset()
    loads = find_loads(program, flow)
    while True:
        layouts = {
            unit.id: plan_layout(
                unit,
                captures,
                declared,
                namespaces,
                exports[unit.id],
                stateful,
                loads[unit.id],
                flow.dispatched,
                unread,
            )
            for unit in program.units.values()
        }
        now = frozenset(
            entry_id
            for entry_id, layout in layouts.items()
            if layout.has_state and program.units[entry_id].entry.kind == "library.lua"
        )
        if now == stateful:
            return layouts
        stateful = now
