"""Libraries into whose tables other code stores something in the place of what they define.

local function patch(library)       `billing.total` is then no longer the function that the
  library.total = counted           chunk of `billing` defines: who calls it looks it up
end
patch(require("billing"))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wippyc.analyse.abstract_values.values import Tag, Value
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.tables import TableModel
from wippyc.analyse.program.exports import Exports
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit


def find_changed_libraries(
    units: Iterable[Unit], exports: Mapping[str, Exports], flow: Flow, tables: TableModel
) -> set[str]:
    """Return the libraries whose fields hold other values than their chunks give them, by entry ID.

    Args:
        units: Units that share tables.
        exports: What each chunk returns.
        flow: Types of expressions.
        tables: What is stored in tables.
    """
    return {
        unit.id
        for unit in units
        if unit.entry.kind == "library.lua" and _is_changed(exports[unit.id], flow, tables)
    }


def _is_changed(exports: Exports, flow: Flow, tables: TableModel) -> bool:
    if exports.fields is None:
        return False
    holders = [flow.value(value) for value in exports.values]
    for name, member in exports.fields.items():
        given = _given(member, flow)
        for holder in holders:
            stored = tables.own_field(holder, name)
            if given.join(stored) != given:
                return True
    return False


def _given(member: ir.Expr, flow: Flow) -> Value:
    match member:
        case ir.Function():
            return Value(Tag.FUNCTION, frozenset({member}))
        case _:
            return flow.value(member)
