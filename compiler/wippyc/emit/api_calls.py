"""Calls of built-in functions."""

from __future__ import annotations

import ast
import keyword
from typing import Literal

from wippyc.analyse.abstract_values.string_calls import StringCall, result_count
from wippyc.analyse.abstract_values.values import INTEGERS, Tag
from wippyc.analyse.call_graph.threads import is_thread
from wippyc.analyse.dataflow.flow import PROTECTED_CALLS
from wippyc.api.model import ApiFunction
from wippyc.emit.build import (
    at,
    attribute,
    call,
    compare,
    constant,
    lambda_of,
    name,
    subscript,
    tuple_of,
)
from wippyc.emit.context import FunctionContext
from wippyc.emit.lists import emit_list_call
from wippyc.emit.math_calls import emit_math
from wippyc.emit.records import emit_blessing
from wippyc.ir import nodes as ir

Shape = int | None


def library(context: FunctionContext, module: str) -> ast.expr:
    """Use the Python module behind a Lua module."""
    return context.imports.library(context.facts.api[module].python)


def python_name(row: ApiFunction) -> str:
    if row.python:
        return row.python
    flat = row.name.replace(".", "_")
    return f"{flat}_" if keyword.iskeyword(flat) else flat


def api_function(context: FunctionContext, module: str, row: ApiFunction) -> ast.expr:
    """Emit a reference to the Python function behind a built-in function."""
    function = python_name(row)
    if (module, row.name) in RESUMERS and not context.facts.yields.resumes_system:
        function = f"{function}_now"
    return attribute(library(context, module), function)


# What resumes coroutines has a second form for coroutines that never wait for the host.
RESUMERS = frozenset({("coroutine", "resume"), ("coroutine", "wrap")})


def row_arguments(
    context: FunctionContext, row: ApiFunction, arguments: tuple[ir.Expr, ...]
) -> list[ast.expr] | None:
    """Emit arguments adjusted to a row; `None` if surplus ones would have to be dropped."""
    from wippyc.emit.expressions import emit_exactly, emit_list

    if row.parameters is None:
        emitted = emit_list(context, arguments)
        required = row.required or 0
        if len(emitted) < required and not any(isinstance(one, ast.Starred) for one in emitted):
            emitted.extend(constant(None) for _ in range(required - len(emitted)))
        return emitted
    required = row.parameters if row.required is None else row.required
    if arguments and isinstance(arguments[-1], ir.MULTI) and len(arguments) <= row.parameters:
        count = row.parameters
        if len(arguments) == row.parameters or not _has_one_result(context, arguments[-1]):
            return emit_exactly(context, arguments, count)
        count = max(required, len(arguments))
        return emit_exactly(context, arguments, count)
    count = min(max(required, len(arguments)), row.parameters)
    emitted = emit_exactly(context, arguments, count)
    return emitted if len(emitted) == count else None


def _has_one_result(context: FunctionContext, expr: ir.Expr) -> bool:
    match expr:
        case ir.ApiCall(function=row):
            called = context.facts.string_call(expr)
            if called is not None:
                return result_count(called) == 1
            return row.results is not None and len(row.results) == 1
        case ir.MethodCall():
            called = context.facts.string_call(expr)
            return called is not None and result_count(called) == 1
        case ir.Call(callee=callee):
            function = context.facts.named_function(callee)
            return function is not None and context.facts.calls.fixed.get(function) == 1
        case _:
            return False


def emit_api_call(context: FunctionContext, expr: ir.ApiCall) -> tuple[ast.expr, Shape]:
    from wippyc.emit.expressions import emit_list

    row = expr.function
    special = _special_call(context, expr)
    if special is not None:
        return special
    shape = None if row.results is None else len(row.results)
    if expr.module == "string":
        shape = result_count(StringCall(row.name, tuple(expr.arguments)))
    function = api_function(context, expr.module, row)
    arguments = row_arguments(context, row, expr.arguments)
    if arguments is None:
        function = call(context.imports.helper("lua_function"), [function])
        arguments = emit_list(context, expr.arguments)
        shape = None
    node: ast.expr = call(function, arguments)
    if row.yields:
        node = ast.Await(value=at(node, expr.span))
    return node, shape


_Special = tuple[ast.expr, Shape] | None


def _special_call(context: FunctionContext, expr: ir.ApiCall) -> _Special:
    """Built-in functions that have a better form in Python."""
    from wippyc.emit.calls import emit_values
    from wippyc.emit.expressions import emit_list, emit_one

    key = (expr.module, expr.function.name)
    arguments = expr.arguments
    if key in PROTECTED_CALLS:
        return _protected_call(context, expr)
    if expr.module == "math":
        found = emit_math(context, expr)
        return None if found is None else (found, 1)
    of_list = emit_list_call(context, expr)
    if of_list is not None:
        return of_list
    match key:
        case ("table", "insert") if len(arguments) == 2:
            return _table_insert(context, arguments[0], arguments[1])
        case ("base", "setmetatable") if len(arguments) == 2:
            blessed = emit_blessing(context, expr)
            if blessed is not None:
                return blessed, 1
            return _make_object(context, arguments[0], arguments[1])
        case ("base", "tostring") if len(arguments) == 1:
            return _tostring(context, arguments[0]), 1
        case ("base", "select") if len(arguments) == 2:
            match arguments:
                case (ir.Constant(value="#"), ir.Vararg()):
                    return call(name("len"), [name(context.varargs)]), 1
        case ("coroutine", "yield") if context.function in context.facts.single_values.yielding:
            return ast.Yield(value=_yielded(context, arguments)), 1
        case ("coroutine", "yield") if context.is_generator:
            return ast.Yield(value=emit_values(context, arguments)), None
        case ("coroutine", "wrap") if expr in context.facts.iterated.sites:
            body = context.facts.named_function(arguments[0])
            assert body is not None
            nothing: list[ast.expr] = [constant(None) for _ in body.parameters]
            return call(emit_one(context, arguments[0]), nothing), 1
        case ("coroutine", "wrap") if expr in context.facts.single_values.sites:
            wrap = attribute(library(context, "coroutine"), "wrap_quietly")
            return call(wrap, [emit_one(context, arguments[0])]), 1
        case ("coroutine", "resume") if arguments and context.facts.single_values.resumes(
            context.facts.value(arguments[0])
        ):
            method = attribute(emit_one(context, arguments[0]), "resume_value")
            return call(method, emit_list(context, arguments[1:])), 2
        case ("coroutine", "wrap") if len(arguments) == 1:
            suspends = expr in context.facts.yields.suspending_wraps
            wrap = attribute(library(context, "coroutine"), "wrap" if suspends else "wrap_now")
            return call(wrap, [emit_one(context, arguments[0])]), 1
        case ("coroutine", "resume") if not context.facts.yields.resumes_system:
            function = api_function(context, "coroutine", expr.function)
            return call(function, emit_list(context, arguments)), None
        case ("base", "requirer"):
            return _requirer(context, arguments[0]), 1
        case ("base", "type") if len(arguments) == 1:
            return call(context.imports.helper("type_name"), [emit_one(context, arguments[0])]), 1
    return None


def _yielded(context: FunctionContext, values: tuple[ir.Expr, ...]) -> ast.expr | None:
    """Emit what `coroutine.yield` gives where only the first value is taken."""
    from wippyc.emit.expressions import emit_exactly

    if not values:
        return None
    emitted = emit_exactly(context, values, 1)
    return emitted[0] if len(emitted) == 1 else subscript(tuple_of(emitted), constant(0))


def emit_pair(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit a built-in function that has a form with exactly two results."""
    from wippyc.emit.calls import emit_values
    from wippyc.emit.expressions import emit_list, emit_one

    match expr:
        case ir.ApiCall(module="coroutine", function=row, arguments=arguments) if (
            row.name == "resume"
            and not context.facts.yields.resumes_system
            and not context.facts.single_values.resumes(context.facts.value(arguments[0]))
        ):
            if _is_quiet(context, arguments):
                thread, *values = arguments
                method = attribute(emit_one(context, thread), "resume_pair")
                passed = [emit_values(context, tuple(values))] if values else []
                return at(call(method, passed), expr.span)
            function = attribute(library(context, "coroutine"), "resume_pair")
            return at(call(function, emit_list(context, arguments)), expr.span)
        case _:
            return None


def _is_quiet(context: FunctionContext, arguments: tuple[ir.Expr, ...]) -> bool:
    """Whether arguments resume a thread, and it need not be recorded that it runs."""
    match arguments:
        case (thread, *values) if values or not isinstance(thread, ir.MULTI):
            return is_thread(context.facts.flow, thread) and context.facts.resumes_quietly
        case _:
            return False


def emit_death_test(context: FunctionContext, expr: ir.Compare) -> ast.expr | None:
    """Emit `coroutine.status(thread) == "dead"`; `None` for other comparisons."""
    from wippyc.emit.expressions import emit_one

    for one, other in ((expr.left, expr.right), (expr.right, expr.left)):
        match one, other:
            case (
                ir.ApiCall(module="coroutine", function=row, arguments=(thread,)),
                ir.Constant(value="dead"),
            ) if row.name == "status" and is_thread(context.facts.flow, thread):
                state = attribute(emit_one(context, thread), "state")
                operator = ast.NotEq() if expr.operator == "~=" else ast.Eq()
                return compare(state, operator, context.imports.helper("DEAD"))
            case _:
                pass
    return None


def _requirer(context: FunctionContext, listed: ir.Expr) -> ast.expr:
    """`require` as a value: what it gives is loaded when it is asked for."""
    from wippyc.emit.expressions import emit_one

    keys: list[ast.expr | None] = []
    values: list[ast.expr] = []
    for item in listed.items if isinstance(listed, ir.TableConstructor) else ():
        if isinstance(item, ir.KeyedItem):
            keys.append(emit_one(context, item.key))
            values.append(lambda_of([], emit_one(context, item.value)))
    return call(context.imports.helper("requirer"), [ast.Dict(keys=keys, values=values)])


def _table_insert(context: FunctionContext, table: ir.Expr, value: ir.Expr) -> _Special:
    """`table.insert(t, v)` of a table without metamethods is a plain append."""
    from wippyc.emit.expressions import emit_one
    from wippyc.emit.tables import appends_plainly

    if isinstance(value, ir.MULTI) or not appends_plainly(context, table):
        return None
    target = emit_one(context, table)
    return call(attribute(target, "append"), [emit_one(context, value)]), 0


def _make_object(context: FunctionContext, table: ir.Expr, metatable: ir.Expr) -> _Special:
    """`setmetatable({…}, m)` of a new table that only has named fields."""
    from wippyc.emit.expressions import emit_one
    from wippyc.emit.tables import emit_fields

    if not isinstance(table, ir.TableConstructor) or isinstance(metatable, ir.MULTI):
        return None
    fields = emit_fields(context, table)
    if fields is None:
        return None
    has_nils = any(context.facts.may_be_nil(item.value) for item in table.items)
    if table in context.facts.indexed.sites and not has_nils:
        helper = context.imports.helper("indexed_object")
        return call(helper, [fields, emit_one(context, metatable)]), 1
    options = [("has_nils", constant(True))] if has_nils else []
    helper = context.imports.helper("make_object")
    return call(helper, [fields, emit_one(context, metatable)], options), 1


def _tostring(context: FunctionContext, argument: ir.Expr) -> ast.expr:
    from wippyc.emit.expressions import emit_one

    emitted = emit_one(context, argument)
    value = context.facts.value(argument)
    if value.tags and value.only(Tag.STRING):
        return emitted
    if value.tags and value.only(INTEGERS | Tag.STRING):
        return call(name("str"), [emitted])
    if context.metamethod_suspends(argument, "__tostring"):
        return ast.Await(value=call(context.imports.helper("atostring"), [emitted]))
    return call(context.imports.helper("tostring"), [emitted])


def _protected_call(context: FunctionContext, expr: ir.ApiCall) -> tuple[ast.expr, Shape]:
    from wippyc.emit.expressions import emit_list

    suspends = False
    callbacks = expr.arguments[: 2 if expr.function.name == "xpcall" else 1]
    for argument in callbacks:
        callees = context.facts.value(argument).functions
        suspends |= context.facts.yields.any_is_async(callees)
        suspends |= context.metamethod_suspends(argument, "__call")
    prefix: Literal["a", ""] = "a" if suspends else ""
    helper = context.imports.helper(f"{prefix}{expr.function.name}")
    node: ast.expr = call(helper, emit_list(context, expr.arguments))
    return (ast.Await(value=node) if suspends else node), None
