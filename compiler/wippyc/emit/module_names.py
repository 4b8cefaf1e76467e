"""Names at module level: of hoisted functions, and of modules of the runtime's library.

local text = require("text")                 from ..wippy_runtime.lib import text
function M.total(items) … end                def total(items): …
local payload = message:payload()            payload = …, in a file that does not use `payload`
"""

from __future__ import annotations

from collections.abc import Set

from wippyc.analyse.facts import Facts
from wippyc.api.model import ModuleApi
from wippyc.emit.functions import method_name
from wippyc.emit.imports import renamed_library
from wippyc.emit.names import RUNTIME_NAMES, NameScope, class_name
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program, Unit
from wippyc.ir.walk import all_functions, expressions_of

# Modules that generated code uses where the Lua file need not name them.
_UNNAMED = frozenset({"string"})


def module_names(facts: Facts, program: Program) -> dict[ir.Function, str]:
    """Decide the Python names of all module-level functions of a program."""
    names: dict[ir.Function, str] = {}
    for unit in program.units.values():
        scope = open_module(facts, library_names(facts, unit))
        names.update(hoisted_names(facts, unit, scope))
    return names


def hoisted_names(facts: Facts, unit: Unit, scope: NameScope) -> dict[ir.Function, str]:
    """Name the functions of a unit that are defined at module level."""
    layout = facts.layouts[unit.id]
    names: dict[ir.Function, str] = {}
    if unit.entry.kind == "workflow.lua":
        scope.fresh(class_name(unit.entry.id.name))
    if layout.has_state:
        scope.fresh("chunk")
    for statement in unit.main.body.statements:
        match statement:
            case ir.DeclareFunction(variable=variable, function=function):
                wanted = variable.name
            case ir.Assign(
                targets=[ir.VariableRef(variable=variable)], values=[ir.Function() as function]
            ):
                wanted = variable.name
            case ir.Assign(
                targets=[ir.Index(key=ir.Constant(value=str() as key)) as target],
                values=[ir.Function() as function],
            ):
                wanted = key if _is_member_store(facts, target) else method_name(function)
            case _:
                continue
        if function in layout.hoisted:
            names[function] = scope.fresh(wanted)
    for function in all_functions(unit.main):
        if function in layout.hoisted and function not in names:
            names[function] = scope.fresh(_member_name(facts, unit, function))
    return names


def _is_member_store(facts: Facts, target: ir.Index) -> bool:
    return isinstance(target.object, ir.VariableRef) and target.object.variable in facts.namespaces


def _member_name(facts: Facts, unit: Unit, function: ir.Function) -> str:
    """Name of a function literal in a namespace, an export table, or a plain `return`."""
    for namespace in facts.namespaces.values():
        for key, value in namespace.members.items():
            if value is function:
                return key
    for key, value in (facts.exports[unit.id].fields or {}).items():
        if value is function:
            return key
    return function.name.rpartition(".")[2] or "main"


def library_names(facts: Facts, unit: Unit) -> frozenset[str]:
    """Return the names of the modules of the runtime's library that a unit uses."""
    mentioned = {
        expr.module
        for function in all_functions(unit.main)
        for expr in expressions_of(
            function.body, ir.ApiCall, ir.ApiRef, ir.ApiConstant, ir.ModuleRef
        )
        if isinstance(expr, ir.ApiCall | ir.ApiRef | ir.ApiConstant | ir.ModuleRef)
    }
    # The name `workflow` is that of the SDK's module.
    used = (mentioned | _UNNAMED) - {"workflow"}
    return frozenset(_python_name(facts.api[module]) for module in used)


def open_module(facts: Facts, libraries: Set[str]) -> NameScope:
    """Return the names of a module that uses these of the runtime's library."""
    renamed = {renamed_library(_python_name(module)) for module in facts.api.values()}
    return NameScope(reserved=RUNTIME_NAMES.union(libraries, renamed))


def _python_name(module: ModuleApi) -> str:
    return module.python.rpartition(".")[2]
