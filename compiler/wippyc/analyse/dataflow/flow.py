"""Which values can reach where: the result of a flow-insensitive analysis of the application.

Every variable, table slot and function result is a slot of abstract values; expressions are
evaluated into slots until nothing changes. Values from outside (arguments, decoded payloads) can
be any plain data but no function.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wippyc.analyse.abstract_values.known_places import Narrowing
from wippyc.analyse.abstract_values.values import EMPTY, OUTSIDE, FunctionValue, Site, Value
from wippyc.analyse.dataflow.tables import TableModel
from wippyc.analyse.program.raising_calls import Raising
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit

# Built-in functions that call their first argument with the rest of their arguments.
PROTECTED_CALLS = frozenset({("base", "pcall"), ("base", "xpcall")})


@dataclass(frozen=True, eq=False)
class Component:
    """Units that share values.

    Attributes:
        units: The units.
        tables: What their tables hold.
        exposed: Sites of tables that code out of sight can get hold of.
        follows_coroutines: Whether all values that go into and out of coroutines are followed.
    """

    units: tuple[Unit, ...]
    tables: TableModel
    exposed: frozenset[Site]
    follows_coroutines: bool


@dataclass(eq=False)
class Flow:
    """The result: what each slot can hold.

    Attributes:
        variables: Value of each variable.
        fields: Joined value under each constant field name, over all tables.
        globals: Value of each shared global.
        results: Value of the first result positions of each function.
        extra_results: Value of all further positions.
        varargs: Value of `...` of each function.
        escaped: Everything handed to built-in functions that may hand it back.
        escaped_functions: The functions among that, in all parts of the program.
        expressions: Value of every expression (its first result).
        callees: What each `Call` and `MethodCall` can reach.
        open_calls: Calls that may also reach something the analysis does not see.
        coroutine_bodies: Functions that run as coroutines.
        only_resumed: Those of them that code out of sight cannot get hold of.
        opened_bodies: Bodies of coroutines that code out of sight may resume.
        coroutine_calls: The functions that may run in the coroutines in which a function does; for
            `None` those that may run in any.
        called_by_runtime: Functions the runtime calls itself (callbacks, metamethods).
        followed_metamethods: Those of them that only operators call, where the analysis sees what
            becomes of their results.
        objects: Sites of tables that may get a metatable.
        lists: Sites of tables that get elements.
        units_with_objects: Units in which tables from outside may have one.
        exposed_functions: Functions that may be called with any arguments.
        unfollowed: Tables that are not only used where the analysis sees it.
        inheriting: Those of them that only inherit fields of constant names.
        changed_libraries: Libraries whose tables get other values than their chunks give them.
        same_types: Comparisons of two values of which `type` says the same.
        type_names: Variables that keep what `type` says of a variable that nothing assigns.
        dispatched: The function of each call of a method that always finds the same one, and of
            each operator that always finds the same metamethod.
        narrowings: What tests say of variables where they are used.
        raising: Functions of the program that never return, and their calls.
        components: The parts of the program, each with what its tables hold.
    """

    variables: dict[ir.Variable, Value] = field(default_factory=dict)
    globals: dict[str, Value] = field(default_factory=dict)
    results: dict[tuple[ir.Function, int], Value] = field(default_factory=dict)
    extra_results: dict[ir.Function, Value] = field(default_factory=dict)
    varargs: dict[ir.Function, Value] = field(default_factory=dict)
    escaped: Value = EMPTY
    escaped_functions: set[FunctionValue] = field(default_factory=set)
    expressions: dict[ir.Expr, Value] = field(default_factory=dict)
    callees: dict[ir.Expr, frozenset[FunctionValue]] = field(default_factory=dict)
    open_calls: set[ir.Expr] = field(default_factory=set)
    coroutine_bodies: set[ir.Function] = field(default_factory=set)
    only_resumed: set[ir.Function] = field(default_factory=set)
    opened_bodies: set[ir.Function] = field(default_factory=set)
    coroutine_calls: dict[ir.Function | None, set[ir.Function]] = field(default_factory=dict)
    called_by_runtime: set[ir.Function] = field(default_factory=set)
    followed_metamethods: set[ir.Function] = field(default_factory=set)
    fields: Mapping[str, Value] = field(default_factory=dict)
    objects: set[Site] = field(default_factory=set)
    lists: set[Site] = field(default_factory=set)
    units_with_objects: set[str] = field(default_factory=set)
    exposed_functions: set[FunctionValue] = field(default_factory=set)
    unfollowed: set[Site] = field(default_factory=set)
    inheriting: set[Site] = field(default_factory=set)
    changed_libraries: set[str] = field(default_factory=set)
    same_types: frozenset[ir.Compare] = frozenset()
    type_names: Mapping[ir.Variable, ir.Expr] = field(default_factory=dict)
    dispatched: dict[ir.Expr, ir.Function] = field(default_factory=dict)
    narrowings: Mapping[ir.VariableRef, Narrowing] = field(default_factory=dict)
    raising: Raising = field(default_factory=Raising)
    components: list[Component] = field(default_factory=list)

    def value(self, expr: ir.Expr) -> Value:
        """Return what an expression can be."""
        return self.expressions.get(expr, EMPTY)

    def is_plain(self, value: Value, unit_id: str) -> bool:
        """Whether the tables of a value in a unit never have a metatable."""
        if not value.tables or (OUTSIDE in value.tables and unit_id in self.units_with_objects):
            return False
        return self.objects.isdisjoint(value.tables)
