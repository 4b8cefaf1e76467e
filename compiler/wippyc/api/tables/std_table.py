"""Lua module `table`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ModuleApi

MODULE = ModuleApi(
    name="table",
    python="lib.table",
    classes=("deterministic",),
    is_global=True,
    is_listable=False,
    functions={
        "concat": ApiFunction(name="concat", parameters=4, required=1, results=("string",)),
        "create": ApiFunction(name="create", parameters=2, required=0, results=("table",)),
        "freeze": ApiFunction(name="freeze", parameters=1, results=("table",)),
        "getn": ApiFunction(name="getn", parameters=1, results=("integer",)),
        "insert": ApiFunction(name="insert", parameters=None),
        "isfrozen": ApiFunction(name="isfrozen", parameters=1, results=("boolean",)),
        "maxn": ApiFunction(name="maxn", parameters=1, results=("number",)),
        "remove": ApiFunction(name="remove", parameters=2, required=1, results=("any",)),
        "sort": ApiFunction(
            name="sort", parameters=2, required=1, note="The comparator must not yield"
        ),
        "unpack": ApiFunction(name="unpack", parameters=3, required=1, results=None),
    },
)
