"""Lua module `workflow`: the running workflow, versions, attributes, child executions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ..host import host
from ..lua.arguments import integer_argument, string_argument
from ..lua.table import Table
from .errors import Error
from .failure import internal, invalid
from .time_values import Time
from .time_zone import UTC_ZONE

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def info() -> tuple[Any, None]:
    """Return what is known of the running execution; nil outside workflows.

    `start_time` is a time object, in UTC.
    """
    fields = host().workflow_info()
    if fields is None:
        return None, None
    started = fields.get("start_time")
    if isinstance(started, datetime):
        microseconds = (started - _EPOCH) // timedelta(microseconds=1)
        fields = {**fields, "start_time": Time(microseconds * 1_000, UTC_ZONE)}
    return Table(fields), None


async def exec(workflow_id: Any = None, *arguments: Any) -> tuple[Any, Error | None]:
    """Run another workflow as a child on the own task queue and return its result."""
    name = string_argument(workflow_id, 1, "exec")
    if not name:
        return None, invalid("workflow ID required")
    namespace, _, local = name.partition(":")
    if not namespace or not local:
        return None, invalid("invalid workflow ID format (namespace:name required)")
    if not host().is_workflow:
        return None, invalid("workflow.exec outside workflow context not yet supported")
    return await host().execute_workflow(name, arguments)


def version(
    change_id: Any = None, min_supported: Any = None, max_supported: Any = None
) -> tuple[Any, Error | None]:
    """Return which version of a code change this execution follows.

    A new execution follows the newest; one that is older than the change follows -1.
    """
    name = string_argument(change_id, 1, "version")
    minimum = integer_argument(min_supported, 2, "version")
    maximum = integer_argument(max_supported, 3, "version")
    if not name:
        return None, invalid("change ID required")
    if minimum > maximum:
        return None, invalid("min_supported cannot be greater than max_supported")
    return host().workflow_version(name, minimum, maximum), None


def attrs(options: Any = None) -> tuple[Any, Error | None]:
    """Set search attributes (`search`) and memo fields (`memo`) of the execution."""
    if not host().is_workflow:
        return None, internal("workflow.attrs only available in workflow context")
    table = options if isinstance(options, Table) else Table()
    search, memo = table.get_raw("search"), table.get_raw("memo")
    if search is not None and not isinstance(search, Table):
        return None, invalid("search must be a table")
    if memo is not None and not isinstance(memo, Table):
        return None, invalid("memo must be a table")
    if search is None and memo is None:
        return None, invalid("at least one of search or memo required")
    return host().upsert_attributes(_fields(search), _fields(memo))


def _fields(table: Table | None) -> Mapping[str, Any] | None:
    if table is None:
        return None
    return {k: v for k, v in dict.items(table) if isinstance(k, str) and v is not None}


def history_length() -> tuple[int, None]:
    """Return the number of events in the history; 0 outside workflows."""
    fields = host().workflow_info()
    return (int(fields["history_length"]) if fields is not None else 0), None


def history_size() -> tuple[int, None]:
    """Return the size of the history in bytes; 0 outside workflows."""
    fields = host().workflow_info()
    return (int(fields["history_size"]) if fields is not None else 0), None


EXPORTS: Mapping[str, Any] = {
    "info": info,
    "exec": exec,
    "version": version,
    "attrs": attrs,
    "history_length": history_length,
    "history_size": history_size,
}
