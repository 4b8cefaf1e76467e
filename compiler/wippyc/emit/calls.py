"""Calls: of compiled functions, built-in functions, methods, and Temporal commands.

Every call is emitted with a *shape*: how many results its Python value stands for. A number is
fixed (0: nothing of interest, 1: the bare value, more: a tuple of that length); `None` is the
general protocol (one result bare, any other number as a tuple).
"""

from __future__ import annotations

import ast
from typing import assert_never

from wippyc.analyse.abstract_values.string_calls import StringCall, result_count
from wippyc.analyse.abstract_values.values import FunctionValue, Tag
from wippyc.api.model import ApiFunction
from wippyc.emit import commands, lists
from wippyc.emit.api_calls import (
    Shape,
    emit_api_call,
    emit_pair,
    library,
    python_name,
    row_arguments,
)
from wippyc.emit.build import (
    at,
    attribute,
    call,
    constant,
    is_literal,
    name,
    simple,
    star,
    subscript,
    tuple_of,
    walrus,
)
from wippyc.emit.context import FunctionContext
from wippyc.emit.records import emit_field
from wippyc.emit.shared_searches import emit_found
from wippyc.emit.string_calls import emit_first_result, emit_string_call
from wippyc.emit.tail_calls import is_passed_on, pass_on
from wippyc.emit.varargs import emit_selected
from wippyc.ir import nodes as ir

MultiCall = ir.Call | ir.MethodCall | ir.ApiCall | ir.CallActivity | ir.Sleep


def emit_call(context: FunctionContext, expr: MultiCall) -> tuple[ast.expr, Shape]:
    """Emit a call and its shape."""
    native = emit_string_call(context, expr)
    if native is not None:
        return at(native[0], expr.span), native[1]
    match expr:
        case ir.Call():
            node, shape = _call(context, expr)
            node = _delegated(context, expr, node)
        case ir.MethodCall():
            node, shape = _method_call(context, expr)
            node = _delegated(context, expr, node)
        case ir.ApiCall():
            node, shape = emit_api_call(context, expr)
        case ir.CallActivity():
            node, shape = commands.emit_activity(context, expr), 2
        case ir.Sleep():
            node, shape = commands.emit_sleep(context, expr), 0
        case _:
            assert_never(expr)
    return at(node, expr.span), shape


def returns_nothing(context: FunctionContext, expr: ir.Call | ir.MethodCall) -> bool:
    """Whether all functions that a call can reach return no results."""
    return _common_shape(context, expr) == 0


def emit_first(context: FunctionContext, expr: MultiCall) -> ast.expr:
    """Emit a call as its first result."""
    native = emit_first_result(context, expr) or emit_selected(context, expr)
    if native is not None:
        return at(native, expr.span)
    node, shape = emit_call(context, expr)
    if shape == 1:
        return node
    if shape is not None and shape >= 2:
        return subscript(node, constant(0))
    return call(context.imports.helper("first"), [node])


def emit_spread(context: FunctionContext, expr: ir.Expr) -> list[ast.expr]:
    """Emit all results of a multi expression as items of a list or call."""
    assert isinstance(expr, MultiCall)
    node, shape = emit_call(context, expr)
    match shape:
        case 1:
            return [lists.as_table(context, expr, node)]
        case None:
            return [star(call(context.imports.helper("results"), [node]))]
        case 0:
            return [star(ast.BoolOp(op=ast.Or(), values=[node, tuple_of([])]))]
        case _:
            return [star(node)]


def emit_take(context: FunctionContext, expr: ir.Expr, count: int) -> ast.expr:
    """Emit a multi expression as a tuple of exactly `count` (not 1) values."""
    match emit_adjusted(context, expr, count):
        case [ast.Starred(value=everything)]:
            return everything
        case values:
            return tuple_of(values)


def emit_adjusted(context: FunctionContext, expr: ir.Expr, count: int) -> list[ast.expr]:
    """Emit a multi expression as `count` (not 1) items of a list or call."""
    if isinstance(expr, ir.Vararg):
        taken = call(context.imports.helper("take"), [name(context.varargs), constant(count)])
        return [star(taken)]
    assert isinstance(expr, MultiCall)
    pair = emit_pair(context, expr) if count == 2 else None
    found = pair or emit_found(context, expr, count)
    if found is not None:
        return [star(found)]
    node, shape = emit_call(context, expr)
    if shape == count and shape != 0:
        return [star(node)]
    if shape is not None and shape > count:
        return [star(subscript(node, ast.Slice(lower=None, upper=constant(count), step=None)))]
    if shape:
        given = lists.as_table(context, expr, node) if shape == 1 else star(node)
        return [given, *(constant(None) for _ in range(count - shape))]
    if shape == 0:
        nothing = tuple_of([])
        node = ast.BoolOp(op=ast.Or(), values=[node, nothing])
    return [star(call(context.imports.helper("take"), [node, constant(count)]))]


def emit_results(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit a multi expression in the general protocol, as a `return f(x)` passes it on."""
    if isinstance(expr, ir.Vararg):
        return call(context.imports.helper("pack_results"), [name(context.varargs)])
    assert isinstance(expr, MultiCall)
    node, shape = emit_call(context, expr)
    if shape == 0:
        return ast.BoolOp(op=ast.Or(), values=[node, tuple_of([])])
    return node


def emit_values(context: FunctionContext, values: tuple[ir.Expr, ...]) -> ast.expr:
    """Emit a list of expressions in the general protocol, as `return` and `yield` give them."""
    from wippyc.emit.expressions import emit_list, emit_one

    if len(values) == 1:
        only = values[0]
        return (emit_results if isinstance(only, ir.MULTI) else emit_one)(context, only)
    emitted = tuple_of(emit_list(context, values))
    # At least the values before the last are there; with none behind, one stays bare.
    if len(values) == 2 and any(isinstance(value, ast.Starred) for value in emitted.elts):
        return call(context.imports.helper("pack_results"), [emitted])
    return emitted


# --- calls of Lua values -----------------------------------------------------------------------


def _call(context: FunctionContext, expr: ir.Call) -> tuple[ast.expr, Shape]:
    from wippyc.emit.expressions import emit_list, emit_one
    from wippyc.emit.functions import dispatched_ref, function_ref

    function = context.facts.named_function(expr.callee)
    reference = None if function is None else function_ref(context, function, expr.callee)
    if function is not None and reference is not None:
        if function in context.facts.calls.direct:
            arguments = _arguments_for(context, function, expr.arguments)
        else:
            arguments = emit_list(context, expr.arguments)
        is_async = context.facts.yields.is_async(function)
        node = _function_call(context, expr, reference, arguments, is_async=is_async)
        return node, value_shape(context, function)
    dispatched = dispatched_ref(context, expr)
    if dispatched is not None:
        return _dispatched_call(context, expr, dispatched, [])
    callee = emit_one(context, expr.callee)
    arguments = _known_arguments(context, expr)
    return _unknown_call(context, expr, callee, arguments), _common_shape(context, expr)


def _delegated(context: FunctionContext, expr: ir.Call | ir.MethodCall, node: ast.expr) -> ast.expr:
    """Run the generator that a call makes; it makes nothing else then."""
    generators = context.facts.yields.generators
    callees = context.facts.flow.callees.get(expr, frozenset())
    named = context.facts.named_function(expr.callee) if isinstance(expr, ir.Call) else None
    if named not in generators and generators.isdisjoint(callees):
        return node
    return ast.YieldFrom(value=at(node, expr.span))


def _dispatched_call(
    context: FunctionContext,
    expr: ir.Call | ir.MethodCall,
    dispatched: tuple[ir.Function, ast.expr],
    receiver: list[ast.expr],
) -> tuple[ast.expr, Shape]:
    """Call the method that is always found, by its name."""
    function, reference = dispatched
    arguments = _known_arguments(context, expr)
    is_async = context.facts.yields.is_async(function)
    node = _function_call(context, expr, reference, [*receiver, *arguments], is_async=is_async)
    return node, value_shape(context, function)


def _function_call(
    context: FunctionContext,
    expr: ir.Call | ir.MethodCall,
    callee: ast.expr,
    arguments: list[ast.expr],
    *,
    is_async: bool | None,
) -> ast.expr:
    """Emit a call.

    Args:
        context: Where it is.
        expr: The call.
        callee: What is called.
        arguments: All arguments, a receiver included.
        is_async: Whether the result is awaited; `None` if only some of the functions need that.
    """
    if is_passed_on(context, expr):
        return pass_on(context, callee, arguments)
    if is_async is None:
        return ast.Await(value=call(context.imports.helper("acall"), [callee, *arguments]))
    node = call(callee, arguments)
    return ast.Await(value=at(node, expr.span)) if is_async else node


def _known_arguments(context: FunctionContext, expr: ir.Call | ir.MethodCall) -> list[ast.expr]:
    """Emit the arguments of a call of a value, a method's receiver aside."""
    from wippyc.emit.expressions import emit_list

    is_method = isinstance(expr, ir.MethodCall)
    function = context.facts.calls.known.get(expr)
    if function is None:
        return emit_list(context, expr.arguments)
    return _arguments_for(context, function, expr.arguments, passed=int(is_method))


def _arguments_for(
    context: FunctionContext,
    function: ir.Function,
    arguments: tuple[ir.Expr, ...],
    *,
    passed: int = 0,
) -> list[ast.expr]:
    """Emit the arguments of a direct function: as many as it takes.

    Args:
        context: Where the call is.
        function: The function.
        arguments: The arguments.
        passed: Number of arguments that are passed already: 1 for a receiver.
    """
    from wippyc.emit.expressions import emit_exactly, emit_list

    arity = context.facts.calls.arity(function)
    if arity.varies:
        return emit_list(context, arguments)
    count = max(len(function.parameters) + len(arity.unread) - passed, 0)
    if function.is_vararg:
        return _at_least(context, arguments, count)
    emitted = emit_exactly(context, arguments, count)
    if len(emitted) > count:
        # Surplus arguments have effects of their own.
        return _drop_surplus(context, emitted, count)
    return emitted


def _at_least(
    context: FunctionContext, arguments: tuple[ir.Expr, ...], count: int
) -> list[ast.expr]:
    """Emit all arguments of a function with `...` and `count` parameters in front of it."""
    from wippyc.emit.expressions import emit_exactly, emit_list

    if arguments and isinstance(arguments[-1], ir.MULTI):
        emitted = emit_list(context, arguments)
        if len(arguments) > count:
            return emitted
        # The last one may give too few values.
        return [star(call(context.imports.helper("pad"), [tuple_of(emitted), constant(count)]))]
    if len(arguments) >= count:
        return emit_list(context, arguments)
    return emit_exactly(context, arguments, count)


def _common_shape(context: FunctionContext, expr: ir.Call | ir.MethodCall) -> Shape:
    """Return the number of results when every function a call can reach returns as many."""
    flow = context.facts.flow
    if expr in flow.open_calls:
        return None
    shapes = {value_shape(context, function) for function in flow.callees.get(expr, frozenset())}
    return shapes.pop() if len(shapes) == 1 else None


def _drop_surplus(
    context: FunctionContext, arguments: list[ast.expr], count: int
) -> list[ast.expr]:
    """Pass `count` arguments, evaluating all of them in order."""
    temporaries = [context.names.fresh("argument") for _ in range(count)]
    elements: list[ast.expr] = [
        walrus(temporary, argument)
        for temporary, argument in zip(temporaries, arguments, strict=False)
    ]
    elements.extend(arguments[count:])
    everything = tuple_of(elements)
    window = ast.Slice(lower=None, upper=constant(count), step=None)
    return [star(subscript(everything, window))]


def value_shape(context: FunctionContext, function: FunctionValue) -> Shape:
    """Return how many results a function always has."""
    if context.facts.single_values.calls(function):
        return 1
    return context.facts.calls.result_count(function)


def _unknown_call(
    context: FunctionContext,
    expr: ir.Call | ir.MethodCall,
    callee: ast.expr,
    arguments: list[ast.expr],
) -> ast.expr:
    """Call a value that may be one of several functions, or no function at all."""
    yields = context.facts.yields
    callees = context.facts.flow.callees.get(expr, frozenset())
    if isinstance(expr, ir.Call):
        metamethod = context.metamethod_suspends(expr.callee, "__call")
    else:
        metamethod = _is_suspending_table(context, expr)
    if is_literal(callee):
        # It raises; Python warns of a literal that is called.
        callee, arguments = context.imports.helper("call"), [callee, *arguments]
    if not yields.any_is_async(callees) and not metamethod:
        return _function_call(context, expr, callee, arguments, is_async=False)
    # Only Lua functions are sure to give a coroutine; anything else goes through the helper.
    only_lua = all(isinstance(function, ir.Function) for function in callees)
    value_is_function = isinstance(expr, ir.Call) and context.facts.value(expr.callee).only(
        Tag.FUNCTION | Tag.NIL
    )
    is_sure = yields.all_are_async(callees) and only_lua and value_is_function and not metamethod
    return _function_call(context, expr, callee, arguments, is_async=True if is_sure else None)


# --- methods -----------------------------------------------------------------------------------


def _method_call(context: FunctionContext, expr: ir.MethodCall) -> tuple[ast.expr, Shape]:
    from wippyc.emit.expressions import emit_exactly, emit_list, emit_one
    from wippyc.emit.functions import dispatched_ref

    value = context.facts.value(expr.object)
    if isinstance(expr.object, ir.TypeRef):
        target = emit_one(context, expr.object)
        count = 1 if expr.method == "is" else 0
        if len(expr.arguments) == count:
            checked = emit_exactly(context, expr.arguments, count)
            method = attribute(target, f"reflect_{expr.method}")
            return call(method, checked), 2 if expr.method == "is" else 1
        arguments = [constant(expr.method), *emit_list(context, expr.arguments)]
        return call(context.imports.helper("invoke"), [target, *arguments]), None
    row = _object_method(context, expr)
    if row is not None:
        target = emit_one(context, expr.object)
        adjusted = row_arguments(context, row, expr.arguments)
        if adjusted is not None:
            node: ast.expr = call(attribute(target, python_name(row)), adjusted)
            if row.yields:
                node = ast.Await(value=at(node, expr.span))
            return node, None if row.results is None else len(row.results)
    string_row = _string_method(context, expr)
    if string_row is not None:
        passed = (expr.object, *expr.arguments)
        adjusted = row_arguments(context, string_row, passed)
        if adjusted is not None:
            function = attribute(library(context, "string"), python_name(string_row))
            return call(function, adjusted), result_count(StringCall(expr.method, passed))
    target = emit_one(context, expr.object)
    dispatched = dispatched_ref(context, expr)
    if dispatched is not None:
        return _dispatched_call(context, expr, dispatched, [target])
    arguments = _known_arguments(context, expr)
    suspends = _method_suspends(context, expr)
    index_suspends = context.metamethod_suspends(expr.object, "__index")
    fields = value.tags and value.only(Tag.TABLE | Tag.NIL) and not is_literal(target)
    if fields and not index_suspends:
        receiver, again = _held_receiver(context, expr.object, target)
        callee = emit_field(context, expr, expr.object, receiver, expr.method) or at(
            subscript(receiver, constant(expr.method)), expr.span
        )
        is_async = None if suspends else False
        node = _function_call(context, expr, callee, [again, *arguments], is_async=is_async)
        return node, _common_shape(context, expr)
    helper = "ainvoke" if suspends or index_suspends else "invoke"
    node = call(context.imports.helper(helper), [target, constant(expr.method), *arguments])
    called = context.facts.string_call(expr)
    shape = None if called is None else result_count(called)
    return (ast.Await(value=node) if helper == "ainvoke" else node), shape


def _held_receiver(
    context: FunctionContext, receiver: ir.Expr, emitted: ast.expr
) -> tuple[ast.expr, ast.expr]:
    """Return the receiver of a method call for the lookup, and again as the first argument."""
    from wippyc.emit.expressions import temporary_name

    if simple(emitted):
        return emitted, emitted
    temporary = context.names.fresh(temporary_name(context, receiver))
    return at(walrus(temporary, emitted), receiver.span), name(temporary)


def _method_suspends(context: FunctionContext, expr: ir.MethodCall) -> bool:
    yields = context.facts.yields
    callees = context.facts.flow.callees.get(expr, frozenset())
    if yields.any_is_async(callees):
        return True
    if _is_suspending_table(context, expr):
        return True
    value = context.facts.value(expr.object)
    return context.facts.yield_analysis.method_yields(value, expr.method)


def _is_suspending_table(context: FunctionContext, expr: ir.MethodCall) -> bool:
    """Whether a method may be a table whose `__call` suspends."""
    facts = context.facts
    return "__call" in facts.yields.metamethods and facts.yield_analysis.method_may_be_table(expr)


def _object_method(context: FunctionContext, expr: ir.MethodCall) -> ApiFunction | None:
    """Return the row of a method when the receiver is known to be of one userdata type."""
    value = context.facts.value(expr.object)
    if not value.can_be(Tag.OBJECT) or not value.only(Tag.OBJECT | Tag.NIL):
        return None
    if len(value.objects) != 1:
        return None
    (type_name,) = value.object_types()
    for module in context.facts.api.values():
        shape = module.objects.get(type_name)
        if shape is not None:
            return shape.methods.get(expr.method)
    return None


def _string_method(context: FunctionContext, expr: ir.MethodCall) -> ApiFunction | None:
    value = context.facts.value(expr.object)
    if not value.tags or not value.only(Tag.STRING):
        return None
    return context.facts.api["string"].functions.get(expr.method)
