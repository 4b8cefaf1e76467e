"""Annotations of generated code: what analysis knows of variables and results, as Python types.

local function price(item, qty: integer)      def price(item: Table, qty: int) -> float:

While functions are emitted, each parameter, result and variable whose types analysis knows gets a
`Slot`. When all modules of a program are there, `annotation_check` drops the slots a type checker
would object to, and the others are written. Annotations never change behaviour.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from wippyc.analyse.abstract_values.values import (
    BOOLEAN,
    EMPTY,
    INTEGERS,
    Tag,
    Tags,
    Value,
    WrappedCoroutine,
)
from wippyc.analyse.program.falling import can_fall_off
from wippyc.emit.build import constant, name, subscript, tuple_of
from wippyc.ir import nodes as ir
from wippyc.lua.types import TypeExpr

if TYPE_CHECKING:
    from wippyc.emit.context import FunctionContext
    from wippyc.emit.imports import Imports

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Kinds = frozenset[str]

# In the order they are written in a union; an integer is a `float` to a type checker.
_KINDS: tuple[tuple[Tags, str], ...] = (
    (INTEGERS, "int"),
    (Tag.FLOAT, "float"),
    (Tag.STRING, "str"),
    (BOOLEAN, "bool"),
    (Tag.TABLE, "Table"),
    (Tag.FUNCTION, "Callable"),
    (0, "Iterator"),
    (0, "list"),
    (0, "dict"),
    (Tag.NIL, "None"),
)
# Between the name of a record's class and its unit.
_OF: Final = "@"
_KNOWN: Tags = INTEGERS | Tag.FLOAT | Tag.STRING | BOOLEAN | Tag.TABLE | Tag.FUNCTION | Tag.NIL
# A longer union says less than `Any`.
_LONGEST = 3
NO_KINDS: Kinds = frozenset()
LIST_KIND: Kinds = frozenset({"list"})
MAP_KIND: Kinds = frozenset({"dict"})
ITERATOR_KIND: Kinds = frozenset({"Iterator"})
ANY_KIND: Kinds = frozenset({"Any"})
UNKNOWN_KIND = "?"


@dataclass(eq=False, slots=True)
class Slot:
    """A place for an annotation.

    Attributes:
        kinds: `int`, `float`, `str`, `bool`, `Table`, `Callable`, `Iterator`, `list`, `dict`,
            `None`, or a record's class (`record_kind`); with `Any`, for a value from outside; `?`
            for other types.
        declared: The written type to show, for a value from outside.
        fields: Kinds of the fields when the declared type is a record.
        is_kept: Whether no use of it speaks against it.
    """

    kinds: Kinds
    declared: TypeExpr | None = None
    fields: Mapping[str, Kinds] | None = None
    is_kept: bool = True


@dataclass(eq=False, slots=True)
class Signature:
    """The slots of a function.

    Attributes:
        parameters: One for each positional parameter; `None` stays `Any`.
        results: One for each result of a function with a fixed number of them, else empty.
        is_entry: Whether the host calls it, with anything: its types only document.
    """

    parameters: list[Slot | None]
    results: list[Slot | None] = field(default_factory=list)
    is_entry: bool = False


def record_kind(python_name: str, unit_id: str) -> str:
    """Return the kind for the objects of a record of a unit."""
    return f"{python_name}{_OF}{unit_id}"


def is_record(kind: str) -> bool:
    """Whether a kind is for the objects of a record."""
    return _OF in kind


def kinds_of(tags: Tags, table: str = "Table") -> Kinds:
    """Return the kinds for a set of type tags; none when `Any` says as much.

    Args:
        tags: The type tags.
        table: The kind of the tables.
    """
    if not tags or tags & ~_KNOWN:
        return NO_KINDS
    kinds = {table if kind == "Table" else kind for tag, kind in _KINDS if tags & tag}
    if "float" in kinds:
        kinds.discard("int")
    return frozenset(kinds) if len(kinds) <= _LONGEST else NO_KINDS


def united(one: Kinds, other: Kinds) -> Kinds:
    """Return the kinds of a value that is of either; none when `Any` says as much."""
    kinds = one | other
    if not {kind for kind in kinds if not is_record(kind)} <= {kind for _, kind in _KINDS}:
        return NO_KINDS
    if "float" in kinds:
        kinds -= {"int"}
    return kinds if len(kinds) <= _LONGEST else NO_KINDS


def _slot(context: FunctionContext, value: Value, more: Tags = 0) -> Slot | None:
    facts = context.facts
    table = "Table"
    if facts.records.are_among(value):
        record = facts.records.of(value)
        if record is None or record not in context.module.records:
            return None
        table = record_kind(context.module.records[record], record.unit)
    if any(isinstance(each, WrappedCoroutine) for each in value.functions):
        is_generator = facts.iterated.loop(value) is not None
        return Slot(ITERATOR_KIND) if is_generator and not more else None
    kinds = kinds_of(value.tags | more, table)
    return Slot(kinds) if kinds else None


def _variable_slot(context: FunctionContext, variable: ir.Variable) -> Slot | None:
    if variable in context.facts.lists.variables:
        return None if variable in context.facts.lists.nilable else Slot(LIST_KIND)
    value = context.facts.flow.variables.get(variable, EMPTY)
    if variable in context.facts.lists.map_variables:
        is_exact = context.facts.lists.map_variables[variable] and value.tags == Tag.TABLE
        return Slot(MAP_KIND) if is_exact else None
    return _slot(context, value)


def note_signature(definition: FunctionNode, context: FunctionContext) -> None:
    """Attach slots for the parameters and results of an emitted function."""
    facts, function = context.facts, context.function
    if function is context.module.entry:
        outside = [_outside_slot(parameter.annotation) for parameter in function.parameters]
        result = None
        if function.results is not None and len(function.results) == 1:
            result = _outside_slot(function.results[0])
        _attach(definition, Signature(outside, [result], is_entry=True))
        return
    parameters: list[Slot | None] = [None for _ in definition.args.args]
    if function in facts.calls.direct and not facts.calls.arity(function).varies:
        for position, variable in enumerate(function.parameters):
            if variable not in facts.captures.cells:
                parameters[position] = _variable_slot(context, variable)
    _attach(definition, Signature(parameters, _result_slots(context)))


def _outside_slot(declared: TypeExpr | None) -> Slot | None:
    return None if declared is None else Slot(frozenset({"Any", UNKNOWN_KIND}), declared)


def _result_slots(context: FunctionContext) -> list[Slot | None]:
    facts, function = context.facts, context.function
    count = facts.calls.fixed.get(function)
    if not count or context.is_generator:
        return []
    nil = Tag.NIL if can_fall_off(function.body, facts.final_calls) else 0
    slots: list[Slot | None] = []
    for position in range(count):
        if (function, position) in facts.lists.results:
            slots.append(Slot(LIST_KIND))
            continue
        value = facts.flow.results.get((function, position))
        if (function, position) in facts.lists.map_results:
            is_exact = facts.lists.map_results[function, position] and not nil
            is_filled = value is not None and value.tags == Tag.TABLE
            slots.append(Slot(MAP_KIND) if is_exact and is_filled else None)
            continue
        slots.append(None if value is None else _slot(context, value, nil))
    # Type checkers refuse to read the result of a function that only returns `None`.
    only_nil = count == 1 and slots[0] is not None and slots[0].kinds == {"None"}
    return [None] if only_nil else slots


def note_variable(node: ast.stmt, context: FunctionContext, variable: ir.Variable) -> None:
    """Attach a slot for a variable that is declared with an annotation."""
    slot = _variable_slot(context, variable)
    if slot is not None:
        node.lua_slot = slot  # type: ignore[attr-defined]


def _attach(definition: FunctionNode, signature: Signature) -> None:
    definition.lua_signature = signature  # type: ignore[union-attr]


def signature_of(node: ast.AST) -> Signature | None:
    """Return the slots of a function definition."""
    return getattr(node, "lua_signature", None)


def slot_of(node: ast.AnnAssign) -> Slot | None:
    """Return the slot of a variable declaration."""
    return getattr(node, "lua_slot", None)


# --- writing -----------------------------------------------------------------------------------


def union_of(members: list[ast.expr]) -> ast.expr:
    """Emit `A | B | …`."""
    joined = members[0]
    for member in members[1:]:
        joined = ast.BinOp(left=joined, op=ast.BitOr(), right=member)
    return joined


def kinds_annotation(imports: Imports, kinds: Kinds) -> ast.expr:
    """Emit the annotation for kinds."""
    records = [name(kind.partition(_OF)[0]) for kind in sorted(kinds) if is_record(kind)]
    others = [_kind(imports, kind) for _, kind in _KINDS if kind in kinds]
    return union_of([*records, *others])


def _kind(imports: Imports, kind: str) -> ast.expr:
    match kind:
        case "None":
            return constant(None)
        case "Table":
            return imports.helper("Table")
        case "Callable":
            return callable_annotation(imports)
        case "Iterator":
            return iterator_annotation(imports)
        case "list":
            return subscript(name("list"), imports.standard("typing", "Any"))
        case "dict":
            anything = imports.standard("typing", "Any")
            return subscript(name("dict"), tuple_of([name("str"), anything]))
        case _:
            return name(kind)


def iterator_annotation(imports: Imports) -> ast.expr:
    """Emit `Iterator[Any]`."""
    anything = imports.standard("typing", "Any")
    return subscript(imports.standard("collections.abc", "Iterator"), anything)


def callable_annotation(imports: Imports) -> ast.expr:
    """Emit `Callable[..., Any]`."""
    anything = imports.standard("typing", "Any")
    callable_name = imports.standard("collections.abc", "Callable")
    return subscript(callable_name, tuple_of([ast.Constant(value=...), anything]))
