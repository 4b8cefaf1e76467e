"""What a program stores into tables: one set of slots for each place that makes a table.

A table from outside (a decoded payload, a result of a built-in function) has slots too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wippyc.analyse.births import Births
from wippyc.analyse.readers import ESCAPED, Readers
from wippyc.analyse.table_slots import Handlers, Slots, place_of
from wippyc.analyse.values import (
    ANY,
    EMPTY,
    OUTSIDE,
    Site,
    Tag,
    Value,
)

# A value with more sites than this no longer tells them apart.
_MAXIMUM_SITES = 24
# Searches whose results the readers remember: in all tables that unseen code can get at, and for
# the tables that stores end up in.
OPENED: Final = "opened"
_RECEIVERS: Final = "receivers"
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
        self._generation = 0
        self._known_handlers: dict[tuple[frozenset[Site], str], Handlers] = {}

    def _slots_of(self, site: Site) -> Slots:
        site = self._merged.get(site, site)
        slots = self._slots.get(site)
        if slots is None:
            slots = self._slots[site] = Slots()
        return slots

    def _read_slots(self, site: Site) -> Sequence[Slots]:
        """Return the slots that tell what tables of a site may hold.

        Code that is not followed gives a table back as one from outside.
        """
        slots = self._slots_of(site)
        self._readers.read(slots)
        if site not in self._opened or site is OUTSIDE:
            return (slots,)
        outside = self._slots_of(OUTSIDE)
        self._readers.read(outside)
        return slots, outside

    def _note_change(self, slots: Slots) -> None:
        slots.joined = None
        self._generation += 1
        self._readers.grow(slots)
        self.changed = True

    def open(self, sites: frozenset[Site]) -> None:
        """Note which tables code that is not followed can get at."""
        opened = sites - self._opened
        self._opened |= opened
        for site in (*opened, OUTSIDE) if opened else ():
            self._note_change(self._slots_of(site))
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
        crowd = self._slots_of(self._crowd)
        for site in own:
            if site is self._crowd or self._merged.get(site) is self._crowd:
                continue
            slots = self._slots_of(site)
            self._merged[site] = self._crowd
            for name, stored in slots.fields.items():
                self._grow_field(crowd, name, stored)
            crowd.numbers = crowd.numbers.join(slots.numbers)
            crowd.others = crowd.others.join(slots.others)
            crowd.keys = crowd.keys.join(slots.keys)
            crowd.metatables = crowd.metatables.join(slots.metatables)
            self._note_change(slots)
            self._note_change(crowd)
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

    def _grow_field(self, slots: Slots, name: str, value: Value) -> None:
        old = slots.fields.get(name, EMPTY)
        new = self.grow(old, value)
        if new is not old:
            slots.fields[name] = new
            self._note_change(slots)

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
            self._grow_field(self._slots_of(site), name, value)
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
            slots = self._slots_of(site)
            new = self.grow(slots.numbers, value)
            if new is not slots.numbers:
                slots.numbers = new
                self._note_change(slots)

    def store_other(self, target: Value, key: Value, value: Value) -> None:
        """Store under a key that may be anything."""
        value = value.stored()
        for site in self._receivers(target):
            slots = self._slots_of(site)
            new, keys = self.grow(slots.others, value), self.grow(slots.keys, key)
            if new is not slots.others or keys is not slots.keys:
                slots.others, slots.keys = new, keys
                self._note_change(slots)

    def set_metatable(self, target: Value, metatable: Value) -> None:
        """Note that the tables of `target` may have `metatable`."""
        for site in target.tables:
            slots = self._slots_of(site)
            new = self.grow(slots.metatables, metatable)
            if new is not slots.metatables:
                slots.metatables = new
                self._note_change(slots)
        everyone = self.grow(self.metatabled, Value(Tag.TABLE, tables=target.tables))
        if everyone is not self.metatabled:
            self.metatabled = everyone
            self.changed = True

    # --- metatables ---------------------------------------------------------------------------

    def metatables(self, target: Value) -> Value:
        """Return the possible metatables of a value."""
        found = EMPTY
        for site in target.tables:
            found = found.join(self._metatables_of(site))
        return found

    def _metatables_of(self, site: Site) -> Value:
        found = EMPTY
        for slots in self._read_slots(site):
            found = found.join(slots.metatables)
        return found

    def _handlers(self, metatables: Value, event: str) -> Value:
        """Return the fields `__index` or `__newindex` of metatables."""
        key = metatables.tables, event
        known = self._known_handlers.get(key)
        if known is not None and known.generation == self._generation:
            if known.reader is not self._readers.current:
                known.reader = self._readers.current
                for site in metatables.tables:
                    self._read_slots(site)
            return known.value
        value = EMPTY
        for site in metatables.tables:
            for slots in self._read_slots(site):
                value = value.join(slots.fields.get(event, EMPTY)).join(slots.others)
        self._known_handlers[key] = Handlers(self._generation, self._readers.current, value)
        return value
