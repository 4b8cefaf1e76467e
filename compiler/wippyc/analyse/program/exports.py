"""What a chunk returns, and which of its tables are mere namespaces.

local M = {}                 M is a namespace: fields are set once, at the top level, by
function M.fmt(n) … end      constant names, and M is only ever used as `M.name`.
return M                     Its functions become functions of the Python module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from wippyc.analyse.program.early_reads import early_reads
from wippyc.analyse.program.falling import can_fall_off
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions, expressions_of, walk_statements


@dataclass(frozen=True, slots=True)
class Namespace:
    """A table used only as a set of names: field → function or constant."""

    variable: ir.Variable
    members: Mapping[str, ir.Expr]


@dataclass(frozen=True, slots=True)
class Exports:
    """The value of a chunk.

    Attributes:
        fields: Exported name → expression, when the chunk's only `return` is at its end and
            returns a table with constant names.
        single: The expression, when that returns something else.
        values: The expressions that the chunk may return.
        may_be_nil: Whether it may return nothing.
    """

    fields: Mapping[str, ir.Expr] | None
    single: ir.Expr | None
    values: tuple[ir.Expr, ...] = ()
    may_be_nil: bool = False

    def entry_function(self, method: str) -> ir.Expr | None:
        """Return the expression of the entry function, if it can be seen."""
        if self.fields is not None:
            return self.fields.get(method)
        return self.single


def find_all_exports(
    units: Iterable[Unit], changed: Set[str]
) -> tuple[Mapping[ir.Variable, Namespace], Mapping[str, Exports]]:
    """Return the namespaces of all units, and what each unit returns by entry ID.

    Args:
        units: The units.
        changed: Libraries into whose tables other code stores.
    """
    namespaces: dict[ir.Variable, Namespace] = {}
    exports: dict[str, Exports] = {}
    for unit in units:
        found = find_namespaces(unit, is_changed=unit.id in changed)
        namespaces.update(found)
        exports[unit.id] = find_exports(unit, found, is_changed=unit.id in changed)
    return namespaces, exports


def find_namespaces(unit: Unit, *, is_changed: bool) -> dict[ir.Variable, Namespace]:
    """Return the chunk-level tables of a unit that are namespaces.

    Args:
        unit: The unit.
        is_changed: Whether others store into what it returns.
    """
    candidates = _candidate_tables(unit)
    if is_changed:
        for value in _returned(unit):
            if isinstance(value, ir.VariableRef):
                candidates.pop(value.variable, None)
    if not candidates:
        return {}
    stores = _collect_members(unit, candidates)
    _reject_other_uses(unit, candidates)
    for variable, _ in early_reads(unit, stores, named_field):
        candidates.pop(variable, None)
    return {variable: Namespace(variable, members) for variable, members in candidates.items()}


def _candidate_tables(unit: Unit) -> dict[ir.Variable, dict[str, ir.Expr]]:
    found: dict[ir.Variable, dict[str, ir.Expr]] = {}
    for statement in unit.main.body.statements:
        match statement:
            case ir.Local(variables=[variable], values=[ir.TableConstructor(items=items)]):
                members: dict[str, ir.Expr] = {}
                for item in items:
                    name = _constant_key(item)
                    if name is None or name in members or not _is_member(item.value):
                        break
                    members[name] = item.value
                else:
                    found[variable] = members
    return found


def _constant_key(item: ir.PositionalItem | ir.KeyedItem) -> str | None:
    if isinstance(item, ir.KeyedItem) and isinstance(item.key, ir.Constant):
        return item.key.value if isinstance(item.key.value, str) else None
    return None


def _is_member(value: ir.Expr) -> bool:
    return isinstance(value, ir.Function) or (
        isinstance(value, ir.Constant) and value.value is not None
    )


def _member_store(statement: ir.Statement) -> tuple[ir.Variable, str, ir.Expr] | None:
    """Return `(M, name, value)` of a statement `M.name = value`."""
    match statement:
        case ir.Assign(targets=[target], values=[value]):
            field = named_field(target)
            return None if field is None else (*field, value)
        case _:
            return None


def named_field(expr: ir.Expr) -> tuple[ir.Variable, str] | None:
    """Return `(M, name)` of an expression `M.name`."""
    match expr:
        case ir.Index(
            object=ir.VariableRef(variable=variable), key=ir.Constant(value=str() as name)
        ):
            return variable, name
        case _:
            return None


def _collect_members(
    unit: Unit, candidates: dict[ir.Variable, dict[str, ir.Expr]]
) -> dict[ir.Statement, tuple[ir.Variable, str]]:
    """Add the members that statements define; returns these statements."""
    stores: dict[ir.Statement, tuple[ir.Variable, str]] = {}
    for statement in unit.main.body.statements:
        store = _member_store(statement)
        if store is None or store[0] not in candidates:
            continue
        variable, name, value = store
        if name in candidates[variable] or not _is_member(value):
            del candidates[variable]
        else:
            candidates[variable][name] = value
            stores[statement] = variable, name
    return stores


def _reject_other_uses(unit: Unit, candidates: dict[ir.Variable, dict[str, ir.Expr]]) -> None:
    """Drop tables that are reassigned, passed on, called with `:`, or read under other names."""
    top_level = set(unit.main.body.statements)
    allowed: set[ir.Expr] = set()
    final = _final_return(unit)
    if final is not None:
        allowed.update(final.values[:1])
    for function in all_functions(unit.main):
        for statement in walk_statements(function.body):
            store = _member_store(statement)
            if store is not None and statement in top_level:
                target = statement.targets[0] if isinstance(statement, ir.Assign) else None
                assert isinstance(target, ir.Index)
                allowed.add(target)
                allowed.add(target.object)
            elif isinstance(statement, ir.Assign):
                for written in statement.targets:
                    if isinstance(written, ir.Index) and isinstance(written.object, ir.VariableRef):
                        candidates.pop(written.object.variable, None)
        for read in expressions_of(function.body, ir.Index):
            base = read.object
            if isinstance(base, ir.VariableRef) and base.variable in candidates:
                field = named_field(read)
                if field is not None and field[1] in candidates[base.variable]:
                    allowed.add(base)
    for function in all_functions(unit.main):
        for expr in expressions_of(function.body, ir.VariableRef):
            if expr.variable in candidates and expr not in allowed:
                del candidates[expr.variable]


def _returns(unit: Unit) -> list[ir.Return]:
    return [each for each in walk_statements(unit.main.body) if isinstance(each, ir.Return)]


def _final_return(unit: Unit) -> ir.Return | None:
    """Return the `return` at the end of the chunk, if there is no other."""
    returns = _returns(unit)
    is_final = len(returns) == 1 and returns[0] is unit.main.body.statements[-1]
    return returns[0] if is_final else None


def _returned(unit: Unit) -> tuple[ir.Expr, ...]:
    return tuple(each.values[0] for each in _returns(unit) if each.values)


def find_exports(
    unit: Unit, namespaces: Mapping[ir.Variable, Namespace], *, is_changed: bool
) -> Exports:
    """Return what the chunk gives to those who require it.

    Args:
        unit: The unit.
        namespaces: Its namespaces.
        is_changed: Whether others store into what it returns.
    """
    returns, values = _returns(unit), _returned(unit)
    if _final_return(unit) is None or not values:
        may_be_nil = len(values) < len(returns) or can_fall_off(unit.main.body)
        return Exports(fields=None, single=None, values=values, may_be_nil=may_be_nil)
    value = values[0]
    match value:
        case ir.VariableRef(variable=variable) if variable in namespaces:
            return Exports(fields=namespaces[variable].members, single=None, values=values)
        case ir.TableConstructor(items=items) if not is_changed:
            fields: dict[str, ir.Expr] = {}
            for item in items:
                name = _constant_key(item)
                if name is None:
                    return Exports(fields=None, single=value, values=values)
                fields[name] = item.value
            return Exports(fields=fields, single=None, values=values)
        case _:
            return Exports(fields=None, single=value, values=values)


def static_member(
    base: ir.Expr,
    name: str,
    namespaces: Mapping[ir.Variable, Namespace],
    exports: Mapping[str, Exports],
) -> ir.Expr | None:
    """Return the expression behind `namespace.name` or `library.name`, if it is static."""
    match base:
        case ir.VariableRef(variable=variable) if variable in namespaces:
            return namespaces[variable].members.get(name)
        case ir.LibraryRef(entry_id=entry_id) if entry_id in exports:
            fields = exports[entry_id].fields
            return None if fields is None else fields.get(name)
        case _:
            return None
