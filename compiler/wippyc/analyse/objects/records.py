"""Tables that are Python objects with slots, from where they are made to where they end.

local function planets()                        class Body:
  return {                                          __slots__ = ("x", "vx", "mass")
    { x = 0, vx = 0, mass = SOLAR_MASS },       …
  }                                             def planets() -> list[Any]:
end                                                 return [Body(0, 0, SOLAR_MASS)]
…
body.x = body.x + dt * body.vx                  body.x += dt * body.vx

The flow analysis knows of every expression where the tables it gives were made. Tables that are
read or stored in the same place are of one record. Records have fields under constant names, go
on from place to place, and are compared; a table with which anything else is ever done stays a
`Table` (`record_uses`), and so do all of its record. A record never becomes a `Table`.
"""

from __future__ import annotations

import keyword
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from wippyc.analyse.abstract_values.births import given_fields
from wippyc.analyse.abstract_values.values import Site, Tag, Value
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.record_classes import RecordClasses
from wippyc.analyse.dataflow.record_groups import Group
from wippyc.analyse.dataflow.table_slots import place_of
from wippyc.analyse.dataflow.tables import TableModel
from wippyc.analyse.lists.list_tables import ListTables
from wippyc.analyse.objects.record_uses import RecordUses
from wippyc.analyse.program.captures import Captures
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, walk_statements

# Objects have room for all fields of their record: with more than these that a constructor does
# not give, dicts are smaller.
_MOST_MISSING: Final = 6
# Shorter names of variables say little of what is in them.
_SHORTEST_NAME: Final = 3
_RECEIVERS: Final = frozenset({"self", "this"})
# What functions that make tables are called before they are called after them: `parse_order` gives
# an order, `insert` alone says nothing.
_MAKING: Final = re.compile(
    r"^(new|make|create|build|main|init|insert|add|push|get|find|fetch|load|read|open|parse|decode"
    r"|copy|clone|merge|convert|compute|calculate|process|handle|run|start|to|as)(_|(?=[A-Z])|$)"
)
# Methods of tables that generated code calls: when nil has none, messages know them by their names.
_TABLE_METHODS: Final = frozenset({"append", "get", "length", "pop", "set"})
# The attribute with the class of an object.
METATABLE: Final = "metatable"


@dataclass(frozen=True, eq=False, kw_only=True)
class Record:
    """Tables that are objects of one class.

    Attributes:
        unit: ID of the unit whose constructors make them.
        name: What the program calls them.
        fields: Names of all fields.
        required: Those that every constructor gives.
        optional: Those that some constructors give.
        inherited: Names that are looked for in the metatable, which the object then knows.
        sites: The constructors.
    """

    unit: str
    name: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    inherited: frozenset[str]
    sites: tuple[ir.TableConstructor, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Records:
    """Which tables are records.

    Attributes:
        by_site: The record of each constructor that makes one.
        by_unit: The records of each unit.
    """

    by_site: Mapping[Site, Record] = field(default_factory=dict)
    by_unit: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)

    def of(self, value: Value) -> Record | None:
        """Return the record of every table that a value can be; `None` if there is none."""
        if not self.by_site or not value.can_be(Tag.TABLE):
            return None
        found = {self.by_site.get(site) for site in value.tables}
        return found.pop() if len(found) == 1 else None

    def are_among(self, value: Value) -> bool:
        """Whether some table that a value can be is of a record."""
        return value.can_be(Tag.TABLE) and any(site in self.by_site for site in value.tables)


def attribute_of(field_name: str) -> str:
    """Return the name of the Python attribute for a field of a record."""
    return f"{field_name}_" if keyword.iskeyword(field_name) else field_name


def find_records(
    program: Program,
    flow: Flow,
    lists: ListTables,
    captures: Captures,
    namespaces: Iterable[ir.Variable],
    is_called_by_name: Callable[[ir.Expr, ir.Function], bool],
) -> Records:
    """Decide for each table constructor of a program.

    Args:
        program: The program.
        flow: Types and allocation sites of its expressions.
        lists: Tables that are lists or dicts.
        captures: Variable facts.
        namespaces: Variables that stand for mere namespaces.
        is_called_by_name: Whether an expression in a function is emitted as a call of the one
            method that it always finds.
    """
    uses = RecordUses(flow, lists, namespaces, is_called_by_name)
    uses.run()
    by_site: dict[Site, Record] = {}
    by_unit: dict[str, list[Record]] = {}
    names: _Names | None = None
    classes = {
        unit.id: (component, index)
        for index, component in enumerate(flow.components)
        for unit in component.units
    }
    known: dict[int, RecordClasses] = {}
    for group in uses.groups.accepted():
        sites = sorted(
            (site for site in group.sites if isinstance(site, ir.TableConstructor)),
            key=lambda site: site.span.start,
        )
        units = {uses.units.get(site, "") for site in sites}
        if len(units) != 1 or len(sites) != len(group.sites):
            continue
        (unit_id,) = units
        component, index = classes[unit_id]
        if index not in known:
            known[index] = RecordClasses(component, flow, captures)
        inherited = known[index].inherited_reads(group)
        if inherited is None:
            continue
        names = names or _Names(program, flow)
        record = _record(unit_id, sites, group, inherited, names, component.tables)
        if record is not None:
            by_site.update(dict.fromkeys(sites, record))
            by_unit.setdefault(unit_id, []).append(record)
    ordered = {
        unit_id: tuple(sorted(found, key=lambda record: record.sites[0].span.start))
        for unit_id, found in by_unit.items()
    }
    return Records(by_site=by_site, by_unit=ordered)


def _record(
    unit_id: str,
    sites: list[ir.TableConstructor],
    group: Group,
    inherited: frozenset[str],
    names: _Names,
    tables: TableModel,
) -> Record | None:
    """Return the record of constructors that belong together."""
    given = [given_fields(site) for site in sites]
    fields = list(dict.fromkeys(name for each in given for name in each))
    fields += sorted((group.stores | group.reads.keys()) - set(fields) - inherited)
    if not fields or not all(map(_is_attribute, fields)):
        return None
    if not _TABLE_METHODS.isdisjoint(group.calls - inherited):
        return None
    births = [tables.birth(site) for site in sites]
    least = min(len(birth.written | birth.added) for birth in births)
    if len(fields) - least > max(_MOST_MISSING, least):
        return None
    required = [name for name in fields if all(name in each for each in given)]
    optional = [name for name in fields if any(name in each for each in given)]
    return Record(
        unit=unit_id,
        name=names.of(group),
        fields=tuple(fields),
        required=tuple(required),
        optional=tuple(name for name in optional if name not in required),
        inherited=inherited,
        sites=tuple(sites),
    )


def _is_attribute(name: str) -> bool:
    """Whether a field can be a Python attribute, from whose name the field's can be told."""
    if not (name.isascii() and name.isidentifier()) or name.startswith("__"):
        return False
    if name in ("self", METATABLE):
        return False
    return not (name.endswith("_") and keyword.iskeyword(name[:-1]))


class _Names:
    """Finds out what a program calls its tables."""

    def __init__(self, program: Program, flow: Flow) -> None:
        self._flow = flow
        self._by_site: dict[Site, Counter[str]] = {}
        self._makers: dict[Site, str] = {}
        self._returned: dict[Site, str] = {}
        for variable, value in flow.variables.items():
            if len(variable.name) >= _SHORTEST_NAME and variable.name not in _RECEIVERS:
                for site in value.tables:
                    self._by_site.setdefault(site, Counter())[variable.name] += 1
        for unit in program.units.values():
            for function in all_functions(unit.main):
                made = _MAKING.sub("", function.name.rpartition(".")[2].rpartition(":")[2])
                for expr in expressions_of(function.body, ir.TableConstructor):
                    self._makers[expr] = made
                for statement in walk_statements(function.body):
                    match statement:
                        case ir.Return(values=[ir.TableConstructor() as table]):
                            self._returned[table] = made
                        case _:
                            pass

    def of(self, group: Group) -> str:
        """Return the name for the tables of a group: after their class, variables or makers."""
        sites = sorted(group.sites, key=lambda site: place_of(site)[1])
        blessings = sorted(
            group.blessings,
            key=lambda call: (call.arguments[0] not in group.sites, call.span.start),
        )
        for call in blessings:
            metatable = call.arguments[1]
            if isinstance(metatable, ir.VariableRef) and metatable.variable.name not in _RECEIVERS:
                return metatable.variable.name
            value = self._flow.expressions.get(metatable)
            found = None if value is None else self._most_used(value.tables)
            if found:
                return found
        return (
            _first(self._returned, sites)
            or self._most_used(sites)
            or _first(self._makers, sites)
            or "record"
        )

    def _most_used(self, sites: Iterable[Site]) -> str:
        counts: Counter[str] = Counter()
        for site in sites:
            counts.update(self._by_site.get(site, Counter()))
        return max(counts, key=lambda name: (counts[name], name), default="")


def _first(names: Mapping[Site, str], sites: Iterable[Site]) -> str:
    return next((names[site] for site in sites if names.get(site)), "")
