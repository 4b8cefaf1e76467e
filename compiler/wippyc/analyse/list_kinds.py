"""Kinds of tables: everything that may hold the same table is of one kind.

A kind is either for Python's lists or for `Table`s: what holds a table of the other form is of
another kind. What is in tables has kinds too, one for the elements and one for each field, unless
something gets at it by other ways than indices and constant names: then the kind is *open*, and so
is all that is in it. Kinds only ever grow together, become kinds of `Table`s, and become open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from wippyc.analyse.list_costs import Cost
from wippyc.analyse.values import NOTHING, Tag, Tags

# Longer than any constructor.
_UNBOUNDED: Final = 1 << 40


@dataclass(eq=False, slots=True)
class Kind:
    """What is known of the tables of one kind.

    Attributes:
        is_table: Whether they have to be `Table`s.
        is_open: Whether what is in them can be reached in unknown ways.
        has_events: Whether they have metamethods other than tables as `__index`.
        shrinks: Whether elements are ever removed.
        element_tags: Types of the elements.
        is_indexable: Whether they might be `IndexedTable`s instead.
        least_length: Number of elements that each has when it is made.
    """

    is_table: bool = False
    is_open: bool = False
    has_events: bool = False
    shrinks: bool = False
    element_tags: Tags = NOTHING
    is_indexable: bool = True
    least_length: int = _UNBOUNDED
    _parent: Kind | None = None
    _elements: Kind | None = None
    _fields: dict[str, Kind] = field(default_factory=dict)
    _costs: list[int] = field(default_factory=lambda: [0, 0, 0])

    def root(self) -> Kind:
        """Return the kind that stands for this one."""
        kind = self
        while kind._parent is not None:
            if kind._parent._parent is not None:
                kind._parent = kind._parent._parent
            kind = kind._parent
        return kind

    def elements(self) -> Kind:
        """Return the kind of the tables that are elements of these."""
        root = self.root()
        if root._elements is None:
            root._elements = Kind(is_table=root.is_open, is_open=root.is_open)
        return root._elements.root()

    def field(self, name: str) -> Kind:
        """Return the kind of the tables in a field of these."""
        root = self.root()
        found = root._fields.get(name)
        if found is None:
            found = root._fields[name] = Kind(is_table=root.is_open, is_open=root.is_open)
        return found.root()

    def make_record(self) -> None:
        """Let these be `Table`s."""
        self.root().is_table = True

    def open(self) -> None:
        """Let these be `Table`s, and all that are in them."""
        waiting = [self.root()]
        while waiting:
            kind = waiting.pop().root()
            if kind.is_open:
                continue
            kind.is_table = kind.is_open = True
            waiting.extend(kind._fields.values())
            if kind._elements is not None:
                waiting.append(kind._elements)

    def unite(self, other: Kind) -> None:
        """Let two kinds be one."""
        waiting = [(self, other)]
        while waiting:
            first, second = (each.root() for each in waiting.pop())
            if first is second:
                continue
            second._parent = first
            first.shrinks |= second.shrinks
            first.element_tags |= second.element_tags
            first.least_length = min(first.least_length, second.least_length)
            first.is_indexable &= second.is_indexable
            first._costs = [one + two for one, two in zip(first._costs, second._costs, strict=True)]
            if first._elements is not None and second._elements is not None:
                waiting.append((first._elements, second._elements))
            elif first._elements is None:
                first._elements = second._elements
            for name, kind in second._fields.items():
                known = first._fields.setdefault(name, kind)
                if known is not kind:
                    waiting.append((known, kind))
            first.has_events |= second.has_events
            first.is_table |= second.is_table
            if first.is_open != second.is_open:
                first.is_open = False
                first.open()

    def add_element(self, tags: Tags) -> None:
        """Note the types of a value that is stored."""
        self.root().element_tags |= tags & ~Tag.NIL

    def spend(self, cost: Cost, times: int) -> None:
        """Note what an operation costs that is done so many times."""
        costs = self.root()._costs
        costs[0] += cost.table * times
        costs[1] += cost.indexed * times
        costs[2] += cost.plain * times

    def is_worth_it(self) -> bool:
        """Whether lists are no slower than tables."""
        root = self.root()
        table, indexed, plain = root._costs
        return plain <= (min(table, indexed) if root.is_indexable else table)


def united(kinds: Iterable[Kind | None]) -> Kind | None:
    """Let kinds be one and return it; with places that hold no tables it is open."""
    every = list(kinds)
    found = [kind for kind in every if kind is not None]
    for kind in found[1:]:
        found[0].unite(kind)
    if found and len(found) != len(every):
        found[0].open()
    return found[0] if found else None
