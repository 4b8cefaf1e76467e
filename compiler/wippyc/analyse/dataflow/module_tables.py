"""Lua modules as values: `deps = { clock = time }`, and later `deps.clock.sleep("1s")`.

Such a table is one from outside whose fields are known to hold the functions of the module.
"""

from __future__ import annotations

from wippyc.analyse.abstract_values.values import (
    OUTSIDE,
    PLAIN_VALUE,
    ApiFunctionValue,
    OutsideTable,
    Tag,
    Value,
    named_value,
)
from wippyc.analyse.dataflow.tables import TableModel
from wippyc.api.model import ModuleApi


class ModuleTables:
    """The tables of the modules that a component of the program uses as values."""

    def __init__(self) -> None:
        self._values: dict[str, Value] = {}

    def value(self, module: ModuleApi, path: str, tables: TableModel) -> Value:
        """Return the table of a module, or the one at a path in it."""
        if module.name not in self._values:
            self._fill(module, tables)
        place = f"{module.name}.{path}" if path else module.name
        return self._values.get(place, PLAIN_VALUE)

    def _fill(self, module: ModuleApi, tables: TableModel) -> None:
        self._values[module.name] = self._new()
        for path, type_name in module.constants.items():
            self._store(tables, module.name, path, named_value(type_name))
        for path, row in module.functions.items():
            function = ApiFunctionValue(module.name, path, row.yields)
            held = Value(Tag.FUNCTION, frozenset({function}))
            self._store(tables, module.name, path, held)

    def _new(self) -> Value:
        return Value(Tag.TABLE, tables=frozenset({OUTSIDE, OutsideTable()}))

    def _store(self, tables: TableModel, module: str, path: str, value: Value) -> None:
        """Store a member; one of a nested table, such as `random.bytes`, goes into that."""
        group, _, name = path.rpartition(".")
        owner = self._values[module]
        if group:
            place = f"{module}.{group}"
            if place not in self._values:
                self._values[place] = self._new()
                self._store(tables, module, group, self._values[place])
            owner = self._values[place]
        (site,) = owner.tables - {OUTSIDE}
        tables.store_field(Value(Tag.TABLE, tables=frozenset({site})), name, value)
