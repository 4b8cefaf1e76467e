"""Every entry kind of Wippy, and what becomes of it here."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class Handling(Enum):
    """What the loader does with an entry."""

    LUA = auto()
    CLIENT = auto()
    WORKER = auto()
    VARIABLE = auto()
    DATA = auto()
    SKIP = auto()
    REQUIREMENT = auto()
    DEPENDENCY = auto()
    BYTECODE = auto()


KINDS: Final[dict[str, Handling]] = {
    "workflow.lua": Handling.LUA,
    "function.lua": Handling.LUA,
    "process.lua": Handling.LUA,
    "library.lua": Handling.LUA,
    "module.lua": Handling.LUA,
    "temporal.client": Handling.CLIENT,
    "temporal.worker": Handling.WORKER,
    "registry.entry": Handling.DATA,
    "ns.definition": Handling.SKIP,
    "ns.dependency": Handling.DEPENDENCY,
    "ns.requirement": Handling.REQUIREMENT,
    "env.variable": Handling.VARIABLE,
    "env.storage.os": Handling.DATA,
    "env.storage.memory": Handling.DATA,
    "env.storage.file": Handling.DATA,
    "env.storage.static": Handling.DATA,
    "env.storage.router": Handling.DATA,
    "process.host": Handling.DATA,
    "process.service": Handling.SKIP,
    "terminal.host": Handling.SKIP,
    "http.service": Handling.DATA,
    "http.router": Handling.DATA,
    "http.endpoint": Handling.DATA,
    "http.static": Handling.DATA,
    "function.wasm": Handling.SKIP,
    "process.wasm": Handling.SKIP,
}
"""Kinds with a meaning of their own."""

FAMILIES: Final[tuple[str, ...]] = (
    "db.",
    "store.",
    "queue.",
    "fs.",
    "contract.",
    "security.",
    "template.",
    "exec.",
    "config.",
    "cloudstorage.",
)
"""Prefixes of resource kinds: activities name them, so they are kept as data."""


def handling_of(kind: str) -> Handling | None:
    """Return what to do with an entry of this kind; `None` for a kind that is not known."""
    if kind in KINDS:
        return KINDS[kind]
    if kind.endswith(".bc"):
        return Handling.BYTECODE
    if kind.startswith(FAMILIES):
        return Handling.DATA
    return None
