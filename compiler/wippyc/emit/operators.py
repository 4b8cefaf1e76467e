"""Operators: arithmetic, comparison, concatenation."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from wippyc.analyse.abstract_values.ranges import SMALLEST
from wippyc.analyse.abstract_values.values import BOOLEAN, INTEGERS, NUMBER, SMALLS, Tag, Value
from wippyc.analyse.dataflow.yields import ARITHMETIC_EVENTS, COMPARE_EVENTS
from wippyc.analyse.lists.zero_based import term_of
from wippyc.analyse.numbers.accumulators import is_sum
from wippyc.emit.api_calls import emit_death_test
from wippyc.emit.build import (
    at,
    attribute,
    call,
    compare,
    is_constant,
    is_none,
    name,
    negate,
    simple,
    walrus,
)
from wippyc.emit.context import FunctionContext
from wippyc.emit.counters import counts_from_zero, emit_counted_compare, plus
from wippyc.emit.format_strings import Shown, format_string
from wippyc.emit.late_reads import emit_late_read
from wippyc.emit.lists import emit_emptiness, emit_length
from wippyc.emit.low_bits import emit_low_bits, reads_low_bits
from wippyc.emit.maps import emit_presence
from wippyc.emit.metamethod_calls import emit_known_arithmetic, emit_known_compare
from wippyc.emit.string_calls import emit_test, with_default
from wippyc.emit.type_tests import emit_type_test
from wippyc.ir import nodes as ir

_HELPERS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "//": "idiv", "%": "mod", "^": "pow_",
    "&": "band", "|": "bor", "~": "bxor", "<<": "shl", ">>": "shr",
}  # fmt: skip
_NATIVE: dict[str, Callable[[], ast.operator]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod,
    "&": ast.BitAnd, "|": ast.BitOr, "~": ast.BitXor, "<<": ast.LShift, ">>": ast.RShift,
}  # fmt: skip
_COMPARISONS: dict[str, Callable[[], ast.cmpop]] = {
    "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE,
}  # fmt: skip
_COMPARE_HELPERS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


def _one(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    from wippyc.emit.expressions import emit_one

    return emit_one(context, expr)


def _raising(context: FunctionContext, node: ast.expr) -> ast.expr:
    """Emit an operand that raises if it is nil, which a type checker need not foresee."""
    match node:
        case (
            ast.BoolOp(op=ast.Or(), values=[*_, ast.Constant(value=None)])
            | ast.IfExp(orelse=ast.Constant(value=None))
        ):
            return with_default(node, context.imports.helper("nil"))
        case _:
            return node


def operation(
    context: FunctionContext,
    helper: str,
    event: str,
    operands: Sequence[ir.Expr],
    arguments: list[ast.expr],
) -> ast.expr:
    """Call a runtime operation; its async twin if a metamethod for `event` may suspend."""
    if any(context.metamethod_suspends(operand, event) for operand in operands):
        return ast.Await(value=call(context.imports.helper(f"a{helper}"), arguments))
    return call(context.imports.helper(helper), arguments)


def is_wide(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether the native form of an expression may have left the 64-bit range."""
    match expr:
        case ir.VariableRef(variable=variable):
            return variable in context.facts.accumulators
        case ir.Arithmetic(operator="+" | "-" | "*"):
            value = context.facts.value(expr)
            return value.can_be(Tag.WIDE) and _is_native(context, expr)
        case ir.Unary(operator="-", operand=operand):
            value = context.facts.value(expr)
            return value.can_be(Tag.WIDE) and computes_natively(context.facts.value(operand))
        case _:
            return False


def _is_native(context: FunctionContext, expr: ir.Arithmetic) -> bool:
    left = context.facts.value(expr.left)
    right = context.facts.value(expr.right)
    if not computes_natively(left) or not computes_natively(right):
        return False
    match expr.operator:
        case "+" | "-" | "*":
            return True
        case "/":
            is_exact = left.only(_EXACT | _RAISING) or _is_rounded(context, expr.left)
            return is_exact and _is_exact_divisor(context, expr.right)
        case "%":
            return context.facts.numbers.excludes_zero(expr.right)
        case "//":
            integer = left.only(INTEGERS | _RAISING) and right.only(INTEGERS)
            is_divisor = context.facts.numbers.excludes_zero(expr.right)
            return is_divisor and integer and not _may_overflow(context, expr)
        case "&" | "|" | "~":
            return left.only(_BITS) and right.only(_BITS)
        case ">>" | "<<":
            return left.only(_BITS) and right.only(INTEGERS) and _shifts(context, expr)
        case _:
            return False


def _shifts(context: FunctionContext, expr: ir.Arithmetic) -> bool:
    """Whether a shift moves the bits the written way, by less than 64 places, and loses none."""
    count = context.facts.numbers.of(expr.right)
    if count is None or not (count.low >= 0 and count.high < 64):
        return False
    return expr.operator == ">>" or context.facts.numbers.keeps_bits(expr)


# Types whose values Python's arithmetic refuses, as Lua's does.
_RAISING = Tag.NIL | Tag.FUNCTION
# Operands of bitwise operators; nil makes Python's raise as well.
_BITS = INTEGERS | Tag.NIL
# Numbers that are the same as floats.
_EXACT = SMALLS | Tag.FLOAT


def computes_natively(value: Value) -> bool:
    """Whether Python's `+ - *` computes as Lua does, or raises where Lua raises."""
    return value.can_be(NUMBER) and value.only(NUMBER | _RAISING)


def _is_rounded(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether an expression rounds a float: the integer is the same as a float."""
    match expr:
        case ir.ApiCall(module="math", function=row, arguments=(argument,)) if row.name in (
            "floor",
            "ceil",
        ):
            value = context.facts.value(argument)
            return bool(value.tags) and value.only(_EXACT)
        case _:
            return False


def _is_exact_divisor(context: FunctionContext, expr: ir.Expr) -> bool:
    """Whether a divisor is a number other than 0 that is exact as a float."""
    if not context.facts.numbers.excludes_zero(expr):
        return False
    if isinstance(expr, ir.Constant):
        return isinstance(expr.value, int | float) and abs(expr.value) < 2**53
    return context.facts.value(expr).only(_EXACT | _RAISING)


def emit_arithmetic(context: FunctionContext, expr: ir.Arithmetic) -> ast.expr:
    """Emit `left operator right`; the caller wraps a wide result."""
    if _is_native(context, expr):
        if counts_from_zero(context, expr):
            return at(_counted(context, expr), expr.span)
        # Where the result is not wrapped, the operands are.
        return _native(context, expr, is_ring=is_wide(context, expr))
    known = emit_known_arithmetic(context, expr)
    if known is not None:
        return known
    arguments = [_one(context, expr.left), _one(context, expr.right)]
    if _divides_natively(context, expr) and _may_be_repeated(arguments):
        divided = _tested_division(context, expr, arguments)
        if divided is not None:
            return divided
    event = ARITHMETIC_EVENTS.get(expr.operator, "")
    node_call = operation(
        context, _HELPERS[expr.operator], event, (expr.left, expr.right), arguments
    )
    return at(node_call, expr.span)


def _counted(context: FunctionContext, expr: ir.Arithmetic) -> ast.expr:
    """Emit `i + 1` of a variable that counts from 0; the caller wraps a wide result."""
    term = term_of(expr)
    assert term is not None
    return plus(name(context.names.name_of(term.variable)), term.amount + 1)


def _tested_division(
    context: FunctionContext, expr: ir.Arithmetic, arguments: list[ast.expr]
) -> ast.expr | None:
    """Emit `a / b if b else div(a, b)`; in loops also where `b` is no name."""
    dividend, divisor = arguments
    test = divisor
    if not isinstance(divisor, ast.Name):
        if not any(loop.is_lua for loop in context.loops):
            return None
        temporary = context.names.fresh("divisor")
        divisor, test = name(temporary), walrus(temporary, divisor)
    if _may_overflow(context, expr):
        test = compare(test, ast.Gt(), ast.Constant(value=0))
    native = ast.BinOp(left=dividend, op=_NATIVE[expr.operator](), right=divisor)
    helper = call(context.imports.helper(_HELPERS[expr.operator]), [dividend, divisor])
    return ast.IfExp(test=test, body=at(native, expr.span), orelse=at(helper, expr.span))


def _may_be_repeated(arguments: list[ast.expr]) -> bool:
    """Whether a dividend may be written twice: a name, or an element where the divisor is one."""
    match arguments:
        case [ast.Subscript(value=ast.Name(), slice=key), ast.Name()]:
            return simple(key)
        case _:
            return simple(arguments[0])


def _divides_natively(context: FunctionContext, expr: ir.Arithmetic) -> bool:
    """Whether Python divides as Lua does once the divisor is known not to be zero."""
    allowed = {"/": _EXACT, "%": NUMBER, "//": INTEGERS}.get(expr.operator)
    if allowed is None:
        return False
    dividend, divisor = context.facts.value(expr.left), context.facts.value(expr.right)
    return (
        dividend.can_be(allowed)
        and dividend.only(allowed | Tag.NIL)
        and divisor.can_be(allowed)
        and divisor.only(allowed)
    )


def _may_overflow(context: FunctionContext, expr: ir.Arithmetic) -> bool:
    """Whether a quotient may leave the range: the smallest integer divided by -1."""
    if expr.operator != "//":
        return False
    left, right = context.facts.numbers.of(expr.left), context.facts.numbers.of(expr.right)
    if left is None or right is None:
        return True
    return left.low <= SMALLEST and right.low <= -1 <= right.high


# All bits of an integer.
_WORD = 2**64 - 1


def emit_update(context: FunctionContext, variable: ir.Variable, expr: ir.Arithmetic) -> ast.expr:
    """Emit what an accumulator is set to, which is wrapped where it is read."""
    updated = emit_late_read(context, expr) or _native(context, expr, is_ring=True)
    if is_sum(variable, expr):
        return updated
    kept = ast.BinOp(left=updated, op=ast.BitAnd(), right=ast.Constant(value=_WORD))
    return at(kept, expr.span)


def _native(context: FunctionContext, expr: ir.Arithmetic, *, is_ring: bool) -> ast.expr:
    from wippyc.emit.expressions import emit_ring

    operands = (expr.left, expr.right)
    if reads_low_bits(context, expr):
        left, right = (emit_low_bits(context, each) for each in operands)
        return at(ast.BinOp(left=left, op=_NATIVE[expr.operator](), right=right), expr.span)
    # An operand beside a float is observed as a number: it must be wrapped first.
    is_exact = all(context.facts.value(each).only(INTEGERS | _RAISING) for each in operands)
    emit = emit_ring if is_ring and is_exact else _one
    left, right = (_raising(context, emit(context, each)) for each in operands)
    return at(ast.BinOp(left=left, op=_NATIVE[expr.operator](), right=right), expr.span)


def emit_unary(context: FunctionContext, expr: ir.Unary) -> ast.expr:
    """Emit `-x`, `#x`, `~x`."""
    from wippyc.emit.expressions import emit_ring

    value = context.facts.value(expr.operand)
    match expr.operator:
        case "-":
            if computes_natively(value):
                emit = emit_ring if value.only(INTEGERS) and is_wide(context, expr) else _one
                operand = _raising(context, emit(context, expr.operand))
                return at(ast.UnaryOp(op=ast.USub(), operand=operand), expr.span)
            known = emit_known_arithmetic(context, expr)
            if known is not None:
                return known
            arguments = [_one(context, expr.operand)]
            return at(operation(context, "unm", "__unm", (expr.operand,), arguments), expr.span)
        case "#" if context.facts.lists.holds(expr.operand):
            return at(emit_length(context, expr.operand), expr.span)
        case "#":
            argument = _one(context, expr.operand)
            if value.can_be(Tag.STRING) and value.only(Tag.STRING | Tag.NIL):
                return call(name("len"), [_raising(context, argument)])
            if context.metamethod_suspends(expr.operand, "__len"):
                return at(
                    ast.Await(value=call(context.imports.helper("alen"), [argument])), expr.span
                )
            if value.only(Tag.TABLE | Tag.NIL) and _has_plain_length(context, value):
                return at(call(attribute(argument, "length")), expr.span)
            return at(call(context.imports.helper("length"), [argument]), expr.span)
        case _:
            return at(
                call(context.imports.helper("bnot"), [_one(context, expr.operand)]), expr.span
            )


def _has_plain_length(context: FunctionContext, value: Value) -> bool:
    """Whether tables have no `__len`."""
    flow = context.facts.flow
    if flow.is_plain(value, context.module.unit.id):
        return True
    return "__len" not in flow.fields and bool(value.tables) and value.tables <= flow.inheriting


def emit_compare(context: FunctionContext, expr: ir.Compare) -> ast.expr:
    """Emit a comparison; the result is `True` or `False`."""
    known = emit_known_compare(context, expr) or emit_counted_compare(context, expr)
    if known is not None:
        return known
    if expr.operator in ("==", "~="):
        return _equality(context, expr)
    left = context.facts.value(expr.left)
    right = context.facts.value(expr.right)
    arguments = [_one(context, expr.left), _one(context, expr.right)]
    if _orders_natively(context, left, right):
        one, other = (_raising(context, each) for each in arguments)
        return at(compare(one, _COMPARISONS[expr.operator](), other), expr.span)
    helper = _COMPARE_HELPERS[expr.operator]
    event = COMPARE_EVENTS[expr.operator]
    metamethods = context.facts.yields.metamethods
    if event == "__le" and event not in metamethods and "__lt" in metamethods:
        event = "__lt"
    return at(operation(context, helper, event, (expr.left, expr.right), arguments), expr.span)


def _orders_natively(context: FunctionContext, left: Value, right: Value) -> bool:
    """Whether Python's `<` gives Lua's answer or raises where Lua raises."""
    if not left.tags or not right.tags:
        return False
    unit = context.module.unit.id
    numeric = BOOLEAN | NUMBER
    if left.can_be(BOOLEAN) and right.can_be(numeric):
        return False
    if right.can_be(BOOLEAN) and left.can_be(numeric):
        return False
    if not (left.can_be(Tag.TABLE | Tag.OBJECT) and right.can_be(Tag.TABLE | Tag.OBJECT)):
        return True
    # Python refuses to order tables: so does Lua if none has a metatable.
    return not any(
        value.can_be(Tag.OBJECT)
        or (value.can_be(Tag.TABLE) and not context.facts.flow.is_plain(value, unit))
        for value in (left, right)
    )


def _equality(context: FunctionContext, expr: ir.Compare) -> ast.expr:
    test = emit_type_test(context, expr) or emit_death_test(context, expr)
    if test is not None:
        return at(test, expr.span)
    tested = emit_emptiness(context, expr)
    if tested is not None:
        return tested
    negated = expr.operator == "~="
    for one, other in ((expr.right, expr.left), (expr.left, expr.right)):
        if isinstance(one, ir.Constant) and (one.value is None or isinstance(one.value, bool)):
            found = _emit_found(context, other) if one.value is None else None
            if found is not None:
                return at(_presence(found, expected=negated), expr.span)
            return is_constant(_one(context, other), one.value, negated=negated)
    left = context.facts.value(expr.left)
    right = context.facts.value(expr.right)
    arguments = [_one(context, expr.left), _one(context, expr.right)]
    plain = _compares_plainly(expr.left) or _compares_plainly(expr.right)
    are_alike = expr in context.facts.flow.same_types
    if plain or not _needs_eq(context, left, right, are_alike=are_alike):
        return compare(arguments[0], ast.NotEq() if negated else ast.Eq(), arguments[1])
    node = operation(context, "eq", "__eq", (expr.left, expr.right), arguments)
    return ast.UnaryOp(op=ast.Not(), operand=node) if negated else node


def _emit_found(context: FunctionContext, expr: ir.Expr) -> ast.expr | None:
    """Emit whether something is found; `None` for an expression that is no search."""
    test = emit_test(context, expr)
    return emit_presence(context, expr) if test is None else test


def _presence(found: ast.expr, *, expected: bool) -> ast.expr:
    """Emit whether a search found something (or nothing), as `True` or `False`."""
    if isinstance(found, ast.Compare):
        return found if expected else negate(found)
    return is_none(found, negated=expected)


def _compares_plainly(expr: ir.Expr) -> bool:
    """Whether Python's `==` with this operand is Lua's for every other operand.

    Python takes `True` for 1 and `False` for 0; no other number or string equals anything that
    Lua tells apart, and `__eq` needs two tables.
    """
    if not isinstance(expr, ir.Constant) or isinstance(expr.value, bool):
        return False
    return isinstance(expr.value, str | int | float) and expr.value not in (0, 1)


def _needs_eq(context: FunctionContext, left: Value, right: Value, *, are_alike: bool) -> bool:
    """Whether Python's `==` could differ: `True == 1`, or an `__eq` metamethod."""
    if not left.tags or not right.tags:
        return True
    if not are_alike:
        if left.can_be(BOOLEAN) and right.can_be(NUMBER):
            return True
        if right.can_be(BOOLEAN) and left.can_be(NUMBER):
            return True
    both_tables = left.can_be(Tag.TABLE) and right.can_be(Tag.TABLE)
    both_objects = left.can_be(Tag.OBJECT) and right.can_be(Tag.OBJECT)
    return (both_tables and "__eq" in context.facts.flow.fields) or both_objects


def emit_concat(context: FunctionContext, expr: ir.Concat) -> ast.expr:
    """Emit `a .. b`: an f-string where the types are known, else the runtime's `concat`."""
    parts = [_one(context, part) for part in expr.parts]
    if not _joins_natively(context, expr):
        return at(operation(context, "concat", "__concat", expr.parts, parts), expr.span)
    return at(_joined(context, expr.parts, parts), expr.span)


def emit_extension(
    context: FunctionContext, variable: ir.Variable, value: ir.Expr
) -> ast.expr | None:
    """Emit `text .. more` for `text` itself as a sum: Python lengthens a text in place.

    Returns:
        The expression; `None` for other values of the variable.
    """
    match value:
        case ir.Concat(parts=(ir.VariableRef(variable=lengthened) as text, *others)):
            is_text = lengthened is variable and context.facts.value(text).only(Tag.STRING)
            if not is_text or not _joins_natively(context, value):
                return None
        case _:
            return None
    left = _one(context, text)
    more = _joined(context, others, [_one(context, other) for other in others])
    return at(ast.BinOp(left=left, op=ast.Add(), right=more), value.span)


def _joins_natively(context: FunctionContext, expr: ir.Concat) -> bool:
    values = [context.facts.value(part) for part in expr.parts]
    return all(value.tags and value.only(Tag.STRING | INTEGERS) for value in values)


def _text_of(integer: ast.expr) -> ast.expr:
    if isinstance(integer, ast.Constant):
        return ast.Constant(value=str(integer.value))
    return call(ast.Name(id="str", ctx=ast.Load()), [integer])


def _joined(context: FunctionContext, exprs: Sequence[ir.Expr], parts: list[ast.expr]) -> ast.expr:
    """Put texts and integers together."""
    are_texts = all(context.facts.value(expr).only(Tag.STRING) for expr in exprs)
    if len(parts) == 1 and are_texts:
        return parts[0]
    if not all(isinstance(part, ast.Constant) for part in parts):
        shown = format_string([Shown(part) for part in parts])
        if shown is not None:
            return shown
    texts = [
        part if context.facts.value(expr).only(Tag.STRING) else _text_of(part)
        for expr, part in zip(exprs, parts, strict=True)
    ]
    result = texts[0]
    for text in texts[1:]:
        result = ast.BinOp(left=result, op=ast.Add(), right=text)
    return result
