"""Lua module `channel`, a global of every entry."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, ModuleApi

_CHANNEL = {
    "send": ApiFunction(
        name="send",
        parameters=1,
        required=0,
        results=None,
        yields=True,
        note="true; nil and an error when the channel is closed while it waits",
    ),
    "receive": ApiFunction(name="receive", results=("any?", "boolean"), yields=True),
    "close": ApiFunction(name="close", yields=True),
    "case_send": ApiFunction(name="case_send", parameters=1, required=0, results=("Case",)),
    "case_receive": ApiFunction(name="case_receive", results=("Case",)),
    "iter": ApiFunction(
        name="iter", results=("yielding function",), note="older form: receives until closed"
    ),
}

MODULE = ModuleApi(
    name="channel",
    python="lib.channel",
    classes=("process",),
    is_global=True,
    is_listable=False,
    functions={
        "new": ApiFunction(name="new", parameters=1, required=0, results=("Channel",)),
        "select": ApiFunction(
            name="select",
            parameters=2,
            required=1,
            results=None,
            yields=True,
            note="cases are tried in list order",
        ),
    },
    objects={
        "Channel": ApiObject(name="Channel", methods=_CHANNEL),
        "Case": ApiObject(name="Case", methods={}),
    },
)
