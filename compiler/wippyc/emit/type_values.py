"""Type names used as values: type trees to calls of the runtime's constructors.

type User = {name: string, boss: User?}     User = type_values.named(
                                                "User",
                                                lambda: type_values.record({
                                                    "name": type_values.primitive("string"), …
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from wippyc.emit.build import annotated, at, attribute, call, constant, lambda_of, name, tuple_of
from wippyc.emit.context import FunctionContext, ModuleContext
from wippyc.emit.names import safe_name
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, expressions_of
from wippyc.lower.program import import_aliases
from wippyc.lower.requires import required_name
from wippyc.lua import syntax as lua
from wippyc.lua import types

# Deeper chains of `T[K]`, `keyof` and names of names are cut: they cannot end.
_DEEPEST = 32


@dataclass(frozen=True, eq=False, kw_only=True)
class _Scope:
    """Where the names of a type expression are looked up.

    Attributes:
        module: The module being emitted.
        unit: The chunk that holds the expression.
        parameters: Python name of each type parameter in scope.
    """

    module: ModuleContext
    unit: Unit
    parameters: Mapping[str, str]


_Found = tuple[Unit, lua.TypeDeclaration]


def declared_types(unit: Unit) -> dict[str, lua.TypeDeclaration]:
    """Return the type declarations at the top level of a chunk by name."""
    return {
        statement.name.text: statement
        for statement in unit.chunk.body.statements
        if isinstance(statement, lua.TypeDeclaration)
    }


def _library_aliases(module: ModuleContext, unit: Unit) -> dict[str, str]:
    """Names that stand for a library in a chunk: import aliases, and locals that require one."""
    found = import_aliases(module.facts.program.project, unit.entry)
    for statement in unit.chunk.body.statements:
        match statement:
            case lua.Local(names=[local], values=[value]):
                required = required_name(value)
                if required in found:
                    found[local.text] = found[required]
            case _:
                pass
    return found


def resolve_type(module: ModuleContext, unit: Unit, path: tuple[str, ...]) -> _Found | None:
    """Return the declaration a type name means: one of the chunk, or `library.Type`."""
    match path:
        case (plain,):
            declaration = declared_types(unit).get(plain)
            return None if declaration is None else (unit, declaration)
        case (alias, exported):
            entry_id = _library_aliases(module, unit).get(alias)
            library = None if entry_id is None else module.facts.program.units.get(entry_id)
            if library is None:
                return None
            declaration = declared_types(library).get(exported)
            return None if declaration is None else (library, declaration)
        case _:
            return None


def _named_types(expr: types.TypeExpr) -> Iterator[types.NamedType]:
    """Yield every named type inside a type expression."""
    stack: list[types.TypeExpr] = [expr]
    while stack:
        current = stack.pop()
        if isinstance(current, types.NamedType):
            yield current
        stack.extend(_parts(current))


def _parts(expr: types.TypeExpr) -> tuple[types.TypeExpr, ...]:
    match expr:
        case types.NamedType(arguments=arguments):
            return arguments
        case types.LiteralType() | types.TypeofType():
            return ()
        case types.OptionalType(inner=inner) | types.KeyofType(inner=inner):
            return (inner,)
        case types.ValidatedType(inner=inner):
            return (inner,)
        case types.UnionType(members=members) | types.IntersectionType(members=members):
            return members
        case types.ArrayType(element=element):
            return (element,)
        case types.MapType(key=key, value=value):
            return (key, value)
        case types.RecordType(fields=fields, indexer=indexer):
            inside = tuple(field.type for field in fields)
            return inside if indexer is None else (*inside, indexer)
        case types.FunctionType(parameters=parameters, results=results):
            return (*(parameter.type for parameter in parameters), *(results or ()))
        case types.IndexedType(object=base, key=key):
            return (base, key)
        case types.AssertsType(type=asserted):
            return () if asserted is None else (asserted,)
        case types.ConditionalType():
            return (expr.checked, expr.bound, expr.then, expr.otherwise)
        case types.InterfaceType(bases=bases):
            return bases
        case _:
            assert_never(expr)


def bind_types(module: ModuleContext) -> None:
    """Give every declared type that the module uses as a value its module-level name."""
    pending: list[_Found] = []
    for function in all_functions(module.unit.main):
        for expr in expressions_of(function.body, ir.TypeRef):
            if expr.declaration is not None:
                pending.append((module.unit, expr.declaration))
    while pending:
        unit, declaration = pending.pop(0)
        if declaration in module.types:
            continue
        module.types[declaration] = (module.names.fresh(declaration.name.text), unit)
        parameters = {parameter.name for parameter in declaration.parameters}
        for used in _named_types(declaration.type):
            if used.path[0] not in parameters:
                found = resolve_type(module, unit, used.path)
                if found is not None:
                    pending.append(found)


def emit_type_definitions(module: ModuleContext) -> list[ast.stmt]:
    """Emit the module-level definitions of the declared types the module uses as values."""
    return [_definition(module, declaration) for declaration in module.types]


def _definition(module: ModuleContext, declaration: lua.TypeDeclaration) -> ast.stmt:
    python_name, unit = module.types[declaration]
    shown = constant(declaration.name.text)
    # Types may refer to each other in circles, which leaves nothing for inference to start from.
    any_type = module.imports.standard("typing", "Any")
    if not declaration.parameters:
        scope = _Scope(module=module, unit=unit, parameters={})
        body = lambda_of([], _emit(scope, declaration.type))
        made = _make(module, "named", [shown, body])
        return at(annotated(python_name, made, any_type), declaration.span)
    taken = {name for name, _ in module.types.values()}
    parameters: dict[str, str] = {}
    for parameter in declaration.parameters:
        wanted = safe_name(parameter.name)
        while wanted in taken:
            wanted = f"{wanted}_"
        taken.add(wanted)
        parameters[parameter.name] = wanted
    scope = _Scope(module=module, unit=unit, parameters=parameters)
    body = lambda_of(list(parameters.values()), _emit(scope, declaration.type))
    names: list[ast.expr] = [constant(parameter) for parameter in parameters]
    made = _make(module, "generic", [shown, tuple_of(names), body])
    return at(annotated(python_name, made, any_type), declaration.span)


def emit_type_value(context: FunctionContext, expr: ir.TypeRef) -> ast.expr:
    """Emit a type name used as a value."""
    module = context.module
    if expr.declaration is not None:
        return name(module.types[expr.declaration][0])
    return _make(module, "primitive", [constant(expr.name)])


def _make(module: ModuleContext, constructor: str, arguments: list[ast.expr]) -> ast.expr:
    return call(attribute(module.imports.runtime_module("lua.type_values"), constructor), arguments)


def _emit(scope: _Scope, expr: types.TypeExpr) -> ast.expr:
    """Emit a type expression as a call of a constructor."""
    module = scope.module

    def make(constructor: str, *arguments: ast.expr) -> ast.expr:
        return _make(module, constructor, list(arguments))

    def emit_all(exprs: tuple[types.TypeExpr, ...]) -> list[ast.expr]:
        return [_emit(scope, each) for each in exprs]

    match expr:
        case types.NamedType():
            return _emit_named(scope, expr)
        case types.LiteralType(value=value):
            return make("literal", constant(value))
        case types.OptionalType(inner=inner):
            return make("optional", _emit(scope, inner))
        case types.UnionType(members=members):
            return make("union", *emit_all(members))
        case types.IntersectionType(members=members):
            return make("intersection", *emit_all(members))
        case types.ArrayType(element=element):
            return make("array_of", _emit(scope, element))
        case types.MapType(key=key, value=value):
            return make("map_of", _emit(scope, key), _emit(scope, value))
        case types.RecordType():
            return _emit_record(scope, expr)
        case types.FunctionType(parameters=parameters, results=results):
            given = emit_all(tuple(parameter.type for parameter in parameters))
            return make("function_type", tuple_of(given), tuple_of(emit_all(results or ())))
        case types.ValidatedType(inner=inner, validators=validators):
            rules: list[ast.expr] = [
                tuple_of([constant(rule.name), *(constant(each) for each in rule.arguments)])
                for rule in validators
            ]
            return make("validated", _emit(scope, inner), *rules)
        case types.InterfaceType():
            methods: list[ast.expr] = [constant(each) for each in _methods(scope, expr)]
            return make("interface", *methods)
        case types.ConditionalType(then=then, otherwise=otherwise):
            # Which branch holds depends on type arguments: a value of either is accepted.
            return make("union", _emit(scope, then), _emit(scope, otherwise))
        case types.KeyofType(inner=inner):
            record = _record(scope, inner)
            if record is None:
                return make("primitive", constant("string"))
            keys = [make("literal", constant(field.name)) for field in record.fields]
            return make("union", *keys) if keys else make("primitive", constant("never"))
        case types.IndexedType(object=base, key=key):
            part = _part(scope, base, key)
            return make("primitive", constant("any")) if part is None else _emit(scope, part)
        case types.AssertsType():
            return make("primitive", constant("boolean"))
        case types.TypeofType():
            return make("primitive", constant("any"))
        case _:
            assert_never(expr)


def _emit_named(scope: _Scope, expr: types.NamedType) -> ast.expr:
    module = scope.module
    if len(expr.path) == 1 and expr.path[0] in scope.parameters:
        return name(scope.parameters[expr.path[0]])
    found = resolve_type(module, scope.unit, expr.path)
    if found is None:
        return _make(module, "primitive", [constant(expr.name)])
    target = name(module.types[found[1]][0])
    if found[1].parameters and expr.arguments:
        return call(
            attribute(target, "applied"), [_emit(scope, argument) for argument in expr.arguments]
        )
    return target


def _emit_record(scope: _Scope, expr: types.RecordType) -> ast.expr:
    module = scope.module
    if expr.is_interface:
        names: list[ast.expr] = [constant(field.name) for field in expr.fields]
        return _make(module, "interface", names)
    keys: list[ast.expr | None] = [constant(field.name) for field in expr.fields]
    values = [_emit(scope, field.type) for field in expr.fields]
    arguments: list[ast.expr] = [ast.Dict(keys=keys, values=values)]
    absent: list[ast.expr] = [constant(field.name) for field in expr.fields if field.is_optional]
    if absent:
        arguments.append(tuple_of(absent))
    record = _make(module, "record", arguments)
    if expr.indexer is None:
        return record
    return _make(module, "intersection", [record, _emit(scope, expr.indexer)])


def _methods(scope: _Scope, expr: types.InterfaceType, depth: int = 0) -> list[str]:
    """Return the method names of an interface, those of its bases first."""
    found: dict[str, None] = {}
    for base in expr.bases if depth < _DEEPEST else ():
        resolved = resolve_type(scope.module, scope.unit, base.path)
        if resolved is not None and isinstance(resolved[1].type, types.InterfaceType):
            found.update(dict.fromkeys(_methods(scope, resolved[1].type, depth + 1)))
    found.update((method.name, None) for method in expr.methods)
    return list(found)


def _record(scope: _Scope, expr: types.TypeExpr) -> types.RecordType | None:
    """Return the record behind a type expression, if it is one."""
    for _ in range(_DEEPEST):
        match expr:
            case types.RecordType():
                return expr
            case types.OptionalType(inner=inner) | types.ValidatedType(inner=inner):
                expr = inner
            case types.NamedType(path=path, arguments=()):
                found = resolve_type(scope.module, scope.unit, path)
                if found is None or found[1].parameters:
                    return None
                expr = found[1].type
            case _:
                return None
    return None


def _part(scope: _Scope, base: types.TypeExpr, key: types.TypeExpr) -> types.TypeExpr | None:
    """Return the type `base[key]`: a field of a record, or what an array or map holds."""
    match base, key:
        case types.ArrayType(element=element), _:
            return element
        case types.MapType(value=value), _:
            return value
        case _, types.LiteralType(value=str() as wanted):
            record = _record(scope, base)
            fields = () if record is None else record.fields
            return next((field.type for field in fields if field.name == wanted), None)
        case _:
            return None
