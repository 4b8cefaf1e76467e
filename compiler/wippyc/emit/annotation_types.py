"""Types as `annotation_check` infers them from emitted code."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wippyc.emit.annotations import (
    ANY_KIND,
    ITERATOR_KIND,
    LIST_KIND,
    MAP_KIND,
    NO_KINDS,
    UNKNOWN_KIND,
    FunctionNode,
    Kinds,
    Signature,
    Slot,
)

_NOBODY: frozenset[Slot] = frozenset()


@dataclass(frozen=True, slots=True)
class Inferred:
    """The type of an expression.

    Attributes:
        kinds: Its kinds.
        blame: The slots it comes from.
        elements: Types of the elements of a tuple of known length.
        fields: Kinds of the fields of a record.
    """

    kinds: Kinds
    blame: frozenset[Slot] = _NOBODY
    elements: tuple[Inferred, ...] | None = None
    fields: Mapping[str, Kinds] | None = None


ANY = Inferred(ANY_KIND)
UNKNOWN = Inferred(frozenset({UNKNOWN_KIND}))
NONE = Inferred(frozenset({"None"}))
BOOL = Inferred(frozenset({"bool"}))
INT = Inferred(frozenset({"int"}))
STR = Inferred(frozenset({"str"}))
LIST = Inferred(LIST_KIND)
MAP = Inferred(MAP_KIND)
TABLE = Inferred(frozenset({"Table"}))
ITERATOR = Inferred(ITERATOR_KIND)
CALLABLE = Inferred(frozenset({"Callable"}))


@dataclass(eq=False, slots=True)
class Scope:
    """Names of one Python function or module.

    Attributes:
        parent: The scope around it.
        types: Type of each variable.
        inferred: Variables whose type is that of their first value.
        opened: Parameters from outside that `indexable` gave back as `Any` at the start.
        functions: Functions defined here.
        outer: Names declared `nonlocal`.
        signature: Slots of the function.
    """

    parent: Scope | None = None
    types: dict[str, Inferred] = field(default_factory=dict)
    inferred: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    functions: dict[str, FunctionNode] = field(default_factory=dict)
    outer: set[str] = field(default_factory=set)
    signature: Signature | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class CheckedModule:
    """A module as the check sees it.

    Attributes:
        body: Its statements.
        libraries: Entry ID of each name that stands for a generated library module.
        runtime: Module of the runtime's library behind each name.
        classes: Kind of the objects of each class.
    """

    body: Sequence[ast.stmt]
    libraries: Mapping[str, str]
    runtime: Mapping[str, str]
    classes: Mapping[str, str]


def slot_type(slot: Slot | None) -> Inferred:
    if slot is None or not slot.is_kept:
        return ANY
    return Inferred(slot.kinds, frozenset({slot}), fields=slot.fields)


def result_type(node: FunctionNode) -> Inferred:
    """Return the type of calls of a function without slots for its results."""
    match node.returns:
        case ast.Name(id="Any"):
            return ANY
        case ast.Subscript(value=ast.Name(id="Iterator" | "Generator")):
            return ITERATOR
        case _:
            return UNKNOWN


def opened_parameters(body: Sequence[ast.stmt]) -> set[str]:
    """Return the parameters that a function starts with passing through `indexable`."""
    found: set[str] = set()
    for statement in body:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="indexable"), args=[ast.Name(id=same)]),
            ) if name == same:
                found.add(name)
            case _:
                break
    return found


def note_final(statement: ast.Expr) -> None:
    """Note that a statement calls what never returns."""
    statement.lua_is_final = True  # type: ignore[attr-defined]


def terminates(body: Sequence[ast.stmt]) -> bool:
    """Whether the end of a block is out of reach, as a type checker sees it."""
    match body:
        case [*_, ast.Return() | ast.Raise()]:
            return True
        case [*_, ast.Expr() as last]:
            return getattr(last, "lua_is_final", False)
        case [*_, ast.If(body=then, orelse=[_, *_] as otherwise)]:
            return terminates(then) and terminates(otherwise)
        case [*_, ast.While(test=ast.Constant(value=True), body=inside)]:
            return not _breaks(inside)
        case _:
            return False


def _breaks(body: Sequence[ast.stmt]) -> bool:
    for statement in body:
        match statement:
            case ast.Break():
                return True
            case ast.If(body=then, orelse=otherwise):
                if _breaks(then) or _breaks(otherwise):
                    return True
            case _:
                pass
    return False


def inner_expressions(node: ast.AST) -> list[ast.expr]:
    found: list[ast.expr] = []
    waiting = [node]
    for holder in waiting:
        for child in ast.iter_child_nodes(holder):
            if isinstance(child, ast.expr):
                found.append(child)
            elif child._fields:
                waiting.append(child)
    return found


def joined(values: Sequence[Inferred]) -> Inferred:
    """Return the type of what may be any of some values."""
    kinds = NO_KINDS.union(*(value.kinds for value in values))
    blame = frozenset[Slot]().union(*(value.blame for value in values))
    return Inferred(kinds, blame)


def constant_type(value: object) -> Inferred:
    match value:
        case None:
            return NONE
        case bool():
            return BOOL
        case int():
            return INT
        case float():
            return Inferred(frozenset({"float"}))
        case str():
            return STR
        case _:
            return UNKNOWN
