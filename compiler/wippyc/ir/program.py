"""A whole application in the intermediate representation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wippyc.ir import nodes as ir
from wippyc.lua.syntax import Chunk
from wippyc.project.model import LuaEntry, Project


@dataclass(frozen=True, eq=False, kw_only=True)
class Unit:
    """One compiled chunk: one Lua entry.

    Attributes:
        entry: The registry entry.
        chunk: Its syntax tree.
        main: The chunk as a function without parameters (depth 0).
        globals: Globals that only this chunk uses, as variables of the chunk.
        spent: Variables whose values have all gone into the nodes that used them.
    """

    entry: LuaEntry
    chunk: Chunk
    main: ir.Function
    globals: tuple[ir.Variable, ...] = ()
    spent: frozenset[ir.Variable] = frozenset()

    @property
    def id(self) -> str:
        """Full entry ID."""
        return str(self.entry.id)


@dataclass(frozen=True, eq=False, kw_only=True)
class Program:
    """All units of an application by entry ID, in the order of the project."""

    project: Project
    units: Mapping[str, Unit]
