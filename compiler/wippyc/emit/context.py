"""State of emitting one module and one function."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from wippyc.analyse.abstract_values.values import BOOLEAN, EMPTY, INTEGERS, Tag, Tags
from wippyc.analyse.facts import Facts
from wippyc.analyse.objects.constant_fields import ConstantField
from wippyc.analyse.objects.records import Record
from wippyc.analyse.program.mentions import Mentions
from wippyc.emit.imports import Imports
from wippyc.emit.names import NameScope
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, expressions_of
from wippyc.lua.syntax import TypeDeclaration

# What the arguments of built-in functions are, where they are functions.
_ROLES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("base", "pcall"): ("protected",),
    ("base", "xpcall"): ("protected", "handler"),
    ("coroutine", "create"): ("body",),
    ("coroutine", "spawn"): ("task",),
    ("coroutine", "wrap"): ("body",),
    ("string", "gsub"): ("text", "pattern", "replace"),
    ("table", "sort"): ("items", "compare"),
}


@dataclass(eq=False, kw_only=True)
class ModuleContext:
    """What all functions of one module share.

    Attributes:
        unit: The chunk being emitted.
        facts: Analysis of the whole program.
        imports: Imports of the module.
        paths: Module path of every unit of the program.
        names: Module-level names.
        public_names: Python name of every unit's module-level functions.
        bound: Functions of this module that already have a Python name.
        undefined: Functions whose Python name is decided, and whose definition is still to come.
        entry: The entry function, called by the host only.
        library_aliases: Names under which library modules are imported.
        library_values: Names that hold, in `chunk`, what libraries with state return.
        used_libraries: Those of them that anything uses.
        patterns: Names of the constants for Lua patterns.
        character_classes: Names of the constants for the items of patterns that one character is.
        field_constants: Names of the constants for fields that never change.
        types: Python name and chunk of each declared type that is used as a value.
        records: Python name of each class of tables.
        mentions: Which variables its statements mention.
    """

    unit: Unit
    facts: Facts
    imports: Imports
    paths: Mapping[str, PurePosixPath]
    names: NameScope
    public_names: Mapping[ir.Function, str]
    bound: dict[ir.Function, str] = field(default_factory=dict)
    undefined: set[ir.Function] = field(default_factory=set)
    entry: ir.Function | None = None
    library_aliases: dict[str, str] = field(default_factory=dict)
    library_values: dict[str, str] = field(default_factory=dict)
    used_libraries: set[str] = field(default_factory=set)
    patterns: dict[str, str] = field(default_factory=dict)
    character_classes: dict[str, str] = field(default_factory=dict)
    field_constants: dict[ConstantField, str] = field(default_factory=dict)
    types: dict[TypeDeclaration, tuple[str, Unit]] = field(default_factory=dict)
    records: dict[Record, str] = field(default_factory=dict)
    mentions: Mentions = field(default_factory=Mentions)

    def library_alias(self, entry_id: str) -> str:
        """Return the name under which a library's module is imported here."""
        if entry_id not in self.library_aliases:
            stem = self.paths[entry_id].stem
            # Nothing but the chunk of one with state is used; the short name is that of its value.
            has_state = self.facts.layouts[entry_id].has_state
            wanted = f"{stem}_library" if has_state else stem
            self.library_aliases[entry_id] = self.names.fresh(wanted)
        return self.library_aliases[entry_id]

    @cached_property
    def roles(self) -> Mapping[ir.Function, str]:
        """Names for functions that have none in Lua, which built-in functions get.

        They are none of the names that variables have.
        """
        functions = list(all_functions(self.unit.main))
        found = {
            argument: role
            for function in functions
            for expr in expressions_of(function.body, ir.ApiCall)
            for argument, role in zip(
                expr.arguments, _ROLES.get((expr.module, expr.function.name), ()), strict=False
            )
            if isinstance(argument, ir.Function)
        }
        wanted = set(found.values())
        taken = {
            mention.variable.name
            for function in functions
            for mention in expressions_of(function.body, ir.VariableRef)
            if mention.variable.name in wanted
        }
        return {function: role for function, role in found.items() if role not in taken}


@dataclass(eq=False)
class Loop:
    """A Python loop that is being emitted.

    Attributes:
        is_lua: Whether it is a loop of the source (a target of Lua's `break`).
        is_function: Whether it repeats a whole function that calls itself last.
        restart_labels: Labels that `continue` reaches.
        exit_labels: Labels that `break` reaches.
        states: For a loop over several labels: state number of each label.
        state_name: Python variable that holds the state.
        pending: Jumps that leave this loop for one further out: number → loop and action.
    """

    is_lua: bool
    is_function: bool = False
    restart_labels: frozenset[str] = frozenset()
    exit_labels: frozenset[str] = frozenset()
    states: Mapping[str, int] = field(default_factory=dict)
    state_name: str = ""
    pending: dict[int, tuple[Loop, str]] = field(default_factory=dict)


@dataclass(eq=False, kw_only=True)
class FunctionContext:
    """State of emitting one Lua function (or the chunk).

    Attributes:
        module: The module.
        function: The Lua function.
        names: Its Python names.
        parent: Context of the function around it.
        output: Statements of the current Python block.
        loops: Python loops around the current statement, innermost last.
        scopes: Variables by Lua name of each Lua block around the current statement.
        guarded: Parameters that went through `indexable`, and the Python name of what it gave.
        varargs: Python name of `...`.
        vararg_counts: Variables that hold the number of its values.
        vararg_positions: Variables that only take positions of its values.
        jump_name: Python variable that carries a jump out of several loops.
        match_name: Python variable that holds matches of patterns for a moment.
        jump_ids: Number of such jumps so far.
        declaring: Lua names that the current statement declares; temporaries leave them free.
        facts: Analysis of the whole program.
    """

    module: ModuleContext
    function: ir.Function
    names: NameScope
    parent: FunctionContext | None
    output: list[ast.stmt] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    scopes: list[dict[str, ir.Variable]] = field(default_factory=lambda: [{}])
    guarded: dict[ir.Variable, str] = field(default_factory=dict)
    varargs: str = "arguments"
    vararg_counts: set[ir.Variable] = field(default_factory=set)
    vararg_positions: set[ir.Variable] = field(default_factory=set)
    jump_name: str = ""
    match_name: str = ""
    jump_ids: int = 0
    declaring: frozenset[str] = frozenset()
    facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        self.facts = self.module.facts

    @property
    def imports(self) -> Imports:
        """Imports of the module."""
        return self.module.imports

    @property
    def is_async(self) -> bool:
        """Whether this function is emitted as `async def`."""
        return self.facts.yields.is_async(self.function)

    @property
    def is_generator(self) -> bool:
        """Whether this function is emitted as a generator."""
        return self.function in self.facts.yields.generators

    def metamethod_suspends(self, operand: ir.Expr, event: str) -> bool:
        """Whether an operation on an operand may run a metamethod that suspends."""
        analysis = self.facts.yield_analysis
        return analysis.metamethod_suspends(self.module.unit.id, operand, event)

    def around(self) -> Iterator[FunctionContext]:
        """Yield this context and those of the functions around it."""
        context: FunctionContext | None = self
        while context is not None:
            yield context
            context = context.parent

    def fresh_constant(self, wanted: str) -> str:
        """Take a module-level name that nothing inside the current functions hides."""
        candidate, number = wanted, 2
        while any(context.names.is_taken(candidate) for context in self.around()):
            candidate = f"{wanted}_{number}"
            number += 1
        return self.module.names.fresh(candidate)

    @contextmanager
    def block(self) -> Iterator[list[ast.stmt]]:
        """Collect the statements emitted inside into a list of their own."""
        saved, self.output = self.output, []
        try:
            yield self.output
        finally:
            self.output = saved

    @contextmanager
    def lua_block(self) -> Iterator[None]:
        """Open a Lua block; the names it declares can be used again after it."""
        self.scopes.append({})
        yield
        for variable in self.scopes.pop().values():
            self.names.release(variable)

    def declare(self, variable: ir.Variable) -> tuple[str, bool]:
        """Give a variable its Python name; also says whether the name existed.

        A variable of the same name in the same block is out of reach from here on.
        """
        scope = self.scopes[-1]
        if variable.name in scope:
            self.names.release(scope[variable.name])
        scope[variable.name] = variable
        mentions = self.module.mentions
        if (
            variable.name == "_"
            and self.names.is_for_nothing("_")
            and variable not in mentions.in_function(self.function)
        ):
            is_new = not self.names.is_taken("_")
            self.names.declare_unread(variable, "_")
            return "_", not is_new
        captured = variable in self.facts.captures.captured
        return self.names.declare(variable, self.kind_of(variable), captured=captured)

    def kind_of(self, variable: ir.Variable) -> str:
        """Return the kind of value a variable holds, as far as Python typing is concerned."""
        if variable in self.facts.captures.cells:
            return "cell"
        if variable.kind == "function" or variable in self.facts.declared:
            # A `def` fixes the type of its name: no other variable can have it.
            return f"function {variable.span.start}"
        if variable in self.facts.lists.variables:
            return "any" if variable in self.facts.lists.nilable else "list"
        if variable in self.facts.lists.map_variables:
            is_filled = not self.facts.flow.variables.get(variable, EMPTY).can_be(Tag.NIL)
            return "dict" if is_filled else "any"
        value = self.facts.flow.variables.get(variable)
        if value is None:
            return "any"
        return python_kind(value.tags)


def python_kind(tags: Tags) -> str:
    """Return `int`, `float`, `str`, `bool` or `any` for a set of type tags.

    An integer or text that may be nil is a kind of its own: `int?`, `str?`.
    """
    if not tags:
        return "any"
    for kind, allowed in (
        ("int", INTEGERS), ("float", Tag.FLOAT), ("str", Tag.STRING), ("bool", BOOLEAN),
    ):  # fmt: skip
        if not tags & ~allowed:
            return kind
    for kind, allowed in (("int?", INTEGERS), ("str?", Tag.STRING)):
        if tags & allowed and not tags & ~(allowed | Tag.NIL):
            return kind
    return "any"
