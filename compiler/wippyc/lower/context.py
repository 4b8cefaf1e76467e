"""What lowering one chunk needs to know, and the state it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wippyc.api.model import ModuleApi
from wippyc.ir import nodes as ir
from wippyc.lower.resolve import Resolution
from wippyc.lua import syntax as lua
from wippyc.project.model import LuaEntry, Project

BASE = "base"
PRIMITIVE_TYPES = frozenset({"integer", "number", "boolean", "any", "unknown", "never"})


@dataclass(eq=False, kw_only=True)
class LowerContext:
    """State of lowering one chunk.

    Attributes:
        project: The application, for the entries that calls name.
        entry: The entry being lowered.
        api: All known Lua modules.
        resolution: The chunk's names.
        visible: Module names that are globals of this chunk without `require`.
        aliases: Import alias → entry ID.
        shared_globals: Names that some chunk of the application assigns as globals.
        own_globals: Globals only this chunk uses, as variables.
        types: Type declarations of the chunk's top level.
        bindings: Variables that only stand for a module or library.
        executors: Folded options of variables that hold a `funcs` executor.
        depth: Number of functions around the current statement.
    """

    project: Project
    entry: LuaEntry
    api: Mapping[str, ModuleApi]
    resolution: Resolution
    visible: frozenset[str]
    aliases: Mapping[str, str]
    shared_globals: frozenset[str]
    own_globals: dict[str, ir.Variable]
    types: dict[str, lua.TypeDeclaration]
    bindings: dict[ir.Variable, ir.Expr] = field(default_factory=dict)
    executors: dict[ir.Variable, Mapping[str, object]] = field(default_factory=dict)
    depth: int = 0

    @property
    def is_workflow(self) -> bool:
        """Whether Temporal commands are emitted inline."""
        return self.entry.kind == "workflow.lua"
