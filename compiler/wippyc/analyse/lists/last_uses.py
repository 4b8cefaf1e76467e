"""Uses of variables after which nothing touches the value again.

local parts = {}                       local parts = {}
…                                      store.parts = parts
return finish(parts)                   parts[1] = "more"          not the last one
"""

from __future__ import annotations

from dataclasses import dataclass

from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.running_code import may_run_lua
from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.mentions import Mentions
from wippyc.ir import nodes as ir
from wippyc.ir.walk import (
    child_blocks,
    evaluated_expressions,
    statement_expressions,
    walk_expression,
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A place in a block.

    Attributes:
        block: The block.
        index: Position of the statement in it.
        owner: The statement the block belongs to; `None` for the body of a function.
    """

    block: ir.Block
    index: int
    owner: ir.Statement | None


_Path = tuple[_Frame, ...]
_LOOPS = ir.While | ir.Repeat | ir.NumericFor | ir.GenericFor


class LastUses:
    """Finds out which references to local variables are their last use."""

    def __init__(self, flow: Flow, captures: Captures, mentions: Mentions) -> None:
        self._flow = flow
        self._captures = captures
        self._mentions = mentions
        self._paths: dict[ir.Function, dict[ir.Expr, _Path]] = {}
        self._jumps: dict[ir.Function, bool] = {}

    def is_last(self, reference: ir.VariableRef, function: ir.Function) -> bool:
        """Whether no code runs after a reference that can use the value it gives.

        Args:
            reference: A use of a variable that no closure captures.
            function: The function it is in.
        """
        variable = reference.variable
        if self._captures.owner.get(variable) is not function or self._has_jumps(function):
            return False
        path = self._paths_of(function).get(reference)
        if path is None:
            return False
        *_, innermost = path
        statement = innermost.block.statements[innermost.index]
        if not self._is_only_use(statement, variable):
            return False
        if isinstance(statement, ir.Return) or _overwrites(statement, variable):
            return True
        return self._ends(path, variable)

    def _ends(self, path: _Path, variable: ir.Variable) -> bool:
        """Whether nothing behind a place in a function uses the present value of a variable."""
        for frame in reversed(path):
            for later in frame.block.statements[frame.index + 1 :]:
                if variable in self._mentions.of(later):
                    return _overwrites(later, variable) and not _reads(later, variable)
                if isinstance(later, ir.Return):
                    return True
            if _declares(frame, variable):
                return not (
                    isinstance(frame.owner, ir.Repeat)
                    and variable in self._mentions.in_expression(frame.owner.condition)
                )
            if isinstance(frame.owner, _LOOPS):
                return False
        return True

    def _is_only_use(self, statement: ir.Statement, variable: ir.Variable) -> bool:
        """Whether a statement uses a variable once, and its blocks do not.

        `{ items = list, count = #list }` counts as one use: nothing can have changed the list.
        """
        if isinstance(statement, ir.While | ir.Repeat):
            return False
        own = [expr for expr in statement_expressions(statement) if not _is_target(statement, expr)]
        uses = sum(_count(expr, variable) for expr in own)
        if uses > 1 and not any(
            may_run_lua(part, self._flow) for expr in own for part in walk_expression(expr)
        ):
            uses -= sum(_is_look(part, variable) for expr in own for part in walk_expression(expr))
        inside = (inner for block in child_blocks(statement) for inner in block.statements)
        return uses == 1 and not any(variable in self._mentions.of(inner) for inner in inside)

    def _has_jumps(self, function: ir.Function) -> bool:
        found = self._jumps.get(function)
        if found is None:
            found = any(map(self._mentions.has_jump, function.body.statements))
            self._jumps[function] = found
        return found

    def _paths_of(self, function: ir.Function) -> dict[ir.Expr, _Path]:
        found = self._paths.get(function)
        if found is None:
            found = self._paths[function] = {}
            evaluated = evaluated_expressions(function.body)
            waiting: list[tuple[ir.Block, ir.Statement | None, _Path]] = [(function.body, None, ())]
            while waiting:
                block, owner, around = waiting.pop()
                for index, statement in enumerate(block.statements):
                    path = (*around, _Frame(block, index, owner))
                    for expr in evaluated[statement]:
                        if isinstance(expr, ir.VariableRef):
                            found[expr] = path
                    waiting.extend((child, statement, path) for child in child_blocks(statement))
        return found


def _is_look(expr: ir.Expr, variable: ir.Variable) -> bool:
    """Whether an expression is the length of a list, or reads an element."""
    match expr:
        case ir.Index(object=ir.VariableRef(variable=used)):
            return used is variable
        case ir.Unary(operator="#", operand=ir.VariableRef(variable=used)):
            return used is variable
        case _:
            return False


def _declares(frame: _Frame, variable: ir.Variable) -> bool:
    """Whether a variable is declared in a block, before a place in it."""
    return any(
        isinstance(statement, ir.Local) and variable in statement.variables
        for statement in frame.block.statements[: frame.index]
    )


def _is_target(statement: ir.Statement, expr: ir.Expr) -> bool:
    return (
        isinstance(statement, ir.Assign)
        and isinstance(expr, ir.VariableRef)
        and any(expr is target for target in statement.targets)
    )


def _overwrites(statement: ir.Statement, variable: ir.Variable) -> bool:
    return isinstance(statement, ir.Assign) and any(
        isinstance(target, ir.VariableRef) and target.variable is variable
        for target in statement.targets
    )


def _reads(statement: ir.Statement, variable: ir.Variable) -> bool:
    return any(
        _count(expr, variable)
        for expr in statement_expressions(statement)
        if not _is_target(statement, expr)
    )


def _count(expr: ir.Expr, variable: ir.Variable) -> int:
    return sum(
        isinstance(part, ir.VariableRef) and part.variable is variable
        for part in walk_expression(expr)
    )
