"""What a program does with its tables, as far as records are concerned.

task.priority          reads and stores of constant names, and calls of methods that are resolved,
task:run(scheduler)    are what records are for
queue[1] = task        passing one on is nothing to it: what is done with it there counts
task == other          it is compared by identity, unless there may be an `__eq`

Everything else refuses: the table has to be a `Table`. What goes to built-in functions is refused
with all that is in it, unless the function is known to leave the contents alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from wippyc.analyse.abstract_values.births import given_fields
from wippyc.analyse.abstract_values.type_names import presence_test
from wippyc.analyse.abstract_values.values import EMPTY, OUTSIDE, Site, Tag, Value
from wippyc.analyse.dataflow.coroutine_flow import PASSING
from wippyc.analyse.dataflow.flow import Component, Flow
from wippyc.analyse.dataflow.record_groups import Groups
from wippyc.analyse.dataflow.statement_flow import POSITIONS
from wippyc.analyse.lists.list_tables import ListTables
from wippyc.analyse.program.metatables import is_setmetatable
from wippyc.ir import nodes as ir
from wippyc.ir.walk import (
    all_functions,
    block_expressions,
    expressions_of,
    statement_expressions,
    walk_statements,
)

# Built-in functions that use what is in their first argument only as values; what else they get
# becomes part of it.
_CARRIERS: Final = frozenset({
    ("base", "ipairs"), ("base", "pairs"),
    ("table", "insert"), ("table", "remove"), ("table", "unpack"),
})  # fmt: skip


class RecordUses:
    """Finds groups of constructors whose tables are only used as records can be.

    Args:
        flow: Types and allocation sites of expressions.
        lists: Tables that are lists or dicts.
        namespaces: Variables that stand for mere namespaces.
        is_called_by_name: Whether a call or operator is emitted as a call of the one method that
            it always finds.

    Attributes:
        groups: The groups.
        units: ID of the unit of each constructor.
    """

    def __init__(
        self,
        flow: Flow,
        lists: ListTables,
        namespaces: Iterable[ir.Variable],
        is_called_by_name: Callable[[ir.Expr, ir.Function], bool],
    ) -> None:
        self._flow = flow
        self._lists = lists
        self._namespaces = namespaces
        self._is_called_by_name = is_called_by_name
        self._component: Component
        self._function: ir.Function
        self._stored: set[ir.Expr] = set()
        self._called: set[ir.Expr] = set()
        self._resolved: set[ir.Expr] = set()
        self._tested: set[ir.Expr] = set()
        # Tables of the component that are refused with all that is in them.
        self._given_away: set[Site] = set()
        self.groups = Groups()
        self.units: dict[Site, str] = {}

    def run(self) -> None:
        """Look through the whole program."""
        for variable in self._namespaces:
            self._refuse(self._flow.variables.get(variable, EMPTY))
        self._refuse_lists()
        for component in self._flow.components:
            self._component = component
            self._given_away = set()
            self.groups.refuse(component.exposed)
            self.groups.refuse(component.tables.used_by_metatables())
            for value in self._flow.globals.values():
                self._refuse_contents(value)
            for unit in component.units:
                for function in all_functions(unit.main):
                    self._function = function
                    self._look_through(unit.id, unit.main)

    def _refuse_lists(self) -> None:
        lists, variables = self._lists, self._flow.variables
        self._refuse_all((*lists.elements, *lists.maps))
        for variable in (*lists.variables, *lists.map_variables):
            self._refuse(variables.get(variable, EMPTY))

    def _look_through(self, unit_id: str, main: ir.Function) -> None:
        for statement in walk_statements(self._function.body):
            self._statement(statement, is_chunk=self._function is main)
        for call in expressions_of(self._function.body, ir.Call):
            self._called.add(call.callee)
            if self._is_named(call):
                self._resolved.add(call.callee)
        for expr in block_expressions(self._function.body):
            if type(expr) in ir.LEAVES:
                continue
            if isinstance(expr, ir.TableConstructor):
                self.units[expr] = unit_id
                self._constructor(expr)
            self._expression(expr)

    def _refuse(self, value: Value) -> None:
        if value.tables and value.can_be(Tag.TABLE):
            self.groups.refuse(value.tables)

    def _refuse_contents(self, value: Value) -> None:
        """Refuse tables and all that is in them."""
        if not value.can_be(Tag.TABLE) or value.tables <= self._given_away:
            return
        found, _ = self._component.tables.reachable(value)
        self._given_away |= found
        self.groups.refuse(found)

    def _refuse_all(self, exprs: Iterable[ir.Expr]) -> None:
        for expr in exprs:
            self._refuse(self._flow.value(expr))

    # --- statements ---------------------------------------------------------------------------

    def _statement(self, statement: ir.Statement, *, is_chunk: bool) -> None:
        match statement:
            case ir.Assign(targets=targets):
                self._stored.update(target for target in targets if isinstance(target, ir.Index))
            case ir.GenericFor(iterators=iterators):
                if not (len(iterators) == 1 and isinstance(iterators[0], ir.ApiCall)):
                    self._refuse_all(iterators)
            case ir.NumericFor():
                self._refuse_all(statement_expressions(statement))
            case ir.Return(values=values) if is_chunk:
                self._refuse_all(values)
            case _:
                pass

    # --- expressions --------------------------------------------------------------------------

    def _constructor(self, table: ir.TableConstructor) -> None:
        names = given_fields(table)
        self.groups.of(table)
        is_plain = len(set(names)) == len(table.items)
        if not is_plain or self._component.tables.is_merged(table):
            self.groups.refuse((table,))

    def _expression(self, expr: ir.Expr) -> None:
        match expr:
            case ir.Index(object=table, key=ir.Constant(value=str() as name)):
                if expr not in self._resolved:
                    self._field(expr, table, name)
            case ir.Index(object=table):
                self._refuse(self._flow.value(table))
            case ir.MethodCall(object=receiver, method=name):
                if not self._is_named(expr):
                    self._field(expr, receiver, name)
                self._arguments(expr, expr.arguments)
            case ir.Call(callee=callee):
                self._refuse(self._flow.value(callee))
                self._arguments(expr, expr.arguments)
            case ir.ApiCall():
                self._built_in(expr)
            case ir.CallActivity(arguments=arguments):
                self._give_away(arguments)
            case ir.Compare(operator="==" | "~=", left=left, right=right):
                test = presence_test(expr, self._flow.value)
                if test is not None:
                    self._tested.add(test)
                self._compare(expr, self._flow.value(left), self._flow.value(right))
            case ir.Compare(left=left, right=right) | ir.Arithmetic(left=left, right=right):
                if not self._is_named(expr):
                    self._refuse_all((left, right))
            case ir.Unary(operand=operand):
                if not self._is_named(expr):
                    self._refuse(self._flow.value(operand))
            case ir.Concat(parts=parts):
                self._refuse_all(parts)
            case _:
                pass

    def _is_named(self, expr: ir.Expr) -> bool:
        return self._is_called_by_name(expr, self._function)

    def _field(self, expr: ir.Expr, table: ir.Expr, name: str) -> None:
        """Note a read or store of a field, or the call of a method by its name."""
        value = self._flow.value(table)
        if not value.can_be(Tag.TABLE) or not value.tables:
            return
        if not value.only(Tag.TABLE | Tag.NIL):
            self.groups.refuse(value.tables)
            return
        group = self.groups.unite(value.tables)
        assert group is not None
        is_called = isinstance(expr, ir.MethodCall) or expr in self._called
        if is_called and value.can_be(Tag.NIL):
            group.calls.add(name)
        if expr in self._stored:
            group.stores.add(name)
        else:
            group.reads.setdefault(name, []).append(expr)

    def _compare(self, expr: ir.Compare, left: Value, right: Value) -> None:
        """Note that two values are compared by identity, unless a metamethod may be run."""
        if not (left.can_be(Tag.TABLE) and right.can_be(Tag.TABLE)):
            return
        both = left.join(right)
        if "__eq" in self._component.tables.named and not self._is_named(expr):
            handlers = self._component.tables.metamethod(both, "__eq")
            if handlers is None or handlers.tags:
                self._refuse(both)
        if both.only(Tag.TABLE | Tag.NIL) and OUTSIDE not in both.tables:
            # Type checkers refuse to compare objects of different classes.
            self.groups.unite(both.tables)

    # --- what goes elsewhere ------------------------------------------------------------------

    def _arguments(self, call: ir.Expr, arguments: tuple[ir.Expr, ...]) -> None:
        if call in self._flow.open_calls:
            self._give_away(arguments)

    def _give_away(self, exprs: tuple[ir.Expr, ...]) -> None:
        """Refuse tables that go to code out of sight, and all that is in them."""
        for expr in exprs:
            self._refuse_contents(self._flow.value(expr))
        if exprs and isinstance(exprs[-1], ir.MULTI):
            self._refuse_contents(self._further_results(exprs[-1]))

    def _further_results(self, expr: ir.Expr) -> Value:
        """Return what the results of an expression behind the first can be."""
        value = EMPTY
        match expr:
            case ir.Vararg():
                return self._flow.varargs.get(self._function, EMPTY)
            case ir.Call() | ir.MethodCall():
                results, rest = self._flow.results, self._flow.extra_results
                for callee in self._flow.callees.get(expr, ()):
                    if isinstance(callee, ir.Function):
                        value = value.join(rest.get(callee, EMPTY))
                        for position in range(POSITIONS):
                            value = value.join(results.get((callee, position), EMPTY))
                return value
            case ir.ApiCall(arguments=arguments):
                # It may give back any of them, or what is in them.
                for argument in arguments:
                    value = value.join(self._flow.value(argument))
                if arguments and isinstance(arguments[-1], ir.MULTI):
                    value = value.join(self._further_results(arguments[-1]))
                return value
            case _:
                return value

    def _built_in(self, call: ir.ApiCall) -> None:
        name = (call.module, call.function.name)
        arguments = call.arguments
        match name, arguments:
            case ("base", "type"), (operand,) if not isinstance(operand, ir.MULTI):
                if call not in self._tested:
                    self._refuse(self._flow.value(operand))
            case ("base", "setmetatable"), (table, ir.VariableRef() as metatable) if (
                is_setmetatable(call)
                and self._flow.value(table).tags == self._flow.value(metatable).tags == Tag.TABLE
            ):
                self._refuse(self._flow.value(metatable))
                group = self.groups.unite(self._flow.value(table).tables)
                if group is not None:
                    group.blessings.append(call)
            case ("table", "sort"), (table, order) if self._flow.value(order).tags == Tag.FUNCTION:
                self._refuse(self._flow.value(table))
            case ("coroutine", passing), _ if (
                passing in PASSING and self._component.follows_coroutines
            ):
                # The analysis sees where it comes out.
                pass
            case _ if name in _CARRIERS and arguments:
                self._refuse(self._flow.value(arguments[0]))
            case _:
                self._give_away(arguments)
