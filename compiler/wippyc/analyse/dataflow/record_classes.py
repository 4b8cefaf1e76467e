"""What the metatables of records do: nothing, or find methods that objects of a class share.

local Queue = {}                        the fields `push` and `pop` are only ever Queue's: where it
Queue.__index = Queue                   is not certain which method a call finds, the object has to
function Queue:push(item) … end         know its class

What an object has itself is never looked for in its class, and the other way around; a name that
both may have refuses.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from wippyc.analyse.abstract_values.values import Site, Tag, Value
from wippyc.analyse.dataflow.flow import Component, Flow
from wippyc.analyse.dataflow.record_groups import Group
from wippyc.analyse.dataflow.tables import TableModel
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.mentions import blocks_of
from wippyc.ir import nodes as ir
from wippyc.ir.walk import all_functions, walk_statements

# Fields of a metatable that change what reads, stores or `setmetatable` do.
_FORBIDDEN: Final = ("__newindex", "__metatable", "__mode")


class RecordClasses:
    """Looks at the metatables of the tables of one component of the program."""

    def __init__(self, component: Component, flow: Flow, captures: Captures) -> None:
        self._tables: TableModel = component.tables
        self._exposed = component.exposed
        self._flow = flow
        self._captures = captures
        self._index_stores: dict[Site, int] = {}
        self._self_indexed: set[Site] = set()
        for unit in component.units:
            for function in all_functions(unit.main):
                self._look_through(function)

    def _look_through(self, function: ir.Function) -> None:
        for statement in walk_statements(function.body):
            if isinstance(statement, ir.Assign):
                for target in statement.targets:
                    match target:
                        case ir.Index(object=table, key=ir.Constant(value="__index")):
                            self._note_index(self._flow.value(table).tables)
                        case _:
                            pass
        for block in blocks_of(function.body):
            for first, second in zip(block.statements, block.statements[1:], strict=False):
                self._note_class(first, second)

    def _note_index(self, sites: Set[Site]) -> None:
        for site in sites:
            self._index_stores[site] = self._index_stores.get(site, 0) + 1

    def _note_class(self, first: ir.Statement, second: ir.Statement) -> None:
        """Note `local Class = {}`, directly followed by `Class.__index = Class`."""
        match first, second:
            case (
                ir.Local(variables=[variable], values=[made]),
                ir.Assign(
                    targets=[
                        ir.Index(
                            object=ir.VariableRef(variable=holder),
                            key=ir.Constant(value="__index"),
                        )
                    ],
                    values=[ir.VariableRef(variable=stored)],
                ),
            ) if variable is holder is stored:
                value = self._flow.value(made)
                if value.tags == Tag.TABLE and len(value.tables) == 1:
                    self._self_indexed |= value.tables
            case _:
                pass

    def inherited_reads(self, group: Group) -> frozenset[str] | None:
        """Return the names that are looked for in the classes of objects.

        Returns:
            The names; `None` if metatables do anything else, or if it is not certain.
        """
        metatables = self._tables.metatables(Value(Tag.TABLE, tables=frozenset(group.sites)))
        if not metatables.tags:
            return frozenset()
        if metatables.tags != Tag.TABLE:
            return None
        behind = self._behind(metatables.tables)
        if behind is None:
            return None
        found = {name for name in group.reads if self._may_have(behind, name)}
        if not found:
            return frozenset()
        is_certain = (
            metatables.tables <= self._self_indexed
            and all(self._index_stores[site] == 1 for site in metatables.tables)
            and all(self._tables.birth(site).has_metatable for site in group.sites)
            and not any(self._may_have(group.sites, name) for name in found)
            and not any(self._changes(call) for call in group.blessings)
        )
        return frozenset(found) if is_certain else None

    def _changes(self, call: ir.ApiCall) -> bool:
        """Whether the metatable of a `setmetatable` call is in a variable that changes."""
        match call.arguments:
            case (_, ir.VariableRef(variable=variable)):
                return variable in self._captures.assigned
            case _:
                return True

    def _may_have(self, sites: Set[Site], name: str) -> bool:
        return any(self._tables.field(site, name) is not None for site in sites)

    def _behind(self, metatables: Set[Site]) -> set[Site] | None:
        """Return the tables in which fields are looked for; `None` if that is not all."""
        found: set[Site] = set()
        waiting = list(metatables)
        seen: set[Site] = set()
        while waiting:
            meta = waiting.pop()
            if meta in seen:
                continue
            seen.add(meta)
            if not self._is_readable(meta) or self._may_have_any(meta, _FORBIDDEN):
                return None
            index = self._tables.field(meta, "__index")
            if index is None:
                continue
            if index.tags != Tag.TABLE or not all(map(self._is_readable, index.tables)):
                return None
            found |= index.tables
            next_ = self._tables.metatables(index)
            if next_.tags and next_.tags != Tag.TABLE:
                return None
            waiting.extend(next_.tables)
        return found

    def _may_have_any(self, site: Site, names: tuple[str, ...]) -> bool:
        return any(self._tables.field(site, name) is not None for name in names)

    def _is_readable(self, site: Site) -> bool:
        return self._tables.is_readable(site, self._exposed)
