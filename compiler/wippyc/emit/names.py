"""Python names for Lua names. Nothing else decides names.

A Lua name is kept where Python allows it. Keywords, builtins and names of the runtime get a
trailing `_`; a name that is still in use gets `_2`, `_3` …. A name is used again once the variable
that had it can no longer be reached, if no closure captured it and both hold the same kind of
value.
"""

from __future__ import annotations

import builtins
import keyword
import re
from dataclasses import dataclass

from wippyc.emit.imports import RUNTIME_HOMES
from wippyc.ir import nodes as ir

# Names that generated modules define or import themselves; Lua names never take them.
RUNTIME_NAMES = frozenset(RUNTIME_HOMES) | {
    "ActivityCancellationType", "Any", "Callable", "Generator", "Iterator", "Literal", "Match",
    "NoReturn", "NotRequired", "RetryPolicy", "TypedDict", "activity", "annotations", "chunk",
    "timedelta", "type_values", "whitespace", "workflow",
}  # fmt: skip
_RESERVED = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | RUNTIME_NAMES
_WORD = re.compile(r"[^0-9A-Za-z_]+")


def safe_name(name: str) -> str:
    """Return a Python identifier for a Lua name, outside the reserved names."""
    cleaned = _WORD.sub("_", name) or "value"
    if cleaned[0].isdigit():
        cleaned = f"_{cleaned}"
    # A leading double underscore would be mangled inside a class body, or shadow a module global.
    if cleaned.startswith("__"):
        cleaned = f"lua{cleaned}"
    return f"{cleaned}_" if cleaned in _RESERVED else cleaned


def _numbered(name: str, number: int) -> str:
    """`order_2` for `order`, `in_2` for `in_`, `_2` for `_`."""
    return f"{name.rstrip('_')}_{number}"


def snake_name(name: str) -> str:
    """Return a module-file name for an entry name."""
    words = _WORD.sub("_", name).strip("_") or "entry"
    if words[0].isdigit():
        words = f"_{words}"
    return f"{words}_" if keyword.iskeyword(words) else words


def class_name(name: str) -> str:
    """Return `OrderWorkflow` for `order_workflow`."""
    parts = [part for part in _WORD.sub("_", name).split("_") if part]
    joined = "".join(part[:1].upper() + part[1:] for part in parts) or "Entry"
    if joined[0].isdigit():
        joined = f"_{joined}"
    return f"{joined}_" if joined in _RESERVED else joined


# Kind of the values of variables that nothing reads.
_UNREAD = "unread"


@dataclass(eq=False)
class _Holder:
    """Who has a Python name: what kind of value, and whether the name can be taken over."""

    kind: str
    reusable: bool
    live: bool = True


class NameScope:
    """Names of one Python function (or module), inside those of the functions around it."""

    def __init__(
        self,
        parent: NameScope | None = None,
        reserved: frozenset[str] = frozenset(),
        outer: frozenset[str] = frozenset(),
    ):
        """Open a scope.

        Args:
            parent: Scope of the function around it; `None` for a module.
            reserved: For a module, names it never uses.
            outer: Names of functions around it that this function uses, besides module-level
                ones; others may be shadowed.
        """
        self._parent = parent
        self._module: NameScope = self if parent is None else parent._module
        self._reserved = reserved | outer
        self._holders: dict[str, _Holder] = {}
        self._variables: dict[ir.Variable, str] = {}

    def is_taken(self, name: str) -> bool:
        """Whether a name already means something that this function may use."""
        return (
            name in self._holders
            or name in self._reserved
            or name in self._module._reserved
            or name in self._module._holders
        )

    def fresh(self, wanted: str) -> str:
        """Return a new name for something that is not a Lua variable."""
        base = safe_name(wanted)
        name, number = base, 2
        while self.is_taken(name):
            name = _numbered(base, number)
            number += 1
        self._holders[name] = _Holder("temporary", reusable=False)
        return name

    def declare(self, variable: ir.Variable, kind: str, *, captured: bool) -> tuple[str, bool]:
        """Give a variable its Python name.

        Args:
            variable: The Lua variable.
            kind: Kind of value (`int`, `str`, `any` …); a name is only reused for the same kind.
            captured: Whether a closure uses the variable.

        Returns:
            The name, and whether it already exists in this Python function.
        """
        base = safe_name(variable.name)
        name, number = base, 2
        while (holder := self._holders.get(name)) is not None or self.is_taken(name):
            if holder is not None and holder.reusable and not holder.live and holder.kind == kind:
                holder.live = True
                holder.reusable = not captured
                self._variables[variable] = name
                return name, True
            name = _numbered(base, number)
            number += 1
        self._holders[name] = _Holder(kind, reusable=not captured)
        self._variables[variable] = name
        return name, False

    def is_for_nothing(self, name: str) -> bool:
        """Whether a name is free, or that of variables of this function that nothing reads."""
        holder = self._holders.get(name)
        return not self.is_taken(name) if holder is None else holder.kind == _UNREAD

    def declare_unread(self, variable: ir.Variable, name: str) -> None:
        """Give a variable that nothing reads a name that is for nothing."""
        self._holders[name] = _Holder(_UNREAD, reusable=False)
        self._variables[variable] = name

    def release(self, variable: ir.Variable) -> None:
        """Say that a variable's scope has ended."""
        name = self._variables.get(variable)
        if name is not None and name in self._holders:
            self._holders[name].live = False

    def bind(self, variable: ir.Variable, name: str) -> None:
        """Make a variable use an existing name (a hoisted function, a constant)."""
        self._variables[variable] = name

    def has(self, variable: ir.Variable) -> bool:
        """Whether a variable has a name in this or an outer scope."""
        scope: NameScope | None = self
        while scope is not None:
            if variable in scope._variables:
                return True
            scope = scope._parent
        return False

    def name_of(self, variable: ir.Variable) -> str:
        """Return the Python name of a variable of this or an outer function.

        Raises:
            KeyError: The variable has no name; a bug of the emitter.
        """
        scope: NameScope | None = self
        while scope is not None:
            if variable in scope._variables:
                return scope._variables[variable]
            scope = scope._parent
        raise KeyError(f"{variable.name} at {variable.span.line}:{variable.span.column}")
