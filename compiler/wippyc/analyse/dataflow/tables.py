"""What reading tables gives: what the program stored, through `__index`.

A table from outside can also give any plain data.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Final

from wippyc.analyse.abstract_values.births import Birth
from wippyc.analyse.abstract_values.values import (
    EMPTY,
    INT64,
    NIL,
    OUTSIDE,
    PLAIN_VALUE,
    FunctionValue,
    OutsideTable,
    Site,
    Tag,
    Value,
)
from wippyc.analyse.dataflow.table_slots import Part, place_of
from wippyc.analyse.dataflow.table_stores import OPENED, TableStores

_NOTHING_CERTAIN: Final = Birth()


class TableModel(TableStores):
    """The slots of every site, and what they tell."""

    def read_field(self, target: Value, name: str) -> Value:
        """Read a constant string key, through `__index` tables."""
        key = target.tables, name
        value = self._readers.find(key, lambda: self._read(target, name, set()))
        return value.join(NIL) if target.can_be(Tag.STRING | Tag.OBJECT) else value

    def _read(self, target: Value, name: str | None, seen: set[Site]) -> Value:
        """Read a key from tables and, through `__index`, from those behind them.

        Args:
            target: The tables.
            name: A constant string key; `None` for any number.
            seen: Sites that were read already; `__index` chains may go in circles.
        """
        value = EMPTY
        for site in target.tables:
            site = self._merged.get(site, site)
            if site in seen:
                continue
            seen.add(site)
            own = self._own(site, name)
            if own.can_be(Tag.NIL) or name is None or not self._has(site, name):
                own = own.without(Tag.NIL).join(self._inherited(site, name, seen))
            value = value.join(own)
        return self.limit(value)

    def own_field(self, target: Value, name: str) -> Value:
        """Return what tables themselves may hold under a constant name."""
        value = EMPTY
        for site in target.tables:
            value = value.join(self._own(self._merged.get(site, site), name))
        return value

    def _own(self, site: Site, name: str | None) -> Value:
        """Read a key of the tables themselves."""
        value = EMPTY
        part = Part.NUMBERS if name is None else name
        for slots in self._read_slots(site, part, Part.OTHERS):
            value = value.join(slots.get(part)).join(slots.get(Part.OTHERS))
        return value.join(PLAIN_VALUE).join(self.built_in) if site is OUTSIDE else value

    def _inherited(self, site: Site, name: str | None, seen: set[Site]) -> Value:
        """Read a key that the tables themselves do not have."""
        metatables = self._metatables_of(site)
        value = EMPTY if self._always_inherits(site, metatables) else NIL
        if metatables.tables:
            handlers = self._handlers(metatables, "__index")
            if handlers.functions:
                value = value.join(self.any())
            if handlers.tables:
                value = value.join(self._read(handlers, name, seen))
        return value

    def _always_inherits(self, site: Site, metatables: Value) -> bool:
        """Whether a missing key is always looked up in the `__index` table of a metatable."""
        if not self._birth(site).has_metatable or not metatables.only(Tag.TABLE):
            return False
        return all(
            self._has(meta, "__index") and self._own(meta, "__index").only(Tag.TABLE)
            for meta in metatables.tables
        )

    def _birth(self, site: Site) -> Birth:
        if isinstance(site, OutsideTable) or self.is_merged(site):
            return _NOTHING_CERTAIN
        return self._births.get(site, _NOTHING_CERTAIN)

    def _has(self, site: Site, name: str) -> bool:
        """Whether tables of a site have a field, nil or not, whenever it can be read."""
        birth = self._birth(site)
        if name in birth.written:
            return True
        if name not in birth.added:
            return False
        metatables = self._metatables_of(site)
        index = self._handlers(metatables, "__index")
        return (
            OUTSIDE not in metatables.tables
            and not index.functions
            and not self._handlers(metatables, "__newindex").tags
        )

    def owners(self, event: str) -> Callable[[FunctionValue], frozenset[Site]]:
        """Return what tells the tables that may have a function as a metamethod."""
        unknown: set[Site] = set()
        known: dict[FunctionValue, set[Site]] = {}
        for site in self.metatabled.tables:
            metatables = self._metatables_of(site)
            if OUTSIDE in metatables.tables:
                unknown.add(site)
                continue
            for function in self._handlers(metatables, event).functions:
                known.setdefault(function, set()).add(site)
        return lambda function: frozenset(unknown | known.get(function, set()))

    def metamethod(self, target: Value, event: str) -> Value | None:
        """Return the metamethods of tables; `None` if they may have others."""
        metatables = self.metatables(target)
        if OUTSIDE in target.tables:
            # Any table that left the program may have come back.
            metatables = metatables.join(
                self._readers.find(
                    OPENED, lambda: self.metatables(Value(Tag.TABLE, tables=self._opened))
                )
            )
        if OUTSIDE in metatables.tables:
            return None
        return self._handlers(metatables, event)

    def read_number(self, target: Value) -> Value:
        """Read a numeric key."""
        key = target.tables, None
        return self._readers.find(key, lambda: self._read(target, None, set())).join(NIL)

    def read_any(self, target: Value) -> Value:
        """Read a key that may be anything."""
        value = self.contents(target)
        meta = self.metatables(target)
        if meta.tables:
            handlers = self._handlers(meta, "__index")
            if handlers.functions:
                value = value.join(self.any())
            if handlers.tables:
                value = value.join(self.contents(handlers))
        return value

    def contents(self, target: Value) -> Value:
        """Return the join of everything in the tables, and nil."""
        value = NIL
        for site in target.tables:
            for slots in self._read_slots(site, Part.ALL):
                value = value.join(slots.contents())
            if site is OUTSIDE:
                value = value.join(PLAIN_VALUE).join(self.built_in)
        return self.limit(value)

    def keys(self, target: Value) -> Value:
        """Return the possible keys of a traversal."""
        value = EMPTY
        for site in target.tables:
            for slots in self._read_slots(site, Part.ALL):
                value = value.join(slots.get(Part.KEYS))
                if slots.fields:
                    value = value.join(Value(Tag.STRING))
                if slots.get(Part.NUMBERS).tags:
                    value = value.join(Value(INT64 | Tag.FLOAT))
            if site is OUTSIDE:
                value = value.join(Value(Tag.STRING | INT64 | Tag.FLOAT))
        return value.without(Tag.NIL)

    def objects(self) -> set[Site]:
        """Return the sites of tables that may have a metatable."""
        found = {site for site, slots in self._slots.items() if slots.get(Part.METATABLES).tags}
        if OUTSIDE in found:
            found |= self._opened
        found.update(site for site, merged in self._merged.items() if merged in found)
        return found

    def field(self, site: Site, name: str) -> Value | None:
        """Return what is ever stored under a constant key; `None` if nothing is."""
        return self._slots_of(site).fields.get(name)

    def has_computed_names(self, site: Site) -> bool:
        """Whether strings that the program computes may be keys of the tables."""
        return self._slots_of(site).get(Part.KEYS).can_be(Tag.STRING)

    def used_by_metatables(self) -> set[Site]:
        """Return the sites of metatables, and of tables they may look into."""
        found: set[Site] = set()
        for slots in self._slots.values():
            found |= slots.get(Part.METATABLES).tables
            for name, stored in slots.fields.items():
                if name.startswith("__"):
                    found |= stored.tables
        for meta in list(found):
            found |= self._slots_of(meta).get(Part.OTHERS).tables
        return found

    def birth(self, site: Site) -> Birth:
        """Return what tables of a site have before anything but their maker sees them."""
        return self._birth(site)

    def is_readable(self, site: Site, exposed: Set[Site]) -> bool:
        """Whether all that is in the tables of a site is seen and told apart.

        Args:
            site: Where they are made.
            exposed: Sites of tables that code out of sight can get at.
        """
        return not (
            site is OUTSIDE
            or site in exposed
            or self.is_merged(site)
            or self.has_computed_names(site)
        )

    def has_field(self, site: Site, name: str) -> bool:
        """Whether a field of the tables of a site is never nil."""
        return self._has(site, name) and not self._own(site, name).can_be(Tag.NIL)

    def holders(self, target: Value, name: str, exposed: Set[Site]) -> list[Site] | None:
        """Return the sites in whose tables reading a constant name finds a value.

        `None` if a value may also come from elsewhere, or if not all of them are readable.

        Args:
            target: The tables that are read.
            name: The name.
            exposed: Sites of tables that code out of sight can get at.
        """
        found: dict[Site, None] = {}
        waiting = sorted(target.tables, key=place_of)
        while waiting:
            site = waiting.pop()
            if site in found:
                continue
            if not self.is_readable(site, exposed):
                return None
            found[site] = None
            if self.has_field(site, name):
                continue
            metatables = self._metatables_of(site)
            handlers = self._handlers(metatables, "__index")
            if OUTSIDE in metatables.tables or handlers.functions:
                return None
            waiting.extend(sorted(handlers.tables, key=place_of))
        return list(found)

    def is_merged(self, site: Site) -> bool:
        """Whether the site is not told apart from others."""
        return site in self._merged or site is self._crowd

    def reachable(self, value: Value) -> tuple[set[Site], set[FunctionValue]]:
        """Return the sites and functions that code with these values can get at."""
        sites: set[Site] = set()
        functions: set[FunctionValue] = set(value.functions)
        waiting = list(value.tables)
        while waiting:
            site = waiting.pop()
            if site in sites:
                continue
            sites.add(site)
            held, found = self.held(site)
            waiting.extend(held)
            functions |= found
        sites.update(site for site, merged in self._merged.items() if merged in sites)
        return sites, functions

    def held(self, site: Site) -> tuple[set[Site], set[FunctionValue]]:
        """Return the sites and functions that tables of a site hold themselves."""
        slots = self._slots_of(site)
        sites: set[Site] = {self._merged[site]} if site in self._merged else set()
        functions: set[FunctionValue] = set()
        for stored in (*slots.parts.values(), *slots.fields.values()):
            functions |= stored.functions
            sites |= stored.tables
        return sites, functions

    def lists(self) -> set[Site]:
        """Return the sites of tables that get elements."""
        found = {site for site, slots in self._slots.items() if slots.get(Part.NUMBERS).tags}
        found.update(site for site, merged in self._merged.items() if merged in found)
        return found

    def unfollowed(self, escaped: Value) -> set[Site]:
        """Return the sites of tables that are not only used where the analysis sees it.

        Those are tables with metatables and behind them, tables that built-in functions keep
        (`escaped`) with all that is in them, and tables that are no longer told apart.
        """
        found, _ = self.reachable(escaped)
        found |= self.objects()
        found.update(*self._merged.items())
        for slots in list(self._slots.values()):
            metatables = slots.get(Part.METATABLES)
            found |= metatables.tables
            for event in ("__index", "__newindex"):
                found |= self._handlers(metatables, event).tables
        return found

    def inheriting(self, escaped: Value) -> set[Site]:
        """Return the sites of objects whose elements are their own.

        All that is done with such tables is seen, and tables behind their `__index` have fields of
        constant names only: a number that an object lacks is nil.
        """
        objects = self.objects()
        if not objects or "__newindex" in self.named:
            return set()
        kept, _ = self.reachable(escaped)
        unsafe = kept | self._opened | self._merged.keys()
        for slots in self._slots.values():
            unsafe |= slots.get(Part.METATABLES).tables
        return {
            site
            for site in objects - unsafe
            if site is not OUTSIDE and self._inherits_names(site, kept, set())
        }

    def _inherits_names(self, site: Site, kept: Set[Site], seen: set[Site]) -> bool:
        """Whether the tables in which missing keys are looked for have constant names only."""
        metatables = self._metatables_of(site)
        if not metatables.only(Tag.TABLE | Tag.NIL):
            return False
        handlers = self._handlers(metatables, "__index")
        if not handlers.only(Tag.TABLE | Tag.NIL) or not (seen or handlers.tables):
            return False
        for table in metatables.tables | handlers.tables:
            if table in seen:
                continue
            seen.add(table)
            is_known = table is not OUTSIDE and table not in kept and not self.is_merged(table)
            if not (is_known and self._has_only_names(table)):
                return False
            if table in handlers.tables and not self._inherits_names(table, kept, seen):
                return False
        return True

    def _has_only_names(self, site: Site) -> bool:
        """Whether nothing is ever stored but under constant strings."""
        slots = self._slots_of(site)
        return not any(slots.get(part).tags for part in (Part.NUMBERS, Part.OTHERS, Part.KEYS))

    def metamethods(self) -> list[tuple[str, frozenset[FunctionValue]]]:
        """Return the functions stored under metamethod names, and what may be one (no name)."""
        found = [
            (name, value.functions)
            for name, value in self.named.items()
            if name.startswith("__") and value.functions
        ]
        computed = self._computed_handlers()
        return [*found, ("", computed.functions)] if computed.functions else found

    def _computed_handlers(self) -> Value:
        """Return the functions and tables in metatables under names that are computed."""
        value = EMPTY
        for meta in self.metatables(self.metatabled).tables:
            for slots in self._read_slots(meta, Part.KEYS, Part.OTHERS):
                if slots.get(Part.KEYS).can_be(Tag.STRING):
                    value = value.join(slots.get(Part.OTHERS))
        return value

    def name_computed(self, events: Set[str]) -> None:
        """Let computed names in metatables be any metamethod name that is in the program."""
        computed = self._computed_handlers()
        if not computed.can_be(Tag.FUNCTION | Tag.TABLE):
            # Nothing else than a protected metatable may be a value of another type.
            events = events & {"__metatable"} if computed.tags else frozenset()
        for event in events:
            self._note_named(event, computed)
