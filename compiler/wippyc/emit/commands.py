"""Temporal commands, as SDK calls inline.

funcs.call("app:charge", order)    await attempt(workflow.execute_activity("app:charge", order,
                                       start_to_close_timeout=timedelta(minutes=10)))
time.sleep("1h")                   await workflow.sleep(timedelta(hours=1))
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from wippyc.emit.build import at, attribute, call, constant
from wippyc.emit.context import FunctionContext
from wippyc.ir import nodes as ir

_DEFAULT_START_TO_CLOSE = 600_000_000_000
_UNITS = (
    ("days", 86_400_000_000_000),
    ("hours", 3_600_000_000_000),
    ("minutes", 60_000_000_000),
    ("seconds", 1_000_000_000),
    ("milliseconds", 1_000_000),
    ("microseconds", 1_000),
)
_LOCAL_TIMEOUTS = (
    "schedule_to_close_timeout",
    "schedule_to_start_timeout",
    "start_to_close_timeout",
)
_TIMEOUTS = (*_LOCAL_TIMEOUTS, "heartbeat_timeout")


def emit_timedelta(context: FunctionContext, nanoseconds: int) -> ast.expr:
    """Emit a duration in its largest exact unit; the SDK counts in microseconds.

    A positive duration below one microsecond is rounded up, so that a timer exists.
    """
    rounded = max(nanoseconds, 1_000) if nanoseconds > 0 else nanoseconds
    timedelta = context.imports.standard("datetime", "timedelta")
    if rounded == 0:
        return call(timedelta)
    for unit, size in _UNITS:
        if unit == "days":
            continue
        if rounded % size == 0:
            return call(timedelta, keywords=[(unit, constant(rounded // size))])
    return call(timedelta, keywords=[("microseconds", constant(rounded / 1_000))])


def emit_sleep(context: FunctionContext, expr: ir.Sleep) -> ast.expr:
    """Emit a durable sleep."""
    workflow = context.imports.standard("temporalio", "workflow")
    node = call(attribute(workflow, "sleep"), [emit_timedelta(context, expr.nanoseconds)])
    return ast.Await(value=at(node, expr.span))


def emit_activity(context: FunctionContext, expr: ir.CallActivity) -> ast.expr:
    """Emit an activity call; its value is the pair of result and error."""
    workflow = context.imports.standard("temporalio", "workflow")
    function = "execute_local_activity" if expr.is_local else "execute_activity"
    arguments: list[ast.expr] = [constant(expr.target)]
    keywords: list[tuple[str, ast.expr]] = []
    payloads = [_payload(context, argument) for argument in expr.arguments]
    if len(payloads) == 1:
        arguments.append(payloads[0])
    elif payloads:
        keywords.append(("args", ast.List(elts=payloads, ctx=ast.Load())))
    keywords.extend(_options(context, expr.options, is_local=expr.is_local))
    node = at(call(attribute(workflow, function), arguments, keywords), expr.span)
    return ast.Await(value=call(context.imports.helper("attempt"), [node]))


def _options(
    context: FunctionContext, options: Mapping[str, object], *, is_local: bool
) -> list[tuple[str, ast.expr]]:
    keywords: list[tuple[str, ast.expr]] = []
    if isinstance(options.get("task_queue"), str) and not is_local:
        keywords.append(("task_queue", constant(str(options["task_queue"]))))
    for key in _LOCAL_TIMEOUTS if is_local else _TIMEOUTS:
        nanoseconds = options.get(key)
        if key == "start_to_close_timeout" and not nanoseconds:
            nanoseconds = _DEFAULT_START_TO_CLOSE
        if isinstance(nanoseconds, int) and nanoseconds:
            keywords.append((key, emit_timedelta(context, nanoseconds)))
    policy = options.get("retry_policy")
    if isinstance(policy, Mapping) and policy:
        keywords.append(("retry_policy", _retry_policy(context, policy)))
    if options.get("wait_for_cancellation"):
        workflow = context.imports.standard("temporalio", "workflow")
        kind = attribute(
            attribute(workflow, "ActivityCancellationType"), "WAIT_CANCELLATION_COMPLETED"
        )
        keywords.append(("cancellation_type", kind))
    if isinstance(options.get("id"), str):
        keywords.append(("activity_id", constant(str(options["id"]))))
    if isinstance(options.get("summary"), str):
        keywords.append(("summary", constant(str(options["summary"]))))
    return keywords


def _retry_policy(context: FunctionContext, policy: Mapping[str, object]) -> ast.expr:
    keywords: list[tuple[str, ast.expr]] = []
    for key in (
        "initial_interval",
        "backoff_coefficient",
        "maximum_interval",
        "maximum_attempts",
        "non_retryable_error_types",
    ):
        value = policy.get(key)
        if value is None:
            continue
        if key.endswith("interval") and isinstance(value, int):
            keywords.append((key, emit_timedelta(context, value)))
        elif isinstance(value, list):
            names: list[ast.expr] = [constant(str(item)) for item in value]
            keywords.append((key, ast.List(elts=names, ctx=ast.Load())))
        elif isinstance(value, int | float):
            keywords.append((key, constant(value)))
    return call(context.imports.standard("temporalio.common", "RetryPolicy"), keywords=keywords)


def _payload(context: FunctionContext, expr: ir.Expr) -> ast.expr:
    """Emit an argument of a command; a literal table may stay a plain dict or list."""
    from wippyc.emit.expressions import emit_one
    from wippyc.emit.tables import emit_plain_table

    if isinstance(expr, ir.TableConstructor):
        plain = emit_plain_table(context, expr)
        if plain is not None:
            return plain
    return emit_one(context, expr)
