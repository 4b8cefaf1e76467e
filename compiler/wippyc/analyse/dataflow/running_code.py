"""Expressions that may run code of the program: calls, and operations that have metamethods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wippyc.analyse.abstract_values.values import EMPTY, NUMBER, OUTSIDE, Tag
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.yields import ARITHMETIC_EVENTS, COMPARE_EVENTS
from wippyc.ir import nodes as ir

_ADDED_EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "<=": ("__le", "__lt"),
    ">=": ("__le", "__lt"),
}
_UNARY_EVENTS = {"#": "__len", "-": "__unm"}


def may_run_lua(expr: ir.Expr, flow: Flow) -> bool:
    """Whether evaluating this node itself may run other Lua code or change a table."""
    match expr:
        case ir.ApiCall(module="string" | "math"):
            return _may_call_back(expr, flow)
        case ir.ApiCall(module="base", function=row, arguments=(operand,)) if (
            row.name == "tostring" and not isinstance(operand, ir.MULTI)
        ):
            return may_have_event(operand, ("__tostring",), flow)
        case ir.ApiCall(module="base", function=row):
            return row.name != "type"
        case ir.Call() | ir.MethodCall() | ir.ApiCall() | ir.CallActivity() | ir.Sleep():
            return True
        case ir.Index(object=base):
            return may_have_event(base, ("__index",), flow)
        case ir.Arithmetic(operator=operator, left=left, right=right):
            event = ARITHMETIC_EVENTS.get(operator)
            events = () if event is None else (event,)
            return any(may_have_event(operand, events, flow) for operand in (left, right))
        case ir.Compare(operator=operator, left=left, right=right):
            compared = _ADDED_EVENTS.get(operator, (COMPARE_EVENTS[operator],))
            return any(may_have_event(operand, compared, flow) for operand in (left, right))
        case ir.Concat(parts=parts):
            return any(may_have_event(part, ("__concat",), flow) for part in parts)
        case ir.Unary(operator=operator, operand=operand) if operator in _UNARY_EVENTS:
            return may_have_event(operand, (_UNARY_EVENTS[operator],), flow)
        case _:
            return False


def _may_call_back(call: ir.ApiCall, flow: Flow) -> bool:
    """Whether a function of `string` or `math` may call a function or metamethod."""
    arguments = call.arguments
    match call.module, call.function.name:
        case "string", "gsub":
            replacement = flow.value(arguments[-1]) if arguments else EMPTY
            is_known = not any(isinstance(each, ir.MULTI) for each in arguments)
            return not (is_known and replacement.tags and replacement.only(Tag.STRING | NUMBER))
        case "string", "format":
            if arguments and isinstance(arguments[-1], ir.MULTI):
                return flow.fields.get("__tostring", EMPTY).can_be(Tag.FUNCTION | Tag.TABLE)
            return any(may_have_event(each, ("__tostring",), flow) for each in arguments)
        case _:
            return False


def may_have_event(operand: ir.Expr, events: tuple[str, ...], flow: Flow) -> bool:
    """Whether an operand may be a table with code for an operation under one of some names.

    A table as `__index` alone runs none.
    """
    is_code = Tag.FUNCTION if events == ("__index",) else Tag.FUNCTION | Tag.TABLE
    if not any(flow.fields.get(event, EMPTY).can_be(is_code) for event in events):
        return False
    value = flow.value(operand)
    if value.tags and not value.can_be(Tag.TABLE):
        return False
    return not value.tables or OUTSIDE in value.tables or not flow.objects.isdisjoint(value.tables)
