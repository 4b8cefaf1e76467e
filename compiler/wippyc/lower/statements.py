"""Statements and functions: syntax to IR."""

from __future__ import annotations

from typing import assert_never

from wippyc.api.tables.std_base import REQUIRE
from wippyc.ir import nodes as ir
from wippyc.lower import api_calls
from wippyc.lower.context import BASE, LowerContext
from wippyc.lower.expressions import lower_expression, lower_global, lower_values
from wippyc.lower.requires import is_require, protected_require, required_if_listed
from wippyc.lua import syntax as lua


def lower_block(context: LowerContext, block: lua.Block) -> ir.Block:
    """Lower a block's statements in order."""
    statements: list[ir.Statement] = []
    for statement in block.statements:
        statements.extend(_statements(context, statement))
    return ir.Block(span=block.span, statements=tuple(statements), dangling=block.dangling)


def lower_function(context: LowerContext, function: lua.Function) -> ir.Function:
    """Lower a function value."""
    names = context.resolution.names
    context.depth += 1
    body = lower_block(context, function.body)
    context.depth -= 1
    return ir.Function(
        span=function.span,
        name=function.name or "",
        parameters=tuple(names[parameter] for parameter in function.parameters),
        is_vararg=function.is_vararg,
        body=body,
        depth=context.depth + 1,
        end_span=function.end_span,
        results=function.results,
    )


def _statements(context: LowerContext, statement: lua.Statement) -> tuple[ir.Statement, ...]:
    if isinstance(statement, lua.Local):
        module = _optional_module(context, statement)
        if module is not None:
            return module
    return (_statement(context, statement),)


def _statement(context: LowerContext, statement: lua.Statement) -> ir.Statement:
    span, comments = statement.span, statement.comments
    match statement:
        case lua.Local():
            return _local(context, statement)
        case lua.LocalFunction():
            return ir.DeclareFunction(
                span=span,
                variable=context.resolution.names[statement.name],
                function=lower_function(context, statement.function),
                comments=comments,
            )
        case lua.FunctionDeclaration():
            target = _target(context, statement.target)
            function = lower_function(context, statement.function)
            return ir.Assign(span=span, targets=(target,), values=(function,), comments=comments)
        case lua.Assign():
            return _assign(context, statement)
        case lua.CallStatement():
            return ir.Evaluate(
                span=span, call=lower_expression(context, statement.call), comments=comments
            )
        case lua.Do():
            return ir.Do(span=span, body=lower_block(context, statement.body), comments=comments)
        case lua.While():
            condition = lower_expression(context, statement.condition)
            body = lower_block(context, statement.body)
            return ir.While(span=span, condition=condition, body=body, comments=comments)
        case lua.Repeat():
            body = lower_block(context, statement.body)
            condition = lower_expression(context, statement.condition)
            return ir.Repeat(span=span, body=body, condition=condition, comments=comments)
        case lua.If():
            return _if(context, statement)
        case lua.NumericFor():
            return ir.NumericFor(
                span=span,
                variable=context.resolution.names[statement.variable],
                start=lower_expression(context, statement.start),
                stop=lower_expression(context, statement.stop),
                step=None if statement.step is None else lower_expression(context, statement.step),
                body=lower_block(context, statement.body),
                comments=comments,
            )
        case lua.GenericFor():
            return ir.GenericFor(
                span=span,
                variables=tuple(context.resolution.names[name] for name in statement.names),
                iterators=tuple(
                    lower_expression(context, iterator) for iterator in statement.iterators
                ),
                body=lower_block(context, statement.body),
                comments=comments,
            )
        case lua.Return():
            return ir.Return(
                span=span, values=lower_values(context, statement.values), comments=comments
            )
        case lua.Break():
            return ir.Break(span=span, comments=comments)
        case lua.Goto():
            return ir.Goto(span=span, label=statement.label, comments=comments)
        case lua.Label():
            return ir.Label(span=span, name=statement.name, comments=comments)
        case lua.TypeDeclaration():
            return ir.DeclareType(span=span, declaration=statement, comments=comments)
        case _:
            assert_never(statement)


def _optional_module(
    context: LowerContext, statement: lua.Local
) -> tuple[ir.Statement, ...] | None:
    """Return the meaning of `local ok, json = pcall(require, "json")` if `json` is listed."""
    match statement:
        case lua.Local(names=[_, _] as names, values=[value]):
            name = protected_require(context, value)
            found = None if name is None else required_if_listed(context, name, value.span)
            if found is None:
                return None
        case _:
            return None
    flag, module = (context.resolution.names[each] for each in names)
    success = ir.Constant(span=value.span, value=True)
    span, comments = statement.span, statement.comments
    _bind(context, module, found)
    return (
        ir.Local(span=span, variables=(flag,), values=(success,), comments=comments),
        ir.Local(span=span, variables=(module,), values=(found,)),
    )


def _bind(context: LowerContext, variable: ir.Variable, value: ir.Expr) -> None:
    """Remember a variable that only stands for a module, library or built-in function."""
    is_fixed = variable not in context.resolution.assigned
    if is_fixed and isinstance(value, ir.ModuleRef | ir.LibraryRef | ir.ApiRef):
        context.bindings[variable] = value


def _local(context: LowerContext, statement: lua.Local) -> ir.Statement:
    variables = tuple(context.resolution.names[name] for name in statement.names)
    values = tuple(lower_expression(context, value) for value in statement.values)
    span, comments = statement.span, statement.comments
    if len(variables) == 1 and len(values) == 1:
        variable, value = variables[0], values[0]
        if isinstance(value, ir.Function):
            return ir.DeclareFunction(
                span=span, variable=variable, function=value, comments=comments
            )
        if variable not in context.resolution.assigned and is_require(context, statement.values[0]):
            value = ir.ApiRef(span=value.span, module=BASE, function=REQUIRE)
        _bind(context, variable, value)
        _note_executor(context, variable, value)
        values = (value,)
    return ir.Local(span=span, variables=variables, values=values, comments=comments)


def _note_executor(context: LowerContext, variable: ir.Variable, value: ir.Expr) -> None:
    """Remember a variable that holds a `funcs` executor with constant options.

    Only where every assignment stands in the block of the declaration, so that the options in
    force at a call are those of the last assignment above it.
    """
    context.executors.pop(variable, None)
    if variable in context.resolution.assigned_deeper:
        return
    options = api_calls.executor_options(context, value)
    if options is not None:
        context.executors[variable] = options


def _assign(context: LowerContext, statement: lua.Assign) -> ir.Statement:
    targets = tuple(_target(context, target) for target in statement.targets)
    values = tuple(lower_expression(context, value) for value in statement.values)
    match targets, values:
        case (ir.VariableRef(variable=variable),), (value,):
            _note_executor(context, variable, value)
        case _:
            for target in targets:
                if isinstance(target, ir.VariableRef):
                    context.executors.pop(target.variable, None)
    return ir.Assign(
        span=statement.span, targets=targets, values=values, comments=statement.comments
    )


def _target(context: LowerContext, target: lua.Name | lua.Index) -> ir.Target:
    if isinstance(target, lua.Index):
        key = lower_expression(context, target.key)
        return ir.Index(span=target.span, object=lower_expression(context, target.object), key=key)
    variable = context.resolution.names.get(target)
    if variable is not None:
        return ir.VariableRef(span=target.span, variable=variable)
    found = lower_global(context, target.text, target.span)
    if isinstance(found, ir.VariableRef):
        return found
    return ir.GlobalRef(span=target.span, name=target.text)


def _if(context: LowerContext, statement: lua.If) -> ir.If:
    arms: list[ir.IfArm] = []
    for arm in statement.arms:
        condition = lower_expression(context, arm.condition)
        body = lower_block(context, arm.body)
        arms.append(ir.IfArm(span=arm.span, condition=condition, body=body, comments=arm.comments))
    otherwise = None
    if statement.otherwise is not None:
        otherwise = lower_block(context, statement.otherwise)
    return ir.If(
        span=statement.span, arms=tuple(arms), otherwise=otherwise, comments=statement.comments
    )
