"""Where expressions stand: what uses their value, in which function, inside which loops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wippyc.ir import nodes as ir
from wippyc.ir.walk import child_blocks, child_expressions, statement_expressions

Loop = ir.While | ir.Repeat | ir.NumericFor | ir.GenericFor


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands.

    Attributes:
        parent: The expression or statement it is an operand of.
        function: The function whose body it is in.
        loops: The loops of that function that evaluate it each round, outermost first.
    """

    parent: ir.Expr | ir.Statement
    function: ir.Function
    loops: tuple[Loop, ...]


class Places:
    """The places of all expressions of some functions.

    Attributes:
        jumps: Bodies of functions with labels, which may run parts of them again.
    """

    def __init__(self, functions: Sequence[ir.Function]) -> None:
        self.jumps: set[ir.Block] = set()
        self._places: dict[ir.Expr, Place] = {}
        self._references: dict[ir.Variable, list[ir.Expr]] = {}
        self._declared: dict[ir.Variable, tuple[Loop, ...]] = {}
        for function in functions:
            for parameter in function.parameters:
                self._declared[parameter] = ()
            self._block(function, function.body, ())

    def of(self, expr: ir.Expr) -> Place:
        """Return the place of an expression."""
        return self._places[expr]

    def references(self, variable: ir.Variable) -> list[ir.Expr]:
        """Return the expressions that mention a variable."""
        return self._references.get(variable, [])

    def declaration(self, variable: ir.Variable) -> tuple[Loop, ...]:
        """Return the loops around the declaration of a parameter or local variable."""
        return self._declared[variable]

    def _block(self, function: ir.Function, block: ir.Block, loops: tuple[Loop, ...]) -> None:
        for statement in block.statements:
            inner = (*loops, statement) if isinstance(statement, Loop) else loops
            again = inner if isinstance(statement, ir.While | ir.Repeat) else loops
            for expr in statement_expressions(statement):
                self._expression(expr, Place(statement, function, again))
            match statement:
                case ir.Local(variables=variables):
                    for variable in variables:
                        self._declared[variable] = loops
                case ir.Label():
                    self.jumps.add(function.body)
                case _:
                    pass
            for child in child_blocks(statement):
                self._block(function, child, inner)

    def _expression(self, expr: ir.Expr, place: Place) -> None:
        waiting = [(expr, place)]
        while waiting:
            node, at = waiting.pop()
            self._places[node] = at
            if isinstance(node, ir.VariableRef):
                self._references.setdefault(node.variable, []).append(node)
            below = Place(node, at.function, at.loops)
            waiting.extend((child, below) for child in child_expressions(node))
