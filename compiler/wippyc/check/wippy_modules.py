"""Which modules Wippy has, and which of them a workflow may list.

Wippy compiles a `workflow.lua` entry with the classes `deterministic` and `workflow` allowed; any
other module in its `modules`, or in those of a library it imports, makes Wippy refuse the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Family = Literal["allowed", "io", "network", "storage", "host", "global"]


@dataclass(frozen=True, slots=True)
class WippyModule:
    """A module of Wippy as a workflow sees it.

    Attributes:
        name: Name in `modules` and `require`.
        family: Why a workflow must not list it; `allowed` when it may, `global` for a library
            that is always there and that Wippy does not let anybody list.
        instead: What to do in a workflow instead.
    """

    name: str
    family: Family
    instead: str = ""


_ACTIVITY = "move the call to a `function.lua` activity and reach it with `funcs.call`"
_FAMILIES: Final[Mapping[Family, tuple[str, ...]]] = {
    "allowed": (
        "base64", "compress", "contract", "crypto", "ctx", "expr", "funcs", "hash", "html",
        "json", "os", "payload", "process", "templates", "text", "time", "treesitter", "uuid",
        "workflow", "yaml",
    ),
    "io": ("cloudstorage", "excel", "fs", "io", "logger", "stream", "tty"),
    "network": ("http", "http_client", "hub", "websocket"),
    "storage": ("cdc", "loader", "queue", "registry", "sql", "store"),
    "host": (
        "channel", "env", "eval_runner", "events", "exec", "metrics", "pg", "security", "system",
    ),
    "global": ("base", "coroutine", "errors", "math", "print", "string", "table"),
}  # fmt: skip
_INSTEAD: Final[Mapping[str, str]] = {
    "env": "pass the value in the workflow's input, or read it in a `function.lua` activity",
    "logger": "use `print`, or log in an activity",
    "channel": "remove it from `modules`: `channel` is a global everywhere",
    "system": "pass the value in the workflow's input, or read it in a `function.lua` activity",
    "security": "pass the decision in the workflow's input, or take it in an activity",
}

MODULES: Final[Mapping[str, WippyModule]] = {
    name: WippyModule(name, family, _INSTEAD.get(name, _ACTIVITY))
    for family, names in _FAMILIES.items()
    for name in names
}
"""Every module by name."""

TOLERATED: Final = frozenset({"logger", "channel"})
"""Modules Wippy refuses in a workflow that compiled workflows can nevertheless use."""
