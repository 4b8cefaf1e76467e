"""Where the pieces of a chunk live in Python.

A Lua chunk runs anew for every execution, so nothing that changes may be a Python global.
Functions and constants that touch no changing state become module-level definitions. If anything
else remains (a table, a call at the top level, a variable that changes), the chunk becomes a
function `chunk()` that makes that state and the functions that use it, once per execution.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wippyc.analyse.program.captures import Captures
from wippyc.analyse.program.exports import Exports, Namespace, named_field
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, block_expressions, expressions_of


@dataclass(frozen=True, eq=False, kw_only=True)
class Layout:
    """The shape of one unit's Python module.

    Attributes:
        hoisted: Functions that become module-level definitions.
        constants: Chunk variables that become module-level constants.
        names_only: Variables that need no Python variable (namespaces, `require` results, classes
            that are never read).
        loads: Libraries that are loaded before the chunk runs.
        has_state: Whether the module has a `chunk()` function.
    """

    hoisted: frozenset[ir.Function]
    constants: frozenset[ir.Variable]
    names_only: frozenset[ir.Variable]
    loads: tuple[str, ...]
    has_state: bool


def plan_layout(
    unit: Unit,
    captures: Captures,
    declared: Mapping[ir.Variable, ir.Function],
    namespaces: Mapping[ir.Variable, Namespace],
    exports: Exports,
    stateful_libraries: frozenset[str],
    loads: tuple[str, ...],
    dispatched: Mapping[ir.Expr, ir.Function],
    unread: frozenset[ir.Variable],
) -> Layout:
    """Decide where each part of a chunk goes.

    Args:
        unit: The chunk.
        captures: Variable facts.
        declared: Variables that always hold one function.
        namespaces: Tables that are mere namespaces.
        exports: What the chunk returns.
        stateful_libraries: Libraries with per-execution state; using one is state too.
        loads: Libraries that are loaded before the chunk runs.
        dispatched: Calls of methods by name.
        unread: Classes that need no table.
    """
    constants = _constants(unit, captures)
    names_only = (
        {variable for variable in namespaces if captures.owner.get(variable) is unit.main}
        | _bindings(unit, captures)
        | unit.spent
    )
    names_only |= {variable for variable in unread if captures.owner.get(variable) is unit.main}
    candidates = _candidate_functions(unit, declared, namespaces, names_only, exports)
    methods = set(dispatched.values()).intersection(all_functions(unit.main))
    candidates.update(methods)
    named = {
        function: methods.intersection(_dispatched_in(function, dispatched))
        | _members_in(function, namespaces, names_only)
        for function in candidates
    }
    by_variable = {
        variable: function for variable, function in declared.items() if function in candidates
    }
    library_users = _library_users(unit, stateful_libraries)
    hoisted = set(candidates)
    changed = True
    while changed:
        changed = False
        for function in list(hoisted):
            # What lives in `chunk` has a name only there.
            if not named[function] <= hoisted or _touches_state(
                function, captures, hoisted, by_variable, constants, names_only, library_users
            ):
                hoisted.discard(function)
                changed = True
    return Layout(
        hoisted=frozenset(hoisted),
        constants=frozenset(constants),
        names_only=frozenset(names_only),
        loads=loads,
        has_state=bool(loads)
        or _has_state(unit, hoisted, by_variable, constants, names_only, exports, declared),
    )


def _constants(unit: Unit, captures: Captures) -> set[ir.Variable]:
    found: set[ir.Variable] = set()
    for statement in unit.main.body.statements:
        match statement:
            case ir.Local(variables=variables, values=values) if len(variables) == len(values):
                plain = all(isinstance(value, ir.Constant | ir.ApiConstant) for value in values)
                if plain and captures.assigned.isdisjoint(variables):
                    found.update(variables)
            case _:
                pass
    return found


def _bindings(unit: Unit, captures: Captures) -> set[ir.Variable]:
    """Variables that only name a module, library or built-in function."""
    found: set[ir.Variable] = set()
    for statement in unit.main.body.statements:
        match statement:
            case ir.Local(
                variables=[variable], values=[ir.ModuleRef() | ir.LibraryRef() | ir.ApiRef()]
            ) if variable not in captures.assigned:
                found.add(variable)
            case _:
                pass
    return found


def _candidate_functions(
    unit: Unit,
    declared: Mapping[ir.Variable, ir.Function],
    namespaces: Mapping[ir.Variable, Namespace],
    names_only: set[ir.Variable],
    exports: Exports,
) -> set[ir.Function]:
    """Functions written at the top level of the chunk under a fixed name."""
    found: set[ir.Function] = set()
    for statement in unit.main.body.statements:
        match statement:
            case ir.DeclareFunction(variable=variable, function=function):
                if declared.get(variable) is function:
                    found.add(function)
            case ir.Assign(
                targets=[ir.VariableRef(variable=variable)], values=[ir.Function() as function]
            ):
                if declared.get(variable) is function:
                    found.add(function)
            case _:
                pass
    for variable in names_only:
        if variable in namespaces:
            for value in namespaces[variable].members.values():
                if isinstance(value, ir.Function):
                    found.add(value)
    for expr in (*(exports.fields or {}).values(), exports.single):
        if isinstance(expr, ir.Function):
            found.add(expr)
    return found


def _dispatched_in(
    function: ir.Function, dispatched: Mapping[ir.Expr, ir.Function]
) -> Iterator[ir.Function]:
    """Yield the methods that a function or one written in it calls by name."""
    if not dispatched:
        return
    for inner in all_functions(function):
        for expr in block_expressions(inner.body):
            method = dispatched.get(expr)
            if method is not None:
                yield method


def _members_in(
    function: ir.Function,
    namespaces: Mapping[ir.Variable, Namespace],
    names_only: set[ir.Variable],
) -> set[ir.Function]:
    """The functions that a function or one written in it reads from namespaces."""
    found: set[ir.Function] = set()
    for inner in all_functions(function):
        for expr in expressions_of(inner.body, ir.Index):
            field = named_field(expr)
            if field is None or field[0] not in names_only or field[0] not in namespaces:
                continue
            member = namespaces[field[0]].members.get(field[1])
            if isinstance(member, ir.Function):
                found.add(member)
    return found


def _library_users(unit: Unit, stateful: frozenset[str]) -> set[ir.Function]:
    users: set[ir.Function] = set()
    for function in all_functions(unit.main):
        for expr in expressions_of(function.body, ir.LibraryRef):
            if expr.entry_id in stateful:
                users.add(function)
    if not users:
        return users
    # A function that contains a user is one too.
    for function in all_functions(unit.main):
        if any(inner in users for inner in all_functions(function)):
            users.add(function)
    return users


def _touches_state(
    function: ir.Function,
    captures: Captures,
    hoisted: set[ir.Function],
    by_variable: Mapping[ir.Variable, ir.Function],
    constants: set[ir.Variable],
    names_only: set[ir.Variable],
    library_users: set[ir.Function],
) -> bool:
    if function in library_users:
        return True
    for variable in captures.free[function]:
        if variable in constants or variable in names_only:
            continue
        if by_variable.get(variable) in hoisted:
            continue
        return True
    return False


def _has_state(
    unit: Unit,
    hoisted: set[ir.Function],
    by_variable: Mapping[ir.Variable, ir.Function],
    constants: set[ir.Variable],
    names_only: set[ir.Variable],
    exports: Exports,
    declared: Mapping[ir.Variable, ir.Function],
) -> bool:
    """Whether any top-level statement does more than define hoisted names."""
    last = unit.main.body.statements[-1] if unit.main.body.statements else None
    for statement in unit.main.body.statements:
        match statement:
            case ir.DeclareFunction(function=function) if function in hoisted:
                continue
            case ir.Local(variables=variables) if all(
                variable in constants or variable in names_only for variable in variables
            ):
                continue
            case ir.Assign(
                targets=[ir.VariableRef(variable=variable)], values=[ir.Function() as function]
            ) if declared.get(variable) is function and function in hoisted:
                continue
            case ir.Assign(targets=[ir.Index(object=ir.VariableRef(variable=variable))]):
                value = statement.values[0]
                if variable in names_only and (
                    value in hoisted or not isinstance(value, ir.Function)
                ):
                    continue
                return True
            case ir.Return() if statement is last and _is_static(exports, hoisted, by_variable):
                continue
            case ir.DeclareType():
                continue
            case _:
                return True
    # Members written in a namespace's constructor must all be hoisted too.
    return False


def _is_static(
    exports: Exports,
    hoisted: set[ir.Function],
    by_variable: Mapping[ir.Variable, ir.Function],
) -> bool:
    exprs = list((exports.fields or {}).values())
    if exports.single is not None:
        exprs.append(exports.single)
    for expr in exprs:
        match expr:
            case ir.Function() if expr in hoisted:
                continue
            case ir.VariableRef(variable=variable) if by_variable.get(variable) in hoisted:
                continue
            case ir.Constant() | ir.TypeRef() | ir.ApiRef() | ir.ModuleRef() | ir.LibraryRef():
                continue
            case _:
                return False
    return True
