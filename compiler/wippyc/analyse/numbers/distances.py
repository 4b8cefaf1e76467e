"""What is known of the distances between variables and lengths: `low + 2 <= high`."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field

from wippyc.ir import nodes as ir


@dataclass(frozen=True, slots=True)
class Length:
    """The length of the table in a variable."""

    table: ir.Variable


@dataclass(frozen=True, slots=True)
class Zero:
    """The number 0."""


ZERO = Zero()
Term = ir.Variable | Length | Zero
# `low`, `high` and a number: `low + number <= high`.
Fact = tuple[Term, Term, int]
# Steps of a conclusion from several facts.
_STEPS = 6


@dataclass(frozen=True, slots=True)
class Distances:
    """Facts that hold at one point of a function.

    Attributes:
        known: The largest `number` with `low + number <= high`, by `low` and `high`.
    """

    known: dict[tuple[Term, Term], int] = field(default_factory=dict)

    def below(self, high: Term) -> dict[Term, int]:
        """Return how far at least other terms are below `high`."""
        found = {high: 0}
        for _ in range(_STEPS):
            changed = False
            for (low, middle), distance in self.known.items():
                if middle in found and low != high:
                    total = found[middle] + distance
                    if low not in found or found[low] < total:
                        found[low] = total
                        changed = True
            if not changed:
                break
        return found

    def distance(self, low: Term, high: Term) -> int | None:
        """Return how far at least `low` is below `high`; `None` if nothing is known."""
        return self.below(high).get(low)

    def adding(self, *facts: Fact) -> Distances:
        """Return these facts and others."""
        known = dict(self.known)
        for low, high, distance in facts:
            if low != high and known.get((low, high), distance) <= distance:
                known[low, high] = distance
        return Distances(known)

    def without(self, variables: Set[ir.Variable]) -> Distances:
        """Return what is left when variables change: also what followed from facts about them."""
        known = self.known
        gone = {term for pair in known for term in pair if variable_of(term) in variables}
        if not gone:
            return self
        for term in gone:
            lower = {low: distance for (low, high), distance in known.items() if high == term}
            upper = {high: distance for (low, high), distance in known.items() if low == term}
            known = {pair: distance for pair, distance in known.items() if term not in pair}
            for low, below in lower.items():
                for high, above in upper.items():
                    if low != high and known.get((low, high), below + above) <= below + above:
                        known[low, high] = below + above
        return Distances(known)

    def without_lengths(self) -> Distances:
        """Return the facts that hold whatever happens to tables."""
        return Distances(
            {
                pair: distance
                for pair, distance in self.known.items()
                if not any(isinstance(term, Length) for term in pair)
            }
        )

    def moving(self, variable: ir.Variable, amount: int) -> Distances:
        """Return what holds after `variable = variable + amount`."""
        return Distances(
            {
                (low, high): distance - amount * (low is variable) + amount * (high is variable)
                for (low, high), distance in self.known.items()
            }
        )

    def renamed(self, old: ir.Variable, new: ir.Variable) -> Distances:
        """Return the same of a variable under another name."""
        names: dict[Term, Term] = {old: new, Length(old): Length(new)}
        return Distances(
            {
                (names.get(low, low), names.get(high, high)): distance
                for (low, high), distance in self.known.items()
            }
        )

    def joined(self, other: Distances) -> Distances:
        """Return what holds if either of two does."""
        found: dict[tuple[Term, Term], int] = {}
        # What is below each term, in the one state and in the other.
        below: dict[Term, tuple[dict[Term, int], dict[Term, int]]] = {}
        for low, high in {**self.known, **other.known}:
            if high not in below:
                below[high] = self.below(high), other.below(high)
            one, two = below[high]
            if low in one and low in two:
                found[low, high] = min(one[low], two[low])
        return Distances(found)

    def kept_by(self, later: Distances, changing: Set[ir.Variable]) -> Distances:
        """Return the facts that still hold later, if only some variables change meanwhile."""
        return Distances(
            {
                (low, high): distance
                for (low, high), distance in self.known.items()
                if (variable_of(low) not in changing and variable_of(high) not in changing)
                or _reaches(later.distance(low, high), distance)
            }
        )

    def where(self, holds: Callable[[ir.Variable], bool]) -> Distances:
        """Return the facts about some of the variables."""
        return Distances(
            {
                pair: distance
                for pair, distance in self.known.items()
                if all(isinstance(term, Zero) or holds(_named(term)) for term in pair)
            }
        )


def join_all(states: list[Distances | None]) -> Distances | None:
    """Return what holds if any of some states does; `None` for points that are not reached."""
    found: Distances | None = None
    for state in states:
        if state is not None:
            found = state if found is None else found.joined(state)
    return found


def _reaches(found: int | None, wanted: int) -> bool:
    return found is not None and found >= wanted


def variable_of(term: Term) -> ir.Variable | None:
    """Return the variable a term is about; `None` for 0."""
    match term:
        case Zero():
            return None
        case Length(table=table):
            return table
        case _:
            return term


def _named(term: ir.Variable | Length) -> ir.Variable:
    return term.table if isinstance(term, Length) else term
