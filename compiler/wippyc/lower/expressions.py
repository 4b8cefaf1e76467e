"""Expressions: syntax to IR.

order.total .. "x"      Concat(Index(VariableRef order, "total"), "x")
(f())                   First(Call f)
json.encode(t)          ApiCall json.encode
"""

from __future__ import annotations

from typing import assert_never

from wippyc.api.tables.std_base import REQUIRE
from wippyc.ir import nodes as ir
from wippyc.lower import api_calls
from wippyc.lower.context import BASE, PRIMITIVE_TYPES, LowerContext
from wippyc.lower.requires import (
    is_require,
    protected_require,
    require_of,
    require_value,
    required,
)
from wippyc.lua import syntax as lua
from wippyc.source import Span


def lower_expression(context: LowerContext, expr: lua.Expr) -> ir.Expr:
    """Return the meaning of one expression."""
    match expr:
        case lua.Nil():
            return ir.Constant(span=expr.span, value=None)
        case lua.Boolean() | lua.Number() | lua.String():
            return ir.Constant(span=expr.span, value=expr.value)
        case lua.Vararg() if context.depth == 0:
            # Chunks get no arguments.
            return ir.Constant(span=expr.span, value=None)
        case lua.Vararg():
            return ir.Vararg(span=expr.span)
        case lua.Name():
            return lower_name(context, expr)
        case lua.Index():
            return _index(context, expr)
        case lua.Call():
            return _call(context, expr)
        case lua.MethodCall():
            return _method_call(context, expr)
        case lua.Function():
            from wippyc.lower.statements import lower_function

            return lower_function(context, expr)
        case lua.Binary():
            return _binary(context, expr)
        case lua.Unary():
            return _unary(context, expr)
        case lua.Paren() | lua.Cast():
            inner = lower_expression(context, expr.inner)
            return ir.First(span=expr.span, inner=inner) if isinstance(inner, ir.MULTI) else inner
        case lua.Table():
            return _table(context, expr)
        case _:
            assert_never(expr)


def lower_name(context: LowerContext, name: lua.Name) -> ir.Expr:
    """Return what a name stands for: a variable, a module, a library, a type, or a global."""
    variable = context.resolution.names.get(name)
    if variable is not None:
        return binding_at(context, variable, name.span)
    return lower_global(context, name.text, name.span)


def binding_at(context: LowerContext, variable: ir.Variable, span: Span) -> ir.Expr:
    """Return a use of a variable; a variable bound to a module or library is that."""
    match context.bindings.get(variable):
        case ir.ModuleRef(module=module, path=path):
            return ir.ModuleRef(span=span, module=module, path=path)
        case ir.LibraryRef(entry_id=entry_id, alias=alias):
            return ir.LibraryRef(span=span, entry_id=entry_id, alias=alias)
        case ir.ApiRef(function=function) if function is REQUIRE:
            return require_value(context, span)
        case ir.ApiRef(module=module, function=function):
            return ir.ApiRef(span=span, module=module, function=function)
        case _:
            return ir.VariableRef(span=span, variable=variable)


def lower_global(context: LowerContext, name: str, span: Span) -> ir.Expr:
    """Return what a global name stands for in this chunk."""
    own = context.own_globals.get(name)
    if own is not None:
        return ir.VariableRef(span=span, variable=own)
    if name in context.shared_globals:
        return ir.GlobalRef(span=span, name=name)
    if name in context.aliases:
        return ir.LibraryRef(span=span, entry_id=context.aliases[name], alias=name)
    base = context.api.get(BASE)
    if name == REQUIRE.name:
        return require_value(context, span)
    if base is not None and name in base.functions:
        return ir.ApiRef(span=span, module=BASE, function=base.functions[name])
    if base is not None and name in base.constants:
        return ir.ApiConstant(span=span, module=BASE, name=name, type=base.constants[name])
    if name in context.visible:
        return ir.ModuleRef(span=span, module=name)
    if name in context.types or name in PRIMITIVE_TYPES:
        return ir.TypeRef(span=span, name=name, declaration=context.types.get(name))
    return ir.GlobalRef(span=span, name=name)


def _index(context: LowerContext, expr: lua.Index) -> ir.Expr:
    target = lower_expression(context, expr.object)
    key = lower_expression(context, expr.key)
    if (
        isinstance(target, ir.ModuleRef)
        and isinstance(key, ir.Constant)
        and isinstance(key.value, str)
    ):
        return api_calls.module_field(context, target, key.value, expr.span)
    return ir.Index(span=expr.span, object=target, key=key)


def lower_values(context: LowerContext, values: tuple[lua.Expr, ...]) -> tuple[ir.Expr, ...]:
    """Return the meaning of values of which the last may be any number of them."""
    if values and context.depth == 0 and isinstance(values[-1], lua.Vararg):
        values = values[:-1]
    return tuple(lower_expression(context, value) for value in values)


def _is_type_name(context: LowerContext, expr: lua.Expr) -> bool:
    """Whether a call or method on this expression means the type of that name."""
    return (
        isinstance(expr, lua.Name)
        and expr not in context.resolution.names
        and expr.text not in context.own_globals
        and expr.text not in context.shared_globals
        and (expr.text in context.types or expr.text in PRIMITIVE_TYPES or expr.text == "string")
    )


def _type_ref(context: LowerContext, name: lua.Expr) -> ir.TypeRef:
    assert isinstance(name, lua.Name)
    return ir.TypeRef(span=name.span, name=name.text, declaration=context.types.get(name.text))


def _call(context: LowerContext, expr: lua.Call) -> ir.Expr:
    if is_require(context, expr.callee):
        return _require(context, expr)
    arguments = lower_values(context, expr.arguments)
    if _is_type_name(context, expr.callee):
        return ir.Call(span=expr.span, callee=_type_ref(context, expr.callee), arguments=arguments)
    callee = lower_expression(context, expr.callee)
    if isinstance(callee, ir.ApiRef):
        name = protected_require(context, expr)
        if name is not None:
            arguments = (require_of(context, name, expr.span), *arguments[1:])
        return api_calls.api_call(context, callee, arguments, expr.span)
    return ir.Call(span=expr.span, callee=callee, arguments=arguments)


def _require(context: LowerContext, expr: lua.Call) -> ir.Expr:
    """Return what `require(…)` gives: it looks the name up among the chunk's globals."""
    arguments = lower_values(context, expr.arguments)
    match expr.arguments:
        case [lua.String(value=name)]:
            found = required(context, name, expr.span)
            if found is not None:
                return found
            return ir.ApiCall(span=expr.span, module=BASE, function=REQUIRE, arguments=arguments)
        case _:
            callee = require_value(context, expr.callee.span)
            return ir.Call(span=expr.span, callee=callee, arguments=arguments)


# Methods a type object answers; any other name after a type name is the library of that name.
TYPE_METHODS = frozenset(
    {"is", "kind", "name", "elem", "key", "val", "inner", "ret", "fields", "variants", "params",
     "tparams"}
)  # fmt: skip


def _method_call(context: LowerContext, expr: lua.MethodCall) -> ir.Expr:
    arguments = lower_values(context, expr.arguments)
    target: ir.Expr
    if expr.method in TYPE_METHODS and _is_type_name(context, expr.object):
        target = _type_ref(context, expr.object)
    else:
        target = lower_expression(context, expr.object)
    if isinstance(target, ir.ModuleRef) and not target.path:
        row = context.api[target.module].functions.get(expr.method)
        if row is not None and context.api[target.module].is_object:
            return api_calls.api_call(
                context,
                ir.ApiRef(span=expr.span, module=target.module, function=row),
                arguments,
                expr.span,
            )
    if context.is_workflow and expr.method == "call":
        options = api_calls.executor_options(context, target)
        if options is not None and arguments:
            command = api_calls.call_activity(context, arguments, options, expr.span)
            if command is not None:
                return command
    return ir.MethodCall(span=expr.span, object=target, method=expr.method, arguments=arguments)


def _binary(context: LowerContext, expr: lua.Binary) -> ir.Expr:
    match expr.operator:
        case "..":
            return ir.Concat(span=expr.span, parts=tuple(_concat_parts(context, expr)))
        case "and" | "or" as operator:
            return ir.Logical(
                span=expr.span,
                operator=operator,
                left=lower_expression(context, expr.left),
                right=lower_expression(context, expr.right),
            )
        case "==" | "~=" | "<" | "<=" | ">" | ">=" as comparison:
            return ir.Compare(
                span=expr.span,
                operator=comparison,
                left=lower_expression(context, expr.left),
                right=lower_expression(context, expr.right),
            )
        case arithmetic:
            return ir.Arithmetic(
                span=expr.span,
                operator=arithmetic,
                left=lower_expression(context, expr.left),
                right=lower_expression(context, expr.right),
            )


def _concat_parts(context: LowerContext, expr: lua.Binary) -> list[ir.Expr]:
    """Operands of a right-associative chain of `..`."""
    parts = [lower_expression(context, expr.left)]
    rest: lua.Expr = expr.right
    while isinstance(rest, lua.Binary) and rest.operator == "..":
        parts.append(lower_expression(context, rest.left))
        rest = rest.right
    parts.append(lower_expression(context, rest))
    return parts


def _unary(context: LowerContext, expr: lua.Unary) -> ir.Expr:
    operand = lower_expression(context, expr.operand)
    if expr.operator == "not":
        return ir.Not(span=expr.span, operand=operand)
    if (
        expr.operator == "-"
        and isinstance(operand, ir.Constant)
        and isinstance(operand.value, int | float)
        and not isinstance(operand.value, bool)
        and operand.value != 0
    ):
        return ir.Constant(span=expr.span, value=_negated(operand.value))
    return ir.Unary(span=expr.span, operator=expr.operator, operand=operand)


def _negated(value: int | float) -> int | float:
    negative = -value
    if isinstance(negative, int) and negative == 2**63:
        return -(2**63)
    return negative


def _table(context: LowerContext, expr: lua.Table) -> ir.TableConstructor:
    fields = expr.fields
    match fields:
        case [*others, lua.PositionalField(value=lua.Vararg())] if context.depth == 0:
            fields = tuple(others)
        case _:
            pass
    items = tuple(_table_item(context, item) for item in fields)
    return ir.TableConstructor(span=expr.span, items=items)


def _table_item(context: LowerContext, item: lua.Field) -> ir.PositionalItem | ir.KeyedItem:
    value = lower_expression(context, item.value)
    match item:
        case lua.PositionalField():
            return ir.PositionalItem(span=item.span, value=value, comments=item.comments)
        case lua.NamedField():
            key: ir.Expr = ir.Constant(span=item.name_span, value=item.name)
        case lua.KeyedField():
            key = lower_expression(context, item.key)
        case _:
            assert_never(item)
    return ir.KeyedItem(span=item.span, key=key, value=value, comments=item.comments)
