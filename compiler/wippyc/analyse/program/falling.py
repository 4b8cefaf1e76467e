"""Where control can go: off the end of a block, out of a loop, back to a label.

if ok then return 1 else error("no") end      nothing behind it runs
while true do if done then break end end      its end is reached, because of the `break`
"""

from __future__ import annotations

from collections.abc import Set

from wippyc.ir import nodes as ir


def can_fall_off(block: ir.Block, raising: Set[ir.Expr] = frozenset()) -> bool:
    """Whether control can reach the end of a block (conservatively).

    Args:
        block: The block.
        raising: Calls that never return.
    """
    if not block.statements:
        return True
    match block.statements[-1]:
        case ir.Return() | ir.Break():
            return False
        case ir.Goto():
            return any(isinstance(statement, ir.Label) for statement in block.statements)
        case ir.Do(body=body):
            return can_fall_off(body, raising)
        case ir.If(arms=arms, otherwise=otherwise):
            if otherwise is None:
                return True
            return can_fall_off(otherwise, raising) or any(
                can_fall_off(arm.body, raising) for arm in arms
            )
        case ir.While(condition=ir.Constant(value=value), body=body):
            return not value or has_break(body)
        case ir.Evaluate(call=call):
            return not raises(call, raising)
        case _:
            return True


def raises(call: ir.Expr, raising: Set[ir.Expr] = frozenset()) -> bool:
    """Whether a call never returns.

    Args:
        call: The call.
        raising: Calls of functions of the program that never do.
    """
    match call:
        case ir.ApiCall(module="base", function=row):
            return row.name == "error"
        case _:
            return call in raising


def can_run_again(block: ir.Block) -> bool:
    """Whether a `goto` may jump back to a label in a block."""
    labels = [isinstance(statement, ir.Label) for statement in block.statements]
    while labels and labels[-1]:
        labels.pop()
    return any(labels)


def has_break(block: ir.Block) -> bool:
    """Whether a `break` may leave the loop with this body; a `goto` goes on at its label."""
    for statement in block.statements:
        match statement:
            case ir.Break():
                return True
            case ir.Do(body=body):
                if has_break(body):
                    return True
            case ir.If(arms=arms, otherwise=otherwise):
                if any(has_break(arm.body) for arm in arms):
                    return True
                if otherwise is not None and has_break(otherwise):
                    return True
            case _:
                pass
    return False
