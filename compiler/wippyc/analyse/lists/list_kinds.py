"""Kinds of tables: everything that may hold the same table is of one kind.

A kind is for Python's lists, for its dicts, whose keys are texts or numbers, or for `Table`s: what
holds a table of another form is of another kind. What is in tables has kinds too, one for the
elements and one for each field, or one for everything where keys are computed: then the kind is
*mixed*. If something gets at it by other ways, the kind is *open*, and so is all that is in it.
Kinds only ever grow together, cease to be for lists and for dicts, become mixed, and become open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from wippyc.analyse.abstract_values.values import NOTHING, Tag, Tags
from wippyc.analyse.lists.list_costs import CREATION, OF_PLACES, WALK, Cost

# Longer than any constructor.
_UNBOUNDED: Final = 1 << 40
# Of operations that all forms have.
_OF_ANY_FORM: Final = (CREATION, WALK)


@dataclass(eq=False, slots=True)
class Kind:
    """What is known of the tables of one kind.

    Attributes:
        is_table: Whether they cannot be lists.
        is_mixed: Whether keys are computed, so that what is in them is of one kind.
        is_no_map: Whether they cannot be dicts with texts as their keys.
        is_no_numbered: Whether they cannot be dicts with numbers as their keys.
        holds_nil: Whether nil may be stored in them, except by removing a key.
        has_other_reads: Whether keys that they are read with may be something else than texts.
        is_walked: Whether anything depends on the order of their keys.
        is_open: Whether what is in them can be reached in unknown ways.
        has_events: Whether they have metamethods other than tables as `__index`.
        shrinks: Whether elements are ever removed.
        element_tags: Types of the elements.
        is_indexable: Whether they might be `IndexedTable`s instead.
        least_length: Number of elements that each has when it is made.
    """

    is_table: bool = False
    is_mixed: bool = False
    is_no_map: bool = False
    is_no_numbered: bool = False
    holds_nil: bool = False
    has_other_reads: bool = False
    is_walked: bool = False
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

    @property
    def is_map(self) -> bool:
        """Whether they are Python dicts.

        A `Table` keeps the place of a key that is removed, which a dict does not.
        """
        root = self.root()
        if root.is_open or root.is_no_map or not root.is_mixed:
            return self.is_numbered
        return not (root.shrinks and root.is_walked)

    @property
    def is_numbered(self) -> bool:
        """Whether they are dicts with numbers as their keys.

        Nobody sees the order of their keys, nor whether a key has nil or is not there.
        """
        root = self.root()
        if not root.is_table or root.is_open or root.is_no_numbered:
            return False
        return not (root.is_mixed or root.is_walked or root._fields)

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
        if root.is_mixed:
            return root.elements()
        found = root._fields.get(name)
        if found is None:
            found = root._fields[name] = Kind(is_table=root.is_open, is_open=root.is_open)
        return found.root()

    def make_record(self) -> None:
        """Let these be `Table`s."""
        root = self.root()
        root.is_table = root.is_no_map = root.is_no_numbered = True

    def be_no_dict(self) -> None:
        """Let these be lists or `Table`s."""
        root = self.root()
        root.is_no_map = root.is_no_numbered = True

    def number(self) -> None:
        """Let these be `Table`s or dicts with numbers as their keys."""
        root = self.root()
        root.is_table = root.is_no_map = True

    def hold_nil(self) -> None:
        """Let these be the same: an element may be nil."""
        self.number()
        self.root().holds_nil = True

    def be_no_list(self) -> None:
        """Let these be `Table`s or dicts."""
        self.root().is_table = True

    def mix(self) -> None:
        """Let everything in these be of one kind: it has computed keys.

        One of them may be the name of a metamethod.
        """
        root = self.root()
        root.is_table = root.has_events = True
        if root.is_mixed:
            return
        root.is_mixed = True
        fields, root._fields = root._fields, {}
        contents = root.elements()
        for kind in fields.values():
            contents.unite(kind)

    def open(self) -> None:
        """Let these be `Table`s, and all that are in them."""
        waiting = [self.root()]
        while waiting:
            kind = waiting.pop().root()
            if kind.is_open:
                continue
            kind.is_table = kind.is_no_map = kind.is_open = True
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
            if first.is_mixed or second.is_mixed:
                first.is_mixed = True
                contents = first.elements()
                waiting.extend((contents, kind) for kind in first._fields.values())
                waiting.extend((contents, kind) for kind in second._fields.values())
                first._fields, second._fields = {}, {}
            for name, kind in second._fields.items():
                known = first._fields.setdefault(name, kind)
                if known is not kind:
                    waiting.append((known, kind))
            first.has_events |= second.has_events
            first.is_table |= second.is_table
            first.is_no_map |= second.is_no_map
            first.is_no_numbered |= second.is_no_numbered
            first.holds_nil |= second.holds_nil
            first.has_other_reads |= second.has_other_reads
            first.is_walked |= second.is_walked
            if first.is_open != second.is_open:
                first.is_open = False
                first.open()

    def add_element(self, tags: Tags) -> None:
        """Note the types of a value that is stored."""
        self.root().element_tags |= tags & ~Tag.NIL

    def spend(self, cost: Cost, times: int) -> None:
        """Note what an operation costs that is done so many times."""
        root = self.root()
        root.is_no_map |= cost not in _OF_ANY_FORM
        root.is_no_numbered |= cost not in OF_PLACES
        costs = root._costs
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
