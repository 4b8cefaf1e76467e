"""Stores into tables: of elements, behind the last one, under names and computed keys."""

from __future__ import annotations

from dataclasses import dataclass

from wippyc.analyse.abstract_values.values import ANY_TAGS, Tag
from wippyc.analyse.dataflow.appends import is_append, is_behind_end
from wippyc.analyse.dataflow.plain_places import (
    is_behind_entry,
    is_last_place,
    is_nil,
    is_plain_place,
)
from wippyc.analyse.dataflow.running_code import may_run_lua
from wippyc.analyse.lists import list_costs as costs
from wippyc.analyse.lists.list_costs import Cost
from wippyc.analyse.lists.list_kinds import Kind
from wippyc.analyse.lists.list_moves import ListMoves
from wippyc.analyse.lists.list_places import ListFacts
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_expression


@dataclass(frozen=True, slots=True)
class LateAppend:
    """A store `t[#t + 1] = value` where the value may run code.

    Attributes:
        variable: `t`.
        value: The value.
        kind: The kind of `t`.
    """

    variable: ir.Variable
    value: ir.Expr
    kind: Kind


class ListStores(ListMoves):
    """Notes what is stored into tables.

    Attributes:
        optional: Values that are appended unless they are nil.
        late: Stores behind the end that need a closer look.
    """

    def __init__(self, known: ListFacts) -> None:
        super().__init__(known)
        self._filling = known.filling
        self._counted = known.counted
        # How often the present statement runs.
        self._times = 1
        self.optional: set[ir.Expr] = set()
        self.late: list[LateAppend] = []

    def _replaced(self, holder: Kind, value: ir.Expr, cost: Cost) -> Kind:
        """Return the kind of elements of which one that is there, or the next, gets a value."""
        holder.spend(cost, self._times)
        holder.add_element(self._flow.value(value).tags or ANY_TAGS)
        if isinstance(value, ir.MULTI) or not self._depends(value, holder):
            holder.hold_nil()
        self.dependent.append((holder, holder))
        return holder.elements()

    def _element_stored(
        self, holder: Kind | None, key: ir.Expr, value: ir.Expr | None
    ) -> Kind | None:
        """Return the kind of elements of which any may get a value.

        Args:
            holder: The kind of the table.
            key: Which element.
            value: The value; `None` if it is one of several results.
        """
        if holder is None:
            return None
        if self._is_number(key):
            holder.number()
            holder.spend(costs.TABLE_STORE, self._times)
        else:
            holder.make_record()
            holder.mix()
        if value is None or not self._is_present(value):
            holder.hold_nil()
        return holder.elements()

    def _field_stored(self, holder: Kind | None, name: str, value: ir.Expr | None) -> Kind | None:
        """Return the kind of a field that gets a value; `None` if only a `Table` can be there."""
        if holder is None:
            return None
        if value is not None and self._is_present(value):
            holder.be_no_list()
        else:
            holder.make_record()
        self._note_event(holder, name, value)
        return holder.field(name)

    def _note_event(self, holder: Kind, name: str, value: ir.Expr | None) -> None:
        """Note what may be a metamethod."""
        if name.startswith("__"):
            is_table = value is not None and self._flow.value(value).tags == Tag.TABLE
            if name != "__index" or not is_table:
                holder.root().has_events = True
                # Events get at what is in such a table.
                holder.field(name).open()

    def _is_present(self, value: ir.Expr) -> bool:
        """Whether a value is not nil, whatever becomes of lists."""
        known = self._flow.value(value)
        return bool(known.tags) and not known.can_be(Tag.NIL)

    def _is_text(self, key: ir.Expr) -> bool:
        return self._flow.value(key).certainly(Tag.STRING)

    def _keeps_texts(self, target: ir.Index) -> bool:
        """Whether a store raises, or is one under a text."""
        if self._is_text(target.key):
            return True
        is_table = self._flow.value(target.object).tags == Tag.TABLE
        return is_table and self._flow.value(target.key).certainly(Tag.STRING | Tag.NIL)

    def _store(self, target: ir.Index, value: ir.Expr) -> None:
        kind = self.kind_of(target.object)
        if isinstance(target.key, ir.Constant) and isinstance(target.key.value, str):
            if kind is not None and is_nil(value):
                kind.be_no_list()
                kind.root().shrinks = True
                self._note_event(kind, target.key.value, value)
                return
            place = self._field_stored(kind, target.key.value, value)
            if place is None:
                self._leave(value)
            else:
                self._move(value, place)
            return
        self._demote(target.key)
        if kind is None:
            self._leave(value)
            return
        self._name_key(kind, target, is_stored=True)
        is_plain = is_plain_place(target.object)
        is_behind = is_plain and is_behind_end(target)
        is_behind |= is_behind_entry(target) and not any(
            may_run_lua(part, self._flow) for part in walk_expression(value)
        )
        if not (is_behind and self.is_present(value)):
            self._require(target.object)
        # Otherwise it is the length of nil that raises an error, as an append to it does.
        if target in self._filling:
            self._add(kind, value, costs.FILL)
        elif target in self._counted:
            self._append(kind, value)
        elif is_behind:
            self._append(kind, value)
            if is_plain and not is_append(target, value, self._flow):
                self._append_late(target.object, value, kind)
        elif is_plain and is_nil(value) and is_last_place(target):
            kind.root().shrinks = True
            kind.spend(costs.REMOVAL, self._times)
        elif target in self._within and self._is_position(target.key):
            self._add(kind, value, costs.STORE)
            self.dependent.append((kind, kind))
        elif self._is_position(target.key) and is_nil(value):
            kind.number()
            kind.spend(costs.TABLE_STORE, self._times)
        elif self._keeps_texts(target):
            kind.mix()
            if is_nil(value):
                kind.root().shrinks = True
            elif not self._is_present(value):
                kind.make_record()
            self._move(value, kind.elements())
        else:
            place = self._element_stored(kind, target.key, value)
            if place is None:
                self._leave(value)
            else:
                self._move(value, place)

    def _add(self, kind: Kind, value: ir.Expr, cost: Cost) -> None:
        """Note that a value becomes an element."""
        kind.spend(cost, self._times)
        kind.add_element(self._flow.value(value).tags)
        if not self._depends(value, kind):
            kind.hold_nil()
        if self.kind_of(value) is not None:
            self._move(value, kind.elements())

    def _append(self, kind: Kind, value: ir.Expr) -> None:
        """Note that a value becomes the last element, unless it is nil."""
        if self.is_present(value):
            self._add(kind, value, costs.APPEND)
            return
        kind.spend(costs.OPTIONAL_APPEND, self._times)
        kind.add_element(self._flow.value(value).tags or ANY_TAGS)
        self.optional.add(value)
        if self.kind_of(value) is not None:
            self._move(value, kind.elements())

    def _append_late(self, table: ir.Expr, value: ir.Expr, kind: Kind) -> None:
        if isinstance(table, ir.VariableRef):
            self.late.append(LateAppend(table.variable, value, kind))
        else:
            kind.open()
