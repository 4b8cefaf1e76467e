"""What is known of variables and fields at a point of a function."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wippyc.analyse.abstract_values.attempts import Attempt
from wippyc.analyse.abstract_values.comparisons import Comparison
from wippyc.analyse.abstract_values.conditions import ALL_TAGS, same_types
from wippyc.analyse.abstract_values.kept_fields import (
    Place,
    changes_tables,
    may_be_changed,
    place_of,
    stored_tags,
    variables_of,
)
from wippyc.analyse.abstract_values.shared_searches import Search
from wippyc.analyse.abstract_values.values import Tags
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_statements

_NO_COMPARISONS: frozenset[Comparison] = frozenset()


@dataclass(frozen=True, slots=True)
class Assigned:
    """An expression that was assigned to a variable.

    Attributes:
        expr: The expression.
        tags: The types that tests have left of it.
        comparisons: The comparisons of numbers that were made with it.
    """

    expr: ir.Expr
    tags: Tags = ALL_TAGS
    comparisons: frozenset[Comparison] = _NO_COMPARISONS


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is known of a variable at one use.

    Attributes:
        tags: The only types it can have.
        sources: What may have been assigned last; `None` if that is not known.
        comparisons: The comparisons of numbers that were made with it.
        alike: Variables of the same type: those and this one are never assigned.
        is_stored: Whether what is known of a field is what was stored there.
        search: What gave it its value, together with other variables: a search, or a call that
            catches errors.
        is_found: Whether the search has found something, or there was no error.
        is_failed: Whether there was one.
    """

    tags: Tags = ALL_TAGS
    sources: frozenset[Assigned] | None = None
    comparisons: frozenset[Comparison] = _NO_COMPARISONS
    alike: frozenset[ir.Variable] = frozenset()
    is_stored: bool = False
    search: Search | Attempt | None = None
    is_found: bool = False
    is_failed: bool = False

    def restricted(
        self, tags: Tags, comparisons: frozenset[Comparison] = _NO_COMPARISONS
    ) -> Narrowing:
        """Return what is known once the types are among `tags` and comparisons were made."""
        sources = self.sources
        if sources is not None:
            sources = frozenset(
                Assigned(each.expr, each.tags & tags, each.comparisons | comparisons)
                for each in sources
            )
        return Narrowing(
            self.tags & tags,
            sources,
            self.comparisons | comparisons,
            self.alike,
            self.is_stored,
            self.search,
            self.is_found,
        )


UNKNOWN = Narrowing()

Known = dict[Place, Narrowing]
"""What is known. It is changed in place: branches start with copies."""


def lose(variable: ir.Variable, known: Known) -> None:
    """Forget all that depends on a variable."""
    for place in [place for place in known if variable in variables_of(place)]:
        del known[place]


def lose_fields(known: Known) -> None:
    """Forget what other code may have changed."""
    for place in [place for place in known if isinstance(place, tuple)]:
        del known[place]


def store(targets: tuple[ir.Target, ...], values: tuple[ir.Expr, ...], known: Known) -> None:
    """Forget what stores may change; keep what is stored."""
    for target in targets:
        if isinstance(target, ir.Index):
            for place in [place for place in known if isinstance(place, tuple)]:
                if may_be_changed(place, target):
                    del known[place]
    match targets, values:
        case (ir.Index() as target,), (value,):
            stored, tags = place_of(target), stored_tags(value)
            if stored is not None and tags is not None:
                known[stored] = Narrowing(tags, is_stored=True)
        case _:
            pass


def make_alike(known: Known, one: ir.Variable, other: ir.Variable) -> None:
    """Note that the first of two variables has the type of the second."""
    old = known.get(one, UNKNOWN)
    tags = same_types(known.get(other, UNKNOWN).tags)
    known[one] = replace(old.restricted(tags), alike=old.alike | {other})


def find_together(known: Known, search: Search | Attempt, *, is_found: bool) -> None:
    """Note of the variables that still hold what a search gave whether it has found something."""
    for variable in search.variables:
        narrowing = None if variable is None else known.get(variable)
        if variable is not None and narrowing is not None and narrowing.search is search:
            known[variable] = replace(narrowing, is_found=is_found, is_failed=not is_found)


def forget(known: Known, blocks: tuple[ir.Block, ...]) -> Known:
    """Return what stays true whatever blocks assign, however often they run."""
    if not known:
        return {}
    assigned = {
        target.variable
        for block in blocks
        for statement in walk_statements(block)
        if isinstance(statement, ir.Assign)
        for target in statement.targets
        if isinstance(target, ir.VariableRef)
    }
    has_fields = any(isinstance(place, tuple) for place in known)
    loses_fields = has_fields and changes_tables(blocks)
    return {
        place: each
        for place, each in known.items()
        if not (loses_fields and isinstance(place, tuple))
        and assigned.isdisjoint(variables_of(place))
    }


def join(one: Known, other: Known) -> Known:
    """Return what is known where two paths meet."""
    joined: Known = {}
    for place, first in one.items():
        second = other.get(place)
        if second is None:
            continue
        sources = None
        if first.sources is not None and second.sources is not None:
            sources = first.sources | second.sources
        tags = first.tags | second.tags
        comparisons = first.comparisons & second.comparisons
        alike = first.alike & second.alike
        search = first.search if first.search is second.search else None
        if sources is not None or tags != ALL_TAGS or comparisons or alike or search is not None:
            is_stored = first.is_stored or second.is_stored
            is_found = first.is_found and second.is_found and search is not None
            is_failed = first.is_failed and second.is_failed and search is not None
            joined[place] = Narrowing(
                tags, sources, comparisons, alike, is_stored, search, is_found, is_failed
            )
    return joined
