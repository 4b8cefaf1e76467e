"""Which variables closures capture, and how Python must hold them.

Python closures share one variable per function activation; Lua makes a fresh one each time a
block is entered. A captured variable that is declared inside a loop therefore is handed to the
closure when it is made: its value, if it never changes afterwards, or a cell.

for i = 1, 3 do                              for i in range(1, 4):
  steps[i] = function() return i end             def function(*_: Any, i: Any = i) -> Any:
end                                                  return i
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wippyc.analyse.program.falling import can_run_again
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import child_blocks, evaluated_expressions


@dataclass(eq=False)
class Captures:
    """Facts about variables and the functions that use them.

    Attributes:
        owner: The function whose body declares each variable.
        assigned: Variables assigned after their declaration.
        free: Variables of outer functions that each function (or one inside it) uses.
        captured: Variables used by an inner function.
        in_loop: Variables declared inside a loop of their own function.
        cells: Variables that need a cell: captured, declared in a loop, and changing.
        nonlocal_writes: Variables of outer functions each function itself assigns.
        changed_inside: Variables that functions other than their own assign.
    """

    owner: dict[ir.Variable, ir.Function] = field(default_factory=dict)
    assigned: set[ir.Variable] = field(default_factory=set)
    free: dict[ir.Function, dict[ir.Variable, None]] = field(default_factory=dict)
    captured: set[ir.Variable] = field(default_factory=set)
    in_loop: set[ir.Variable] = field(default_factory=set)
    cells: set[ir.Variable] = field(default_factory=set)
    nonlocal_writes: dict[ir.Function, dict[ir.Variable, None]] = field(default_factory=dict)
    changed_inside: set[ir.Variable] = field(default_factory=set)


class _Walker:
    def __init__(self) -> None:
        self.result = Captures()
        self._self_capturing: set[ir.Variable] = set()

    def function(self, function: ir.Function) -> dict[ir.Variable, None]:
        """Walk a function; return the outer variables it uses."""
        self.result.nonlocal_writes[function] = {}
        free: dict[ir.Variable, None] = {}
        self.result.free[function] = free
        for parameter in function.parameters:
            self.result.owner[parameter] = function
        self._block(function, function.body, free, has_loop=can_run_again(function.body))
        return free

    def _declare(self, function: ir.Function, variable: ir.Variable, in_loop: bool) -> None:
        self.result.owner[variable] = function
        if in_loop:
            self.result.in_loop.add(variable)

    def _block(
        self,
        function: ir.Function,
        block: ir.Block,
        free: dict[ir.Variable, None],
        *,
        has_loop: bool,
    ) -> None:
        for statement in block.statements:
            match statement:
                case ir.Local(variables=variables):
                    self._uses(function, statement, free)
                    for variable in variables:
                        self._declare(function, variable, has_loop)
                    continue
                case ir.DeclareFunction(variable=variable, function=body):
                    self._declare(function, variable, has_loop)
                    inner = self._inner(function, body, free)
                    if variable in inner:
                        self._self_capturing.add(variable)
                    continue
                case ir.NumericFor(variable=variable):
                    self._declare(function, variable, True)
                case ir.GenericFor(variables=variables):
                    for variable in variables:
                        self._declare(function, variable, True)
                case ir.Assign(targets=targets):
                    for target in targets:
                        if isinstance(target, ir.VariableRef):
                            self._assign(function, target.variable)
                case _:
                    pass
            loops = isinstance(statement, ir.While | ir.Repeat | ir.NumericFor | ir.GenericFor)
            if not isinstance(statement, ir.Repeat):
                self._uses(function, statement, free)
            for child in child_blocks(statement):
                inner_loop = has_loop or loops or can_run_again(child)
                self._block(function, child, free, has_loop=inner_loop)
            if isinstance(statement, ir.Repeat):
                self._uses(function, statement, free)

    def _assign(self, function: ir.Function, variable: ir.Variable) -> None:
        self.result.assigned.add(variable)
        if self.result.owner.get(variable) is not function:
            self.result.nonlocal_writes[function][variable] = None
            self.result.changed_inside.add(variable)

    def _uses(
        self, function: ir.Function, statement: ir.Statement, free: dict[ir.Variable, None]
    ) -> None:
        for node in evaluated_expressions(function.body)[statement]:
            if isinstance(node, ir.VariableRef):
                if self.result.owner.get(node.variable) is not function:
                    free[node.variable] = None
                    self.result.captured.add(node.variable)
            elif isinstance(node, ir.Function):
                self._inner(function, node, free)

    def _inner(
        self, function: ir.Function, body: ir.Function, free: dict[ir.Variable, None]
    ) -> dict[ir.Variable, None]:
        inner = self.function(body)
        for variable in inner:
            if self.result.owner.get(variable) is not function:
                free[variable] = None
        return inner

    def finish(self) -> Captures:
        result = self.result
        changing = result.assigned | self._self_capturing
        result.cells = result.captured & result.in_loop & changing
        return result


def find_captures(program: Program) -> Captures:
    """Analyse every function of a program."""
    walker = _Walker()
    for unit in program.units.values():
        for variable in unit.globals:
            walker.result.owner[variable] = unit.main
        walker.function(unit.main)
    return walker.finish()
