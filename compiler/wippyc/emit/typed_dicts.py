"""Written types as annotations: `type Order = {…}` becomes a `TypedDict` of the module.

type Order = {                          class Order(TypedDict):
  id: string,                               id: str
  total: number,                            total: float
  note?: string,                            note: NotRequired[str]
}

They document values from outside (`order: Order | Any`): Wippy never checks them, and neither does
the generated code.
"""

from __future__ import annotations

import ast
import keyword
from collections.abc import Mapping

from wippyc.emit.annotations import NO_KINDS, UNKNOWN_KIND, Kinds, callable_annotation, union_of
from wippyc.emit.build import at, comment, constant, name, store, subscript, tuple_of
from wippyc.emit.context import ModuleContext
from wippyc.emit.names import safe_name
from wippyc.emit.type_values import resolve_type
from wippyc.ir.program import Unit
from wippyc.lua import syntax as lua
from wippyc.lua import types

# Wippy's names of types that have a Python type; all others are `Any`.
_PRIMITIVES: Mapping[str, str] = {
    "boolean": "bool",
    "integer": "int",
    "number": "float",
    "string": "str",
}
# Names of names beyond this depth, which may go in circles, are `Any`.
_DEEPEST = 16


class DeclaredTypes:
    """The written types one module shows, and the `TypedDict`s they need."""

    def __init__(self, module: ModuleContext) -> None:
        self._module = module
        self._names: dict[lua.TypeDeclaration, str] = {}
        self._units: dict[lua.TypeDeclaration, Unit] = {}

    def kinds(self, declared: types.TypeExpr) -> Kinds:
        """Return the kinds of a written type, as `Slot` has them; none for `Any`."""
        return self._kinds(self._module.unit, declared, 0)

    def fields(self, declared: types.TypeExpr) -> Mapping[str, Kinds] | None:
        """Return the kinds of the fields if a type is a named record."""
        found = self._record(self._module.unit, declared)
        if found is None:
            return None
        unit, _, record = found
        return {
            field.name: self._kinds(unit, field.type, 0) or frozenset({"Any"})
            for field in record.fields
        }

    def annotation(self, declared: types.TypeExpr) -> ast.expr:
        """Emit a written type; `Any` where Python has nothing for it."""
        return self._emit(self._module.unit, declared, 0)

    def definitions(self) -> list[ast.stmt]:
        """Emit the `TypedDict`s that `annotation` mentioned, and those they mention."""
        made: dict[lua.TypeDeclaration, ast.stmt] = {}
        while len(made) < len(self._names):
            for declaration in [each for each in self._names if each not in made]:
                made[declaration] = self._definition(declaration)
        ordered = sorted(made.items(), key=lambda item: item[0].span.start)
        return [statement for _, statement in ordered]

    # --- kinds ----------------------------------------------------------------------------

    def _kinds(self, unit: Unit, expr: types.TypeExpr, depth: int) -> Kinds:
        if depth > _DEEPEST:
            return NO_KINDS
        match expr:
            case types.NamedType(path=(plain,), arguments=()) if plain in _PRIMITIVES:
                return frozenset({_PRIMITIVES[plain]})
            case types.LiteralType(value=None):
                return frozenset({"None"})
            case types.OptionalType(inner=inner):
                return self._union(unit, (inner,), depth) | {"None"}
            case types.UnionType(members=members):
                return self._union(unit, members, depth)
            case types.ValidatedType(inner=inner):
                return self._kinds(unit, inner, depth + 1)
            case types.NamedType(path=path, arguments=()):
                found = self._alias(unit, path)
                if found is not None:
                    return self._kinds(found[0], found[1], depth + 1)
                return frozenset({UNKNOWN_KIND}) if self._record(unit, expr) else NO_KINDS
            case (
                types.LiteralType(value=bool() | int() | str())
                | types.ArrayType()
                | types.MapType()
                | types.RecordType()
                | types.FunctionType()
            ):
                return frozenset({UNKNOWN_KIND})
            case _:
                return NO_KINDS

    def _union(self, unit: Unit, members: tuple[types.TypeExpr, ...], depth: int) -> Kinds:
        found: set[str] = set()
        for member in members:
            found |= self._kinds(unit, member, depth + 1) or {"Any"}
        return frozenset(found)

    # --- names ----------------------------------------------------------------------------

    def _alias(self, unit: Unit, path: tuple[str, ...]) -> tuple[Unit, types.TypeExpr] | None:
        """Return the type behind a name that is not a record."""
        found = resolve_type(self._module, unit, path)
        if found is None or found[1].parameters or _is_record(found[1].type):
            return None
        return found[0], found[1].type

    def _record(
        self, unit: Unit, expr: types.TypeExpr
    ) -> tuple[Unit, lua.TypeDeclaration, types.RecordType] | None:
        """Return the declaration behind a type, if it is a record that a `TypedDict` can be."""
        for _ in range(_DEEPEST):
            match expr:
                case types.NamedType(path=path, arguments=()):
                    found = resolve_type(self._module, unit, path)
                case _:
                    return None
            if found is None or found[1].parameters:
                return None
            unit, declaration = found
            if isinstance(declaration.type, types.RecordType):
                record = declaration.type
                return (unit, declaration, record) if _is_record(record) else None
            expr = declaration.type
        return None

    def _name(self, unit: Unit, declaration: lua.TypeDeclaration) -> str:
        if declaration not in self._names:
            wanted = declaration.name.text
            if self._module.names.is_taken(safe_name(wanted)):
                # The name means the workflow class, or the type as a run-time value.
                wanted = f"{wanted}Record"
            self._names[declaration] = self._module.names.fresh(wanted)
            self._units[declaration] = unit
        return self._names[declaration]

    # --- emitting -------------------------------------------------------------------------

    def _any(self) -> ast.expr:
        return self._module.imports.standard("typing", "Any")

    def _emit(self, unit: Unit, expr: types.TypeExpr, depth: int) -> ast.expr:
        imports = self._module.imports
        if depth > _DEEPEST:
            return self._any()
        match expr:
            case types.NamedType(path=(plain,), arguments=()) if plain in _PRIMITIVES:
                return name(_PRIMITIVES[plain])
            case types.NamedType(path=path, arguments=()):
                record = self._record(unit, expr)
                if record is not None:
                    return name(self._name(record[0], record[1]))
                found = self._alias(unit, path)
                return self._any() if found is None else self._emit(*found, depth + 1)
            case types.LiteralType(value=None):
                return constant(None)
            case types.LiteralType(value=bool() | int() | str() as value):
                return subscript(imports.standard("typing", "Literal"), constant(value))
            case types.OptionalType(inner=inner):
                return self._emit_union([self._emit(unit, inner, depth + 1), constant(None)])
            case types.UnionType(members=members):
                return self._emit_union([self._emit(unit, each, depth + 1) for each in members])
            case types.ValidatedType(inner=inner):
                return self._emit(unit, inner, depth + 1)
            case types.ArrayType(element=element):
                return subscript(name("list"), self._emit(unit, element, depth + 1))
            case types.MapType(key=key, value=value):
                parts = [self._emit(unit, each, depth + 1) for each in (key, value)]
                return subscript(name("dict"), tuple_of(parts))
            case types.RecordType():
                return subscript(name("dict"), tuple_of([name("str"), self._any()]))
            case types.FunctionType():
                return callable_annotation(imports)
            case _:
                return self._any()

    def _emit_union(self, members: list[ast.expr]) -> ast.expr:
        """Emit a union without repetitions; `None` stands last and `Any` swallows the rest."""
        distinct: dict[str, ast.expr] = {}
        waiting = list(reversed(members))
        while waiting:
            member = waiting.pop()
            match member:
                case ast.BinOp(left=left, right=right):
                    waiting += [right, left]
                case _:
                    distinct.setdefault(ast.dump(member), member)
        parts = _without_repeated_literal(list(distinct.values()))
        open_part = next((part for part in parts if is_any(part)), None)
        return union_of(parts) if open_part is None else open_part

    def _definition(self, declaration: lua.TypeDeclaration) -> ast.stmt:
        imports, unit = self._module.imports, self._units[declaration]
        assert isinstance(declaration.type, types.RecordType)
        base = imports.standard("typing", "TypedDict")
        fields: list[tuple[str, ast.expr]] = []
        for field in declaration.type.fields:
            shown = self._emit(unit, field.type, 0)
            if field.is_optional:
                shown = subscript(imports.standard("typing", "NotRequired"), shown)
            fields.append((field.name, shown))
        body: list[ast.stmt] = [
            ast.AnnAssign(target=store(key), annotation=shown, value=None, simple=1)
            for key, shown in fields
        ]
        definition = ast.ClassDef(
            name=self._names[declaration], bases=[base], keywords=[], body=body, decorator_list=[]
        )
        return at(comment(definition, declaration.comments), declaration.span)


def _is_record(expr: types.TypeExpr) -> bool:
    """Whether a type is a record that a class can show: names that Python allows, each once."""
    if not isinstance(expr, types.RecordType) or expr.indexer is not None or not expr.fields:
        return False
    names = [field.name for field in expr.fields]
    return len(set(names)) == len(names) and all(
        key.isascii()
        and key.isidentifier()
        and not keyword.iskeyword(key)
        and not key.startswith("__")
        for key in names
    )


def is_any(node: ast.expr) -> bool:
    """Whether an annotation is `Any`."""
    return isinstance(node, ast.Name) and node.id == "Any"


def _without_repeated_literal(parts: list[ast.expr]) -> list[ast.expr]:
    """Join `Literal["a"]` and `Literal["b"]` in the place of the first; `None` goes last."""
    shown: list[ast.expr] = []
    literals: list[ast.expr] = []
    for part in parts:
        match part:
            case ast.Subscript(value=ast.Name(id="Literal"), slice=value):
                if not literals:
                    shown.append(part)
                literals.append(value)
            case _:
                shown.append(part)
    if len(literals) > 1:
        for part in shown:
            if isinstance(part, ast.Subscript) and part.slice is literals[0]:
                part.slice = tuple_of(literals)
    return sorted(shown, key=lambda each: isinstance(each, ast.Constant))
