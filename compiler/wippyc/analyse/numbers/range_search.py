"""The search for the ranges of variables and results: from nothing up, until they hold.

A range that keeps growing is widened in few steps; in the end, tests cut off what that added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from wippyc.analyse.abstract_values import ranges
from wippyc.analyse.abstract_values.ranges import Numbers
from wippyc.analyse.dataflow.fixed_tables import find_fixed_tables
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.numbers.number_fields import ReadFields, find_read_fields
from wippyc.analyse.numbers.number_ranges import FOLLOWED_ASSIGNMENTS, NumberRanges
from wippyc.analyse.numbers.number_sources import (
    Counted,
    Slot,
    Sources,
    find_sources,
    source_expressions,
)
from wippyc.analyse.numbers.own_sums import find_own_sums
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import walk_expression

# Changes of a slot before its bounds are widened.
_EXACT_CHANGES = 3


def find_number_ranges(program: Program, flow: Flow, direct: set[ir.Function]) -> NumberRanges:
    """Find the ranges of all variables and results.

    Args:
        program: The program.
        flow: Its values.
        direct: Functions whose calls are all seen.
    """
    fields = find_read_fields(program, flow)
    found = NumberRanges(flow, find_fixed_tables(program, flow), fields)
    sources = find_sources(program, flow, direct, fields)
    found.loops = {
        source.loop.variable: source.loop
        for given in sources.values()
        for source in given
        if isinstance(source, Counted)
    }
    found.slots = dict.fromkeys(sources)
    sums = find_own_sums(flow, sources)

    def gathered(slot: Slot) -> Numbers:
        """Return the numbers that the sources of a slot give it."""
        bounded = sums[slot].numbers(found.given) if slot in sums else None
        return bounded or ranges.join_all(found.given(source) for source in sources[slot])

    readers = _readers(flow, sources, fields)
    changes = dict.fromkeys(sources, 0)
    order = {slot: index for index, slot in enumerate(sources)}
    slots, waiting = list(sources), list(range(len(sources)))
    is_waiting = set(waiting)
    while waiting:
        index = heappop(waiting)
        is_waiting.remove(index)
        slot = slots[index]
        old = found.slots[slot]
        new = ranges.join(old, gathered(slot))
        if new == old or new is None:
            continue
        changes[slot] += 1
        if old is not None and changes[slot] > _EXACT_CHANGES:
            new = ranges.widened(old, new)
        found.slots[slot] = new
        for index in {order[reader] for reader in readers.get(slot, ())} - is_waiting:
            is_waiting.add(index)
            heappush(waiting, index)
    for slot in sources:
        # Widening went further than needed where tests bound what is stored.
        found.slots[slot] = ranges.meet(found.slots[slot], gathered(slot))
    found.settle()
    return found


def _readers(flow: Flow, sources: Sources, fields: ReadFields) -> dict[Slot, set[Slot]]:
    """Return the slots that depend on each slot."""
    reads = _Reads(flow, fields)
    readers: dict[Slot, set[Slot]] = {}
    for slot, found in sources.items():
        for source in found:
            for expr, position in source_expressions(source):
                for read in reads.below(expr, position):
                    readers.setdefault(read, set()).add(slot)
    return readers


@dataclass(frozen=True, eq=False)
class _Reads:
    """Which slots expressions read.

    Attributes:
        flow: What calls reach, and what tests say of variables.
        fields: What reads of fields give.
    """

    flow: Flow
    fields: ReadFields

    def below(self, expr: ir.Expr, position: int, depth: int = 0) -> Iterator[Slot]:
        """Yield the slots that decide which numbers an expression gives."""
        for node in walk_expression(expr):
            yield from self._of(node, position if node is expr else 0)
            narrowing = self.flow.narrowings.get(node) if type(node) is ir.VariableRef else None
            if narrowing is None:
                continue
            sources = narrowing.sources or frozenset()
            for made in (narrowing.comparisons, *(each.comparisons for each in sources)):
                for comparison in made:
                    for inner in walk_expression(comparison.compare):
                        yield from self._of(inner, 0)
            if depth < FOLLOWED_ASSIGNMENTS:
                for source in sources:
                    yield from self.below(source.expr, 0, depth + 1)

    def _of(self, expr: ir.Expr, position: int) -> Iterator[Slot]:
        match expr:
            case ir.VariableRef(variable=variable):
                yield variable
            case ir.Index():
                yield from self.fields.get(expr, ())
            case ir.Call() | ir.MethodCall():
                for callee in self.flow.callees.get(expr, frozenset()):
                    if isinstance(callee, ir.Function):
                        yield callee, position
            case _:
                pass
