"""Making objects: `setmetatable`."""

from __future__ import annotations

from typing import Any

from .arguments import MISSING, table_argument, type_error
from .errors import argument_error
from .meta_tables import MetaTable
from .table import Table


def setmetatable(table: Any = None, meta: Any = MISSING) -> Any:
    """Set (or with nil remove) the metatable of a table and return the table.

    Raises:
        LuaError: `cannot change a protected metatable`, a frozen table, or a wrong type.
    """
    if table.__class__ is Table and isinstance(meta, Table):
        table.set_metatable(meta)
        return table
    table = table_argument(table, 1, "setmetatable")
    if meta is not None and not isinstance(meta, Table):
        raise type_error(2, "setmetatable", "nil or table", meta)
    current = table.metatable()
    if current is not None and current.get("__metatable") is not None:
        raise argument_error(1, "setmetatable", "cannot change a protected metatable")
    table.set_metatable(meta)
    return table


def make_object(fields: dict[str, Any], meta: Any) -> Table:
    """`setmetatable({…}, meta)` of a table of named fields, none of them nil."""
    try:
        lookup = meta.instance_lookup
    except AttributeError:
        lookup = None
    if lookup is None:
        table = Table(fields)
        setmetatable(table, meta)
        return table
    made = MetaTable(fields)
    made.meta = meta
    made.lookup = lookup
    return made
