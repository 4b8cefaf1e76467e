"""Expressions: IR to Python.

A native Python operation is emitted only where, for every operand type the analysis leaves open,
Python gives Lua's value or raises exactly where Lua raises. Elsewhere a runtime function is called.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import assert_never

from wippyc.analyse.abstract_values.values import BOOLEAN, Tag, Tags, Value
from wippyc.emit import api_calls, calls, lists, maps, operators, tables
from wippyc.emit.build import (
    at,
    attribute,
    call,
    constant,
    is_none,
    is_truthy,
    name,
    negate,
    simple,
    span_of,
    star,
    store,
    subscript,
    walrus,
)
from wippyc.emit.context import FunctionContext
from wippyc.emit.counters import is_zero_based, plus
from wippyc.emit.late_reads import emit_late_read
from wippyc.emit.string_calls import emit_optional, emit_test, with_default
from wippyc.ir import nodes as ir

# Values of these types are true exactly when Python says so.
PYTHON_TRUTH = Tag.NIL | BOOLEAN | Tag.TABLE | Tag.FUNCTION | Tag.OBJECT


def emit_one(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit an expression as one Lua value."""
    if isinstance(expr, ir.Constant):
        return constant(expr.value)
    node = _emit_one(context, expr)
    if operators.is_wide(context, expr):
        return call(context.imports.helper("wrap64"), [node])
    return lists.as_table(context, expr, node)


def emit_ring(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit an operand of `+ - *`, whose integer value need not be wrapped yet."""
    return _emit_one(context, expr)


def _emit_one(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    match expr:
        case ir.Constant(value=value):
            return constant(value)
        case ir.VariableRef(variable=variable):
            return variable_ref(context, variable)
        case ir.Index():
            return emit_late_read(context, expr) or tables.emit_index(context, expr)
        case ir.Call() | ir.MethodCall() | ir.ApiCall() | ir.CallActivity() | ir.Sleep():
            return calls.emit_first(context, expr)
        case ir.First(inner=inner):
            return lists.as_table(context, inner, _emit_one(context, inner))
        case ir.Vararg():
            return call(context.imports.helper("first"), [name(context.varargs)])
        case ir.Function():
            from wippyc.emit.functions import emit_function_value

            return emit_function_value(context, expr)
        case ir.Logical():
            return _logical(context, expr)
        case ir.Not() | ir.Compare():
            return _as_boolean(context, expr, emit_condition(context, expr))
        case ir.Arithmetic():
            return emit_late_read(context, expr) or operators.emit_arithmetic(context, expr)
        case ir.Unary():
            return operators.emit_unary(context, expr)
        case ir.Concat():
            return operators.emit_concat(context, expr)
        case ir.TableConstructor():
            return tables.emit_table(context, expr)
        case ir.GlobalRef(name=global_name):
            target = call(context.imports.helper("lua_globals"))
            return at(subscript(target, ast.Constant(value=global_name)), expr.span)
        case ir.ApiRef(module=module, function=row):
            function = api_calls.api_function(context, module, row)
            return call(context.imports.helper("lua_function"), [function])
        case ir.ApiConstant(module=module, name=constant_name):
            return attribute(api_calls.library(context, module), constant_name.replace(".", "_"))
        case ir.ModuleRef(module=module, path=path):
            arguments = [ast.Constant(value=module)] + ([ast.Constant(value=path)] if path else [])
            return call(context.imports.helper("module_table"), arguments)
        case ir.LibraryRef(entry_id=entry_id):
            from wippyc.emit.functions import emit_library_value

            return emit_library_value(context, entry_id)
        case ir.TypeRef():
            from wippyc.emit.type_values import emit_type_value

            return emit_type_value(context, expr)
        case _:
            assert_never(expr)


def variable_ref(context: FunctionContext, variable: ir.Variable) -> ast.expr:
    """Emit a use of a variable."""
    reference = name(context.names.name_of(variable))
    if is_zero_based(context, variable):
        return plus(reference, 1)
    if variable in context.facts.captures.cells:
        return attribute(reference, "value")
    return reference


def variable_target(context: FunctionContext, variable: ir.Variable) -> ast.expr:
    """Emit a variable as the target of an assignment."""
    identifier = context.names.name_of(variable)
    if variable in context.facts.captures.cells:
        return ast.Attribute(value=name(identifier), attr="value", ctx=ast.Store())
    return store(identifier)


def emit_list(context: FunctionContext, exprs: tuple[ir.Expr, ...]) -> list[ast.expr]:
    """Emit a list of expressions whose last may give several values (as `*…`)."""
    if not exprs:
        return []
    emitted = [emit_one(context, expr) for expr in exprs[:-1]]
    last = exprs[-1]
    if not isinstance(last, ir.MULTI):
        emitted.append(emit_one(context, last))
    elif isinstance(last, ir.Vararg):
        emitted.append(star(name(context.varargs)))
    else:
        emitted.extend(calls.emit_spread(context, last))
    return emitted


def emit_exactly(
    context: FunctionContext, exprs: tuple[ir.Expr, ...], count: int
) -> list[ast.expr]:
    """Emit a list of expressions adjusted to `count` values.

    Surplus expressions are kept for their effects unless they have none, so the result can be
    longer than `count`.
    """
    if exprs and isinstance(exprs[-1], ir.MULTI) and len(exprs) <= count:
        emitted = [emit_one(context, expr) for expr in exprs[:-1]]
        wanted = count - len(emitted)
        if wanted == 1:
            emitted.append(emit_one(context, exprs[-1]))
        else:
            emitted.extend(calls.emit_adjusted(context, exprs[-1], wanted))
        return emitted
    emitted = [emit_one(context, expr) for expr in exprs]
    while len(emitted) > count and simple(emitted[-1]):
        emitted.pop()
    emitted.extend(constant(None) for _ in range(count - len(emitted)))
    return emitted


def _logical(context: FunctionContext, expr: ir.Logical) -> ast.expr:
    """`a and b`, `a or b` as values."""
    if isinstance(expr.left, ir.Constant):
        is_true = expr.left.value is not None and expr.left.value is not False
        chosen = expr.right if is_true is (expr.operator == "and") else expr.left
        return emit_one(context, chosen)
    expr = _grouped_from_right(context, expr)
    left_value = context.facts.value(expr.left)
    is_collection = _is_collection(context, expr.left)
    if is_collection and expr.operator == "or" and left_value.tags == Tag.TABLE:
        return emit_one(context, expr.left)
    if left_value.only(PYTHON_TRUTH) and left_value.tags and not is_collection:
        left = emit_one(context, expr.left)
        return _chain(expr.operator, left, emit_one(context, expr.right))
    choice = _choice(context, expr.left) if expr.operator == "or" else None
    if choice is not None:
        # `a and b or c` with a `b` that is always true is Python's conditional expression.
        test = emit_condition(context, choice.left)
        if isinstance(test, ast.Constant):
            return emit_one(context, choice.right if test.value else expr.right)
        return ast.IfExp(
            test=test,
            body=emit_one(context, choice.right),
            orelse=emit_one(context, expr.right),
        )
    if expr.operator == "or" and not context.facts.value(expr.right).can_be(Tag.NIL):
        found = emit_optional(context, expr.left)
        if found is not None:
            return at(with_default(found, emit_one(context, expr.right)), expr.span)
    entry = maps.emit_entry_or(context, expr)
    if entry is not None:
        return entry
    left = emit_one(context, expr.left)
    if simple(left):
        again, test = left, _truth_test(context, left, left_value.tags)
    elif expr.operator == "or" and _is_open(left_value) and _is_calm(expr.right):
        return call(context.imports.helper("value_or"), [left, emit_one(context, expr.right)])
    else:
        temporary = context.names.fresh(temporary_name(context, expr.left))
        again = name(temporary)
        test = _truth_test(context, walrus(temporary, left), left_value.tags)
    right = emit_one(context, expr.right)
    if expr.operator == "and" and is_collection:
        return ast.IfExp(test=test, body=right, orelse=constant(None))
    if expr.operator == "and":
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return ast.IfExp(test=test.operand, body=again, orelse=right)
        return ast.IfExp(test=test, body=right, orelse=again)
    return ast.IfExp(test=test, body=again, orelse=right)


def _choice(context: FunctionContext, expr: ir.Expr) -> ir.Logical | None:
    """Return an expression if it is `a and b` with a `b` that is always true."""
    match expr:
        case ir.Logical(operator="and", right=right):
            value = context.facts.value(right)
            return expr if value.tags and not value.can_be(Tag.NIL | Tag.FALSE) else None
        case _:
            return None


def _grouped_from_right(context: FunctionContext, expr: ir.Logical) -> ir.Logical:
    """Group `a and b or c and d or e` as `a and b or (c and d or e)`, which means the same."""
    rest: list[ir.Expr] = []
    first: ir.Expr = expr
    while isinstance(first, ir.Logical) and first.operator == "or":
        rest.append(first.right)
        first = first.left
    if len(rest) < 2 or _choice(context, first) is None:
        return expr
    known = context.facts.flow.expressions
    right = rest[0]
    for left in rest[1:]:
        value = context.facts.value(left).without(Tag.NIL | Tag.FALSE)
        value = value.join(context.facts.value(right))
        right = replace(expr, left=left, right=right)
        known[right] = value
    found = replace(expr, left=first, right=right)
    known[found] = context.facts.value(expr)
    return found


def _is_collection(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression may give a list or dict, which is false to Python when it is empty."""
    match expr:
        case ir.Logical(left=left, right=right):
            return _is_collection(context, left) or _is_collection(context, right)
        case ir.First(inner=inner):
            return _is_collection(context, inner)
        case _:
            pass
    return context.facts.lists.holds(expr) or context.facts.lists.holds_map(expr)


def _is_open(value: Value) -> bool:
    """Whether a value may be false as well as anything else."""
    return not value.tags or value.can_be(Tag.FALSE)


def _is_calm(expr: ir.Expr) -> bool:
    """Whether an expression may be evaluated though its value is not wanted."""
    return isinstance(expr, ir.Constant | ir.VariableRef)


def _chain(operator: str, left: ast.expr, right: ast.expr) -> ast.expr:
    """`left and right`; a chain of the same operator stays flat."""
    node: ast.boolop = ast.And() if operator == "and" else ast.Or()
    values: list[ast.expr] = []
    for side in (left, right):
        is_same = isinstance(side, ast.BoolOp) and type(side.op) is type(node)
        values.extend(side.values if isinstance(side, ast.BoolOp) and is_same else [side])
    return ast.BoolOp(op=node, values=values)


def temporary_name(context: FunctionContext, expr: ir.Expr) -> str:
    """Return a name for the value of an expression, after its content."""
    wanted = _content_name(expr)
    return "value" if wanted in context.declaring else wanted


def _content_name(expr: ir.Expr) -> str:
    match expr:
        case ir.Index(key=ir.Constant(value=str() as key)) if key.isidentifier() and key.isascii():
            return key
        case ir.MethodCall(method=method):
            return method
        case ir.ApiCall(function=row):
            return row.name.rpartition(".")[2]
        case ir.Logical(right=right):
            return _content_name(right)
        case ir.VariableRef(variable=variable):
            return variable.name
        case _:
            return "value"


def _truth_test(context: FunctionContext, value: ast.expr, tags: Tags) -> ast.expr:
    """Emit a Python condition for the truth of a Lua value."""
    if not tags & ~BOOLEAN and tags:
        return value
    if not tags & Tag.FALSE and tags & Tag.NIL:
        return is_none(value, negated=True)
    if not tags & ~(BOOLEAN | Tag.NIL) and tags:
        return value
    if tags and not tags & ~PYTHON_TRUTH:
        return value
    if isinstance(value, ast.Name):
        return is_truthy(value)
    return call(context.imports.helper("truthy"), [value])


def _as_boolean(context: FunctionContext, expr: ir.Expr, test: ast.expr) -> ast.expr:
    """Emit a test as a value: that of `not not flag` is true where `flag` is."""
    while isinstance(expr, ir.Not | ir.First):
        expr = expr.operand if isinstance(expr, ir.Not) else expr.inner
    value = context.facts.value(expr)
    is_boolean = bool(value.tags) and value.only(BOOLEAN)
    is_plain = isinstance(test, ast.Name | ast.Attribute | ast.Subscript)
    if is_boolean and not (is_plain and isinstance(expr, ir.Compare)):
        return test
    return test if _gives_boolean(test) else call(name("bool"), [test])


def _gives_boolean(test: ast.expr) -> bool:
    match test:
        case ast.Constant(value=bool()) | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp(values=values):
            return all(map(_gives_boolean, values))
        case ast.Call(func=ast.Name(id="isinstance" | "truthy")):
            return True
        case _:
            return False


def emit_condition(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit an expression where only its truth matters; the result is a Python condition."""
    of_list = lists.emit_emptiness(context, expr)
    if of_list is not None:
        return of_list
    match expr:
        case ir.Constant(value=value):
            return ast.Constant(value=value is not None and value is not False)
        case ir.Not(operand=operand):
            inner = emit_condition(context, operand)
            return at(negate(inner), span_of(inner))
        case ir.Compare():
            return emit_late_read(context, expr) or operators.emit_compare(context, expr)
        case ir.Logical(operator=operator, left=ir.Constant(value=value), right=right):
            is_true = value is not None and value is not False
            if is_true is (operator == "and"):
                return emit_condition(context, right)
            return ast.Constant(value=is_true)
        case ir.Logical(operator=operator, left=left, right=right):
            first = emit_condition(context, left)
            return _chain(operator, first, emit_condition(context, right))
        case _:
            found = emit_test(context, expr) or maps.emit_truth(context, expr)
            if found is not None:
                return at(found, expr.span)
            return _truth_test(context, emit_one(context, expr), context.facts.value(expr).tags)
