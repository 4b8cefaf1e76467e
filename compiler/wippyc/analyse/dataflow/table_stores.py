"""What a program stores into tables: one set of slots for each place that makes a table.

A table from outside (a decoded payload, a result of a built-in function) has slots too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wippyc.analyse.abstract_values.births import Births
from wippyc.analyse.abstract_values.values import (
    ANY,
    EMPTY,
    OUTSIDE,
    Site,
    Tag,
    Value,
)
from wippyc.analyse.dataflow.readers import ESCAPED, Readers
from wippyc.analyse.dataflow.table_slots import Part, Slots, place_of

# A value with more sites than this no longer tells them apart.
_MAXIMUM_SITES = 24
# Searches whose results the readers remember: in all tables that unseen code can get at, and for
# the tables that stores end up in.
OPENED: Final = "opened"
_RECEIVERS: Final = "receivers"
_HANDLERS: Final = "handlers"
# With a name: the slot of the types that are stored under it, in any table.
_NAMED: Final = "named"


class TableStores:
    """The slots of every site; `changed` is set whenever one grows.

    Args:
        readers: Told of every slot that is read or grows.
        births: What tables have when they are first seen.

    Attributes:
        changed: Whether a slot has grown.
        built_in: Functions that a table from outside may hold.
        unseen: What functions may return that the analysis does not see.
        metatabled: The tables that may have a metatable.
        named: What is stored under each constant name, in any table.
    """

    def __init__(self, readers: Readers, births: Births) -> None:
        self._readers = readers
        self.changed = False
        self.unseen = ANY
        self.built_in = EMPTY
        self._births = births
        self._opened: frozenset[Site] = frozenset()
        self.metatabled: Value = EMPTY
        self.named: dict[str, Value] = {}
        self._slots: dict[Site, Slots] = {}
        self._merged: dict[Site, Site] = {}
        self._crowd: Site | None = None

    def _slots_of(self, site: Site) -> Slots:
        site = self._merged.get(site, site)
        slots = self._slots.get(site)
        if slots is None:
            slots = self._slots[site] = Slots()
        return slots

    def _read_slots(self, site: Site, *parts: str | Part) -> Sequence[Slots]:
        """Return the slots that tell what tables of a site may hold, to read parts of them.

        Code that is not followed gives a table back as one from outside.
        """
        slots = self._slots_of(site)
        for part in parts:
            self._readers.read(slots.slot(part))
        if site not in self._opened or site is OUTSIDE:
            return (slots,)
        outside = self._slots_of(OUTSIDE)
        for part in parts:
            self._readers.read(outside.slot(part))
        return slots, outside

    def _grow_part(self, slots: Slots, part: str | Part, value: Value) -> None:
        old = slots.get(part)
        new = self.grow(old, value)
        if new is old:
            return
        if isinstance(part, str):
            slots.fields[part] = new
        else:
            slots.parts[part] = new
        slots.joined = None
        for read in (part, Part.ALL):
            slot = slots.slots.get(read)
            if slot is not None:
                self._readers.grow(slot)
        self.changed = True

    def _wake_readers(self, slots: Slots) -> None:
        """Let whoever reads any part of what is in tables look again: other slots hold it now."""
        for slot in slots.slots.values():
            self._readers.grow(slot)
        self.changed = True

    def open(self, sites: frozenset[Site]) -> None:
        """Note which tables code that is not followed can get at."""
        opened = sites - self._opened
        self._opened |= opened
        for site in (*opened, OUTSIDE) if opened else ():
            self._wake_readers(self._slots_of(site))
        if opened:
            self._readers.forget(OPENED)

    def any(self) -> Value:
        """A value that is not followed: plain data, or anything that escaped."""
        self._readers.read(ESCAPED)
        return self.unseen

    def limit(self, value: Value) -> Value:
        """Return the value with a crowd of sites merged into one."""
        if self._merged and not self._merged.keys().isdisjoint(value.tables):
            sites = frozenset(self._merged.get(site, site) for site in value.tables)
            value = Value(value.tags, value.functions, value.objects, sites)
        if len(value.tables) <= _MAXIMUM_SITES:
            return value
        own = [site for site in value.tables if site is not OUTSIDE]
        own.sort(key=place_of)
        if self._crowd is None:
            self._crowd = own[0]
            self._wake_readers(self._slots_of(self._crowd))
        crowd = self._slots_of(self._crowd)
        for site in own:
            if site is self._crowd or self._merged.get(site) is self._crowd:
                continue
            slots = self._slots_of(site)
            self._merged[site] = self._crowd
            for name, stored in slots.fields.items():
                self._grow_part(crowd, name, stored)
            for part, stored in slots.parts.items():
                self._grow_part(crowd, part, stored)
            self._wake_readers(slots)
        kept: set[Site] = {self._crowd}
        if OUTSIDE in value.tables:
            kept.add(OUTSIDE)
        return Value(value.tags, value.functions, value.objects, frozenset(kept))

    def grow(self, old: Value, value: Value) -> Value:
        """Return `old` joined with `value`; `old` itself when that adds nothing.

        Sites that have been merged count as the one that stands for them, so that a value does
        not grow and shrink for ever.
        """
        if value is old:
            return old
        new = old.join(value)
        if new is old:
            return old
        new = self.limit(new)
        return old if new == old else new

    # --- stores -------------------------------------------------------------------------------

    def _receivers(self, target: Value) -> frozenset[Site]:
        """Return the sites a store can reach: its target, and what `__newindex` tables name."""
        if not self.metamethod_value("__newindex").tags:
            return target.tables
        key = target.tables, _RECEIVERS
        found = self._readers.find(
            key, lambda: Value(Tag.TABLE, tables=self._find_receivers(target))
        )
        return found.tables

    def _find_receivers(self, target: Value) -> frozenset[Site]:
        found = target.tables
        if not self.metatables(target).tables:
            return found
        while True:
            metatables = self.metatables(Value(Tag.TABLE, tables=found))
            handlers = self._handlers(metatables, "__newindex")
            if handlers.tables <= found:
                return found
            found = found | handlers.tables

    def store_field(self, target: Value, name: str, value: Value) -> None:
        """Store under a constant string key."""
        value = value.stored()
        for site in self._receivers(target):
            self._grow_part(self._slots_of(site), name, value)
        self._note_named(name, value)

    def _note_named(self, name: str, value: Value) -> None:
        old = self.named.get(name, EMPTY)
        new = old.join(Value(value.tags, value.functions, value.objects))
        if new is not old:
            self.named[name] = new
            if new.tags != old.tags:
                self._readers.grow((_NAMED, name))
            self.changed = True

    def metamethod_value(self, event: str) -> Value:
        """Return what any table may have under the name of a metamethod; only the types are sure.

        Who asks is told of other types, not of other functions.
        """
        self._readers.read((_NAMED, event))
        return self.named.get(event, EMPTY)

    def store_number(self, target: Value, value: Value) -> None:
        """Store under a numeric key."""
        value = value.stored()
        for site in self._receivers(target):
            self._grow_part(self._slots_of(site), Part.NUMBERS, value)

    def store_other(self, target: Value, key: Value, value: Value) -> None:
        """Store under a key that may be anything."""
        value = value.stored()
        for site in self._receivers(target):
            slots = self._slots_of(site)
            self._grow_part(slots, Part.OTHERS, value)
            self._grow_part(slots, Part.KEYS, key)

    def set_metatable(self, target: Value, metatable: Value) -> None:
        """Note that the tables of `target` may have `metatable`."""
        for site in target.tables:
            self._grow_part(self._slots_of(site), Part.METATABLES, metatable)
        everyone = self.grow(self.metatabled, Value(Tag.TABLE, tables=target.tables))
        if everyone is not self.metatabled:
            self.metatabled = everyone
            self.changed = True

    # --- metatables ---------------------------------------------------------------------------

    def metatables(self, target: Value) -> Value:
        """Return the possible metatables of a value."""
        if len(target.tables) < 2:
            return self._join_metatables(target)
        key = target.tables, Part.METATABLES
        return self._readers.find(key, lambda: self._join_metatables(target))

    def _join_metatables(self, target: Value) -> Value:
        found = EMPTY
        for site in target.tables:
            found = found.join(self._metatables_of(site))
        return found

    def _metatables_of(self, site: Site) -> Value:
        found = EMPTY
        for slots in self._read_slots(site, Part.METATABLES):
            found = found.join(slots.get(Part.METATABLES))
        return found

    def _handlers(self, metatables: Value, event: str) -> Value:
        """Return the fields `__index` or `__newindex` of metatables."""
        if not metatables.tables:
            return EMPTY
        key = metatables.tables, event, _HANDLERS
        return self._readers.find(key, lambda: self._join_handlers(metatables, event))

    def _join_handlers(self, metatables: Value, event: str) -> Value:
        value = EMPTY
        for site in metatables.tables:
            for slots in self._read_slots(site, event, Part.OTHERS):
                value = value.join(slots.get(event)).join(slots.get(Part.OTHERS))
        return value
