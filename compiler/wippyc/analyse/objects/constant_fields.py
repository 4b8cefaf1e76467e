"""Fields that are stored once, with a literal: enumerations, limits, codes of operations.

local OP = { PUSH = 1, ADD = 2 }      OP_PUSH = 1
if op == OP.PUSH then                 if op == OP_PUSH:

A chunk makes the table, the field is there before anything else can see it, and all stores into the
table are seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.values import NUMBER, Site, Tag, Value
from wippyc.analyse.dataflow.flow import Component, Flow
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, walk_statements

Place = tuple[Site, str]


@dataclass(frozen=True, eq=False)
class ConstantField:
    """A field that always has the same value.

    Attributes:
        table: What the program calls the table.
        name: Name of the field.
        value: Its value.
        readers: IDs of the units that read it.
    """

    table: str
    name: str
    value: int | float | str
    readers: frozenset[str]


@dataclass(frozen=True, eq=False)
class ConstantFields:
    """Constant fields of a program.

    Attributes:
        reads: What reads of fields always give.
        places: Where the tables are made.
    """

    reads: Mapping[ir.Index, ConstantField] = field(default_factory=dict)
    places: Mapping[Place, ConstantField] = field(default_factory=dict)


def find_constant_fields(program: Program, flow: Flow) -> ConstantFields:
    """Find the constant fields that a program reads."""
    reads: dict[ir.Index, Place] = {}
    readers: dict[Place, set[str]] = {}
    names: dict[Place, str] = {}
    for component in flow.components:
        if component.tables.metamethod_value("__newindex").tags:
            # A store may end up in another table than the one it names.
            continue
        makers = {
            table: unit.id
            for unit in component.units
            for table in expressions_of(unit.main.body, ir.TableConstructor)
        }
        for unit in component.units if makers else ():
            for function in all_functions(unit.main):
                for expr in expressions_of(function.body, ir.Index):
                    assert isinstance(expr, ir.Index)
                    place = _place(expr, flow, component)
                    if place is None or place[0] not in makers:
                        continue
                    reads[expr] = place
                    readers.setdefault(place, set()).add(unit.id)
                    if makers[place[0]] == unit.id or place not in names:
                        names[place] = _table_name(expr.object)
    if not reads:
        return ConstantFields()
    stored = _stored(program, flow, {name for _, name in reads.values()})
    places: dict[Place, ConstantField] = {}
    for place, units in readers.items():
        values = stored.get(place, ())
        value = _literal(values[0]) if len(values) == 1 else None
        if value is not None:
            places[place] = ConstantField(names[place], place[1], value, frozenset(units))
    constant = {expr: places[place] for expr, place in reads.items() if place in places}
    return ConstantFields(constant, places)


def _place(expr: ir.Index, flow: Flow, component: Component) -> Place | None:
    """Return the field that an expression certainly reads, if it may be a constant one."""
    match expr.key:
        case ir.Constant(value=str() as name) if name.isidentifier() and name.isascii():
            pass
        case _:
            return None
    value = flow.value(expr)
    if not (value.certainly(NUMBER) or value.certainly(Tag.STRING)):
        return None
    site = _the_table(expr.object, flow, component)
    if site is None or not component.tables.has_field(site, name):
        return None
    return site, name


def _the_table(expr: ir.Expr, flow: Flow, component: Component) -> Site | None:
    """Return where the table was made that an expression gives without doing anything."""
    value: Value = flow.value(expr)
    if value.tags != Tag.TABLE or len(value.tables) != 1:
        return None
    (site,) = value.tables
    if not component.tables.is_readable(site, component.exposed):
        return None
    match expr:
        case ir.VariableRef() | ir.LibraryRef():
            return site
        case ir.Index(object=holder, key=ir.Constant(value=str() as name)):
            outer = _the_table(holder, flow, component)
            is_there = outer is not None and component.tables.has_field(outer, name)
            return site if is_there else None
        case _:
            return None


def _stored(program: Program, flow: Flow, names: set[str]) -> Mapping[Place, list[ir.Expr | None]]:
    """Return what is ever stored under names; `None` for what is not an expression of its own."""
    found: dict[Place, list[ir.Expr | None]] = {}
    for unit in program.units.values():
        for function in all_functions(unit.main):
            for expr in expressions_of(function.body, ir.TableConstructor):
                assert isinstance(expr, ir.TableConstructor)
                for item in expr.items:
                    match item:
                        case ir.KeyedItem(key=ir.Constant(value=str() as name), value=value) if (
                            name in names
                        ):
                            found.setdefault((expr, name), []).append(value)
                        case _:
                            pass
            for statement in walk_statements(function.body):
                if not isinstance(statement, ir.Assign):
                    continue
                is_paired = len(statement.targets) == len(statement.values)
                for position, target in enumerate(statement.targets):
                    match target:
                        case ir.Index(object=table, key=ir.Constant(value=str() as name)) if (
                            name in names
                        ):
                            given = statement.values[position] if is_paired else None
                            for site in flow.value(table).tables:
                                found.setdefault((site, name), []).append(given)
                        case _:
                            pass
    return found


def _literal(expr: ir.Expr | None) -> int | float | str | None:
    match expr:
        case ir.Constant(value=bool()):
            return None
        case ir.Constant(value=int() | float() | str() as value):
            return value
        case _:
            return None


def _table_name(expr: ir.Expr) -> str:
    match expr:
        case ir.VariableRef(variable=variable):
            return variable.name
        case ir.Index(key=ir.Constant(value=str() as name)):
            return name
        case ir.LibraryRef(alias=alias):
            return alias
        case _:
            return ""
