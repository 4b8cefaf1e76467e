"""Results that add up what the function's own calls give.

local function size(node)
  if not node then return 0 end
  return 1 + size(node.left) + size(node.right)
end

Each result of an inner call is added once. So the whole is a sum of the other numbers in such
returns, a few for each call, and calls are as far from carrying it out of 64 bits as the rounds of
a loop that adds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wippyc.analyse.abstract_values import ranges
from wippyc.analyse.abstract_values.ranges import Numbers, Range
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.numbers.number_ranges import computes
from wippyc.analyse.numbers.number_sources import Slot, Source, Sources, Stored
from wippyc.ir import nodes as ir


@dataclass(frozen=True, slots=True)
class OwnSum:
    """What the result of a function adds up.

    Attributes:
        parts: What gives its numbers, besides its own calls.
        is_rising: Whether it takes nothing away.
    """

    parts: tuple[Source, ...]
    is_rising: bool

    def numbers(self, given: Callable[[Source], Numbers]) -> Numbers:
        """Return all sums; `None` if what is added is not known, or too large for a bound.

        Args:
            given: Gives the numbers of each part.
        """
        part = ranges.join_all(given(each) for each in self.parts)
        if part is None:
            return None
        bound = ranges.bound_of_sums(part)
        if bound is None:
            return None
        return Range(0 if self.is_rising and part.low >= 0 else -bound, bound)


def find_own_sums(flow: Flow, sources: Sources) -> dict[Slot, OwnSum]:
    """Return the results that are sums of the function's own results.

    Args:
        flow: Which functions calls reach.
        sources: What gives numbers to each slot.
    """
    found: dict[Slot, OwnSum] = {}
    for slot, given in sources.items():
        if isinstance(slot, tuple) and slot[1] == 0:
            own = _own_sum(slot[0], given, flow)
            if own is not None:
                found[slot] = own
    return found


def _own_sum(function: ir.Function, given: Sequence[Source], flow: Flow) -> OwnSum | None:
    parts: list[Source] = []
    adds, is_rising = False, True
    for source in given:
        if not (isinstance(source, Stored) and source.position == 0):
            parts.append(source)
            continue
        terms = tuple(_terms(source.expr, 1))
        if len(terms) > 1 and not all(computes(flow, term) for term, _ in terms):
            parts.append(source)
            continue
        for term, sign in terms:
            if _is_own(term, function, flow):
                adds |= len(terms) > 1
            else:
                parts.append(Stored(term))
            is_rising &= sign > 0
    return OwnSum(tuple(parts), is_rising) if adds else None


def _terms(expr: ir.Expr, sign: int) -> Iterator[tuple[ir.Expr, int]]:
    """Yield what a sum adds, and whether it adds it or takes it away."""
    match expr:
        case ir.Arithmetic(operator="+" | "-" as operator, left=left, right=right):
            yield from _terms(left, sign)
            yield from _terms(right, sign if operator == "+" else -sign)
        case _:
            yield expr, sign


def _is_own(expr: ir.Expr, function: ir.Function, flow: Flow) -> bool:
    """Whether an expression is the first result of a call of a function, and of no other."""
    match expr:
        case ir.First(inner=inner):
            return _is_own(inner, function, flow)
        case ir.Call() | ir.MethodCall():
            callees = flow.callees.get(expr, frozenset())
            return len(callees) == 1 and function in callees and expr not in flow.open_calls
        case _:
            return False
