"""Making objects: `setmetatable`."""

from __future__ import annotations

from typing import Any

from .arguments import MISSING, table_argument, type_error
from .errors import runtime_error
from .indexed_table import IndexedTable, indexed_table
from .meta_tables import MetaTable
from .table import ArrayTable, Table

_PLAIN = (Table, ArrayTable, IndexedTable)


def setmetatable(table: Any = None, meta: Any = MISSING) -> Any:
    """Set (or with nil remove) the metatable of a table and return the table.

    Raises:
        LuaError: `cannot change a protected metatable`, a frozen table, or a wrong type.
    """
    kind = table.__class__
    if kind in _PLAIN and isinstance(meta, Table):
        table.set_metatable(meta)
        return table
    if kind is MetaTable and "__metatable" not in table.meta:
        # The class stays if the new metatable is used already: the tables of a derived class.
        lookup = getattr(meta, "instance_lookup", None)
        if lookup is not None:
            table.meta = meta
            table.lookup = lookup
            return table
    table = table_argument(table, 1, "setmetatable")
    if meta is not None and not isinstance(meta, Table):
        raise type_error(2, "setmetatable", "nil or table", meta)
    current = table.metatable()
    if current is not None and current.get("__metatable") is not None:
        raise runtime_error("cannot change a protected metatable")
    table.set_metatable(meta)
    return table


def give_metatable(record: Any, meta: Any) -> Any:
    """`setmetatable` of an object that is no `Table`; returns the object."""
    record.metatable = meta
    return record


def make_object(fields: dict[str, Any], meta: Any, *, has_nils: bool = False) -> Table:
    """`setmetatable({…}, meta)` of a table of named fields.

    Args:
        fields: The fields.
        meta: The metatable.
        has_nils: Whether a field may be nil.
    """
    try:
        lookup = meta.instance_lookup
    except AttributeError:
        lookup = None
    if lookup is None or (has_nils and None in fields.values()):
        table = Table(fields)
        setmetatable(table, meta)
        return table
    made = MetaTable(fields)
    made.meta = meta
    made.lookup = lookup
    return made


def indexed_object(fields: dict[str, Any], meta: Any) -> Table:
    """`setmetatable({…}, meta)` of a table of named fields with its elements in the dict.

    Args:
        fields: The fields; none is nil.
        meta: The metatable.
    """
    table = indexed_table(fields)
    setmetatable(table, meta)
    return table
