"""Fields of tables as places that hold numbers.

local lexer = { source = source, position = 1 }
lexer.position = lexer.position + 1                 `position` is never below 1

A field is followed where all that is ever stored in it is seen: under its constant name, by code of
the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wippyc.analyse.abstract_values.values import NUMBER, Site, Tag, Value
from wippyc.analyse.dataflow.flow import Component, Flow
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the tables that one constructor makes."""

    site: Site
    name: str


# The fields that a read may give; reads that are not there may give anything.
ReadFields = Mapping[ir.Index, tuple[Field, ...]]


def find_read_fields(program: Program, flow: Flow) -> ReadFields:
    """Return the fields behind the reads of constant names that may give numbers."""
    found: dict[ir.Index, tuple[Field, ...]] = {}
    components = {unit.id: each for each in flow.components for unit in each.units}
    for unit in program.units.values():
        component = components.get(unit.id)
        if component is None or component.tables.metamethod_value("__newindex").tags:
            # A store may end up in another table than the one it names.
            continue
        for function in all_functions(unit.main):
            for expr in expressions_of(function.body, ir.Index):
                match expr:
                    case ir.Index(object=table, key=ir.Constant(value=str() as name)) if flow.value(
                        expr
                    ).can_be(NUMBER):
                        fields = _fields_of(flow.value(table), name, component)
                        if fields:
                            found[expr] = fields
                    case _:
                        pass
    return found


def _fields_of(target: Value, name: str, component: Component) -> tuple[Field, ...] | None:
    """Return the fields that reading a name may give; `None` if it may give others."""
    if target.can_be(Tag.OBJECT):
        return None
    holders = component.tables.holders(target, name, component.exposed)
    return None if holders is None else tuple(Field(site, name) for site in holders)
