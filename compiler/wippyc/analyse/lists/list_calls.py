"""Built-in functions that are called with tables."""

from __future__ import annotations

from typing import Final

from wippyc.analyse.abstract_values.string_calls import result_count, string_call
from wippyc.analyse.abstract_values.values import NUMBER
from wippyc.analyse.dataflow.plain_places import is_entry, is_front, is_plain_place
from wippyc.analyse.dataflow.running_code import may_run_lua
from wippyc.analyse.lists import list_costs as costs
from wippyc.analyse.lists.list_kinds import Kind
from wippyc.analyse.lists.list_places import ListFacts
from wippyc.analyse.lists.list_stores import ListStores
from wippyc.ir import nodes as ir
from wippyc.ir.walk import walk_expression

# Functions that only look at their first argument, or change the order of its elements.
_BORROWERS: Final = frozenset(
    {("table", "concat"), ("table", "sort"), ("table", "unpack"), ("base", "unpack")}
)
# They name their first argument once.
_SINGLE_USES: Final = _BORROWERS | {("table", "insert")}
_CHANGERS: Final = frozenset({("table", "insert"), ("table", "remove")})


class ListCalls(ListStores):
    """Notes what built-in functions do with tables.

    Attributes:
        borrowed: Arguments of built-in functions that only look at them.
        metatables: Kinds of tables and of the metatables they get.
    """

    def __init__(self, known: ListFacts) -> None:
        super().__init__(known)
        self._insertions = known.insertions
        # Calls whose meaning is that of the loop or condition around them.
        self._walked: set[ir.Expr] = set()
        self._tested: set[ir.Expr] = set()
        self.borrowed: list[ir.Expr] = []
        self.metatables: list[tuple[Kind, Kind | None]] = []

    def _built_in(self, call: ir.ApiCall) -> None:
        name = (call.module, call.function.name)
        arguments = call.arguments
        if call in self._walked or call in self._tested:
            return
        kind = self.kind_of(arguments[0]) if arguments else None
        if kind is None or isinstance(arguments[0], ir.MULTI):
            self._leave_all(arguments)
            return
        if name in _BORROWERS or (
            name in _CHANGERS
            and self._is_harmless(arguments[-1])
            and self.is_present(arguments[-1])
        ):
            self._expect(arguments[0], name[1])
        else:
            self._require(arguments[0])
        match name, arguments:
            case ("base", "setmetatable"), (_, metatable):
                kind.make_record()
                self._be_record(metatable)
                self.metatables.append((kind, self.kind_of(metatable)))
            case ("base", "type"), (_,):
                kind.make_record()
            case _ if not (
                is_plain_place(arguments[0])
                or (is_entry(arguments[0]) and self._is_named_once(name, arguments[1:]))
            ):
                self._leave_all(arguments)
            case ("table", "insert"), (table, value) if self._is_single(value) and (
                self.is_present(value) or self._keeps_place(table, value)
            ):
                self._append(kind, value)
            case ("table", "insert"), (_, at, value) if self._is_single(value) and (
                is_front(at) or call in self._insertions
            ):
                self._add(kind, value, costs.INSERTION)
            case ("table", "remove"), (_,):
                kind.root().shrinks = True
                kind.elements().open()
                kind.spend(costs.REMOVAL, self._times)
            case ("table", "remove"), (_, at) if self._is_position(at) and not isinstance(
                at, ir.MULTI
            ):
                kind.root().shrinks = True
                kind.elements().open()
                kind.spend(costs.REMOVAL, self._times)
            case _ if name in _BORROWERS:
                kind.elements().open()
                kind.spend(costs.WHOLE, self._times)
                self.borrowed.append(arguments[0])
                self._leave_all(arguments[1:])
            case _:
                self._leave_all(arguments)

    def _is_named_once(self, name: tuple[str, str], others: tuple[ir.Expr, ...]) -> bool:
        """Whether Python names the first argument once in a call, besides others."""
        if name == ("table", "remove"):
            return len(others) == 1 and not is_front(others[0])
        return name in _SINGLE_USES and len(others) < 2

    def _keeps_place(self, table: ir.Expr, value: ir.Expr) -> bool:
        """Whether evaluating a value leaves a variable or field with the same table."""
        if isinstance(table, ir.VariableRef):
            captures, variable = self._captures, table.variable
            if variable not in captures.assigned or variable not in captures.captured:
                return True
        return not any(may_run_lua(part, self._flow) for part in walk_expression(value))

    def _is_harmless(self, value: ir.Expr) -> bool:
        """Whether evaluating a value neither raises nor changes anything."""
        match value:
            case ir.Constant() | ir.VariableRef():
                return True
            case ir.TableConstructor(items=items):
                return all(
                    self._is_harmless(item.value)
                    and (isinstance(item, ir.PositionalItem) or isinstance(item.key, ir.Constant))
                    for item in items
                )
            case ir.Arithmetic(operator="+" | "-" | "*", left=left, right=right):
                return all(
                    self._is_only_number(each) and self._is_harmless(each) for each in (left, right)
                )
            case ir.Arithmetic(
                operator="//" | "%", left=left, right=ir.Constant(value=int() as by)
            ):
                return (
                    type(by) is int
                    and by > 0
                    and self._is_only_number(left)
                    and self._is_harmless(left)
                )
            case _:
                return False

    def _is_only_number(self, expr: ir.Expr) -> bool:
        value = self._flow.value(expr)
        return bool(value.tags) and value.only(NUMBER)

    def _is_single(self, value: ir.Expr) -> bool:
        """Whether a last argument or element stands for one value."""
        if not isinstance(value, ir.MULTI):
            return True
        called = string_call(value, self._flow.value)
        if called is not None:
            return result_count(called) == 1
        match value:
            case ir.Call() | ir.MethodCall():
                callees = self.callees(value)
                return bool(callees) and all(self._calls.fixed.get(each) == 1 for each in callees)
            case ir.ApiCall(function=row):
                return row.results is not None and len(row.results) == 1
            case _:
                return False
