"""The shape of the tables that describe Wippy's Lua API to the compiler.

One sibling module per Lua module holds a `ModuleApi`. The same rows drive code generation, the
linter's module classes and the support matrix in the documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """How the compiler treats a function."""

    PURE = "pure"  # depends on its arguments only
    RECORDED = "recorded"  # replay-safe through the workflow's history or clock
    COMMAND = "command"  # issues a Temporal command in a workflow
    HOST = "host"  # reads or changes the host: never in a workflow


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiFunction:
    """One function of a module, or one method of an object.

    Attributes:
        name: Lua name.
        parameters: Number of named parameters the Python function takes; a call is padded with
            nil or cut to it. `None` for a function that takes any number.
        required: How many of them must be passed by every caller (the rest have defaults, so a
            call with fewer arguments is not padded). Defaults to `parameters`.
        results: Type of each result (`any`, `string`, `number`, `integer`, `boolean`, `table`,
            `function`, `yielding function`, an object type such as `Error`, with a `?` when it can
            be nil). `None` when the number of results varies.
        yields: Whether the Python function is a coroutine function.
        kind: Determinism class.
        python: Name of the Python function when it is not the Lua name.
        note: One line for the support matrix.
    """

    name: str
    parameters: int | None = 0
    required: int | None = None
    results: tuple[str, ...] | None = ()
    yields: bool = False
    kind: Kind = Kind.PURE
    python: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiObject:
    """A userdata type, e.g. `Error`, with its methods.

    Attributes:
        name: Name of the type.
        methods: Its methods by Lua name.
        has_other_methods: Whether it may have methods of any other name, which may suspend.
        has_fields: Whether it has fields besides its methods.
    """

    name: str
    methods: Mapping[str, ApiFunction]
    has_other_methods: bool = False
    has_fields: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleApi:
    """One Lua module.

    Attributes:
        name: Name in `modules:` and `require`.
        python: Module below the runtime package, e.g. `lib.json`.
        classes: Wippy's own class names (`deterministic`, `workflow`, `io`, …).
        is_global: Whether it is always available without being listed.
        is_listable: Whether it may be listed under `modules:`.
        is_object: Whether the module value is itself an object whose functions are called with
            `:` (`logger:info("…")`).
        functions: By Lua name; a dotted name such as `random.bytes` for nested tables.
        constants: Lua name → result type of constant fields.
        objects: Object types the module returns.
        extra: Optional-dependency group of the generated package it needs, if any.
    """

    name: str
    python: str
    classes: tuple[str, ...]
    is_global: bool = False
    is_listable: bool = True
    is_object: bool = False
    functions: Mapping[str, ApiFunction] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    objects: Mapping[str, ApiObject] = field(default_factory=dict)
    extra: str = ""
