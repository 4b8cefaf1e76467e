"""Constant expressions: what is known of a value at compile time.

Option tables and durations of Temporal calls are folded when they are constant; anything that is
not plainly constant is left to the runtime, which follows the same rules.
"""

from __future__ import annotations

from wippyc.ir import nodes as ir

# Constant fields of the `time` module that are durations, in nanoseconds.
TIME_UNITS = {
    "NANOSECOND": 1,
    "MICROSECOND": 1_000,
    "MILLISECOND": 1_000_000,
    "SECOND": 1_000_000_000,
    "MINUTE": 60_000_000_000,
    "HOUR": 3_600_000_000_000,
}


class NotConstant(Exception):
    """The expression depends on something only known at run time."""


def constant_value(expr: ir.Expr) -> object:
    """Return the plain Python value of a constant expression.

    Tables become dicts (string keys only) or lists (positional values only).

    Raises:
        NotConstant: If any part is not constant or has no such form.
    """
    match expr:
        case ir.Constant(value=value):
            return value
        case ir.ApiConstant(module="time", name=name) if name in TIME_UNITS:
            return TIME_UNITS[name]
        case ir.First(inner=inner):
            return constant_value(inner)
        case ir.Unary(operator="-", operand=operand):
            return -_number(constant_value(operand))
        case ir.Arithmetic(operator="+" | "-" | "*" as operator, left=left, right=right):
            first = _number(constant_value(left))
            second = _number(constant_value(right))
            result = {"+": first + second, "-": first - second, "*": first * second}[operator]
            if isinstance(result, int) and not -(2**63) <= result < 2**63:
                raise NotConstant
            return result
        case ir.TableConstructor(items=items):
            return _constant_table(items)
        case _:
            raise NotConstant


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotConstant
    return value


def _constant_table(items: tuple[ir.PositionalItem | ir.KeyedItem, ...]) -> object:
    fields: dict[str, object] = {}
    values: list[object] = []
    for item in items:
        value = constant_value(item.value)
        if isinstance(item, ir.PositionalItem):
            values.append(value)
            continue
        key = constant_value(item.key)
        if not isinstance(key, str):
            raise NotConstant
        if value is not None:
            fields[key] = value
    if (fields and values) or None in values:
        raise NotConstant
    return fields if fields or not values else values
