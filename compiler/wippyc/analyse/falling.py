"""Where control can go: off the end of a block, out of a loop, back to a label."""

from __future__ import annotations

from wippyc.ir import nodes as ir


def can_fall_off(block: ir.Block) -> bool:
    """Whether control can reach the end of a block (conservatively)."""
    if not block.statements:
        return True
    labels = any(isinstance(statement, ir.Label) for statement in block.statements)
    last = block.statements[-1]
    match last:
        case ir.Return() | ir.Goto():
            return labels and not isinstance(last, ir.Return)
        case ir.Break():
            return False
        case ir.Do(body=body):
            return can_fall_off(body)
        case ir.If(arms=arms, otherwise=otherwise):
            if otherwise is None:
                return True
            return any(can_fall_off(arm.body) for arm in arms) or can_fall_off(otherwise)
        case ir.While(condition=ir.Constant(value=value), body=body):
            return not value or has_break(body)
        case ir.Evaluate(call=ir.ApiCall(module="base", function=row)):
            return row.name != "error"
        case _:
            return True


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
