"""Lua module `payload`."""

from __future__ import annotations

from wippyc.api.model import ApiFunction, ApiObject, ModuleApi

_FORMATS = ("JSON", "YAML", "STRING", "GOLANG", "LUA", "BYTES", "MSGPACK", "ERROR")

MODULE = ModuleApi(
    name="payload",
    python="lib.payload",
    classes=("encoding", "deterministic"),
    is_global=True,
    functions={"new": ApiFunction(name="new", parameters=1, required=0, results=("Payload",))},
    constants={"format": "table", **{f"format.{name}": "string" for name in _FORMATS}},
    objects={
        "Payload": ApiObject(
            name="Payload",
            methods={
                "get_format": ApiFunction(name="get_format", results=("string",)),
                "data": ApiFunction(name="data", results=("any?", "Error?")),
                "unmarshal": ApiFunction(name="unmarshal", results=("any?", "Error?")),
                "transcode": ApiFunction(
                    name="transcode", parameters=1, results=("Payload?", "Error?")
                ),
            },
        )
    },
)
