"""Calls and fields of built-in modules, and the Temporal commands among them."""

from __future__ import annotations

from collections.abc import Mapping

from wippyc.ir import nodes as ir
from wippyc.lower.activity_options import fold_activity_options
from wippyc.lower.constants import NotConstant, constant_value
from wippyc.lower.context import LowerContext
from wippyc.project.durations import parse_go_duration
from wippyc.project.model import LuaEntry
from wippyc.source import Span


def module_field(context: LowerContext, module: ir.ModuleRef, name: str, span: Span) -> ir.Expr:
    """Return what `module.name` is: a function, a constant, a nested module, or an `Index`."""
    api = context.api[module.module]
    dotted = f"{module.path}.{name}" if module.path else name
    if dotted in api.functions:
        return ir.ApiRef(span=span, module=module.module, function=api.functions[dotted])
    if dotted in api.constants:
        return ir.ApiConstant(
            span=span, module=module.module, name=dotted, type=api.constants[dotted]
        )
    prefix = f"{dotted}."
    if any(key.startswith(prefix) for key in (*api.functions, *api.constants)):
        return ir.ModuleRef(span=span, module=module.module, path=dotted)
    return ir.Index(span=span, object=module, key=ir.Constant(span=span, value=name))


def api_call(
    context: LowerContext, reference: ir.ApiRef, arguments: tuple[ir.Expr, ...], span: Span
) -> ir.Expr:
    """Return the node for a direct call of a built-in function."""
    if context.is_workflow:
        command = _command(context, reference, arguments, span)
        if command is not None:
            return command
    return ir.ApiCall(
        span=span, module=reference.module, function=reference.function, arguments=arguments
    )


def _command(
    context: LowerContext, reference: ir.ApiRef, arguments: tuple[ir.Expr, ...], span: Span
) -> ir.Expr | None:
    match reference.module, reference.function.name:
        case "funcs", "call" if arguments:
            return call_activity(context, arguments, {}, span)
        case "time", "sleep" if len(arguments) == 1:
            nanoseconds = _sleep_duration(arguments[0])
            return None if nanoseconds is None else ir.Sleep(span=span, nanoseconds=nanoseconds)
    return None


def _sleep_duration(argument: ir.Expr) -> int | None:
    """Nanoseconds of a constant `time.sleep` argument that really sleeps."""
    try:
        value = constant_value(argument)
        nanoseconds = parse_go_duration(value) if isinstance(value, str) else value
    except (NotConstant, ValueError):
        return None
    if isinstance(nanoseconds, bool) or not isinstance(nanoseconds, int | float):
        return None
    return int(nanoseconds) if 0 < nanoseconds < 2**63 else None


def call_activity(
    context: LowerContext,
    arguments: tuple[ir.Expr, ...],
    options: Mapping[str, object],
    span: Span,
) -> ir.Expr | None:
    """Return a `CallActivity` if the ID is constant and the options are plainly valid."""
    target = arguments[0]
    if not isinstance(target, ir.Constant) or not isinstance(target.value, str):
        return None
    namespace, colon, name = target.value.partition(":")
    if not (namespace and colon and name and target.value.isascii()):
        return None
    if arguments[1:] and isinstance(arguments[-1], ir.MULTI):
        return None
    entry = context.project.entries.get(target.value)
    defaults: Mapping[str, object] = {}
    is_local = False
    if isinstance(entry, LuaEntry):
        is_local = entry.activity is not None and entry.activity.local
        try:
            defaults = fold_activity_options(dict(entry.options))
        except NotConstant:
            return None
    return ir.CallActivity(
        span=span,
        target=target.value,
        arguments=arguments[1:],
        options={**defaults, **options},
        is_local=is_local,
    )


def executor_options(context: LowerContext, expr: ir.Expr) -> Mapping[str, object] | None:
    """Return the folded options of an executor expression, or `None` if they are not constant."""
    match expr:
        case ir.ApiCall(module="funcs", function=function, arguments=()) if function.name == "new":
            return {}
        case ir.VariableRef(variable=variable):
            return context.executors.get(variable)
        case ir.MethodCall(object=receiver, method="with_options", arguments=[options]):
            if executor_options(context, receiver) is None:
                return None
            try:
                return fold_activity_options(constant_value(options))
            except NotConstant:
                return None
        case _:
            return None
