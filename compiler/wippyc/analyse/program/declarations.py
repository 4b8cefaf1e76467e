"""Variables that always hold the same function.

local function total(order) … end     each `total(…)` calls this function
function report(order) … end          so does each `report(…)`, unless code that runs before this
                                      may call it
local rate = function() … end         and each `rate()`, as nothing assigns `rate` again
"""

from __future__ import annotations

from wippyc.analyse.program.early_reads import early_reads
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, walk_statements


def declared_functions(program: Program) -> dict[ir.Variable, ir.Function]:
    """Return the functions of variables that are declared with one and never reassigned.

    A global variable of a chunk counts when its only assignment is a function at the top level
    that runs before any code that may call it.
    """
    found: dict[ir.Variable, ir.Function] = {}
    assigned: dict[ir.Variable, int] = {}
    for unit in program.units.values():
        top_level = set(unit.main.body.statements)
        globals_: dict[ir.Statement, ir.Variable] = {}
        for function in all_functions(unit.main):
            for statement in walk_statements(function.body):
                match statement:
                    case ir.DeclareFunction(variable=variable, function=body):
                        found[variable] = body
                    case ir.Assign(targets=targets, values=values):
                        for target in targets:
                            if isinstance(target, ir.VariableRef):
                                count = assigned.get(target.variable, 0) + 1
                                assigned[target.variable] = count
                        match targets, values:
                            case (ir.VariableRef(variable=variable),), (ir.Function() as body,):
                                if variable.kind == "global" and statement in top_level:
                                    found[variable] = body
                                    globals_[statement] = variable
        for variable in early_reads(unit, globals_, _read_variable):
            found.pop(variable, None)
    return {
        variable: body
        for variable, body in found.items()
        if assigned.get(variable, 0) == (1 if variable.kind == "global" else 0)
    }


def _read_variable(expr: ir.Expr) -> ir.Variable | None:
    return expr.variable if isinstance(expr, ir.VariableRef) else None
