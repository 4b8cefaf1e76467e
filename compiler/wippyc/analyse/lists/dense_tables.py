"""Tables without gaps: elements are only appended, inserted in front, removed and sorted.

rows[#rows + 1] = row                no element before the last can be nil, so `ipairs` ends where
table.remove(rows, 1)                the list does:
for _, row in ipairs(rows) do        for row in rows.elements():
"""

from __future__ import annotations

from wippyc.analyse.abstract_values.values import Site, Tag
from wippyc.analyse.dataflow.appends import is_append, is_behind_end
from wippyc.analyse.dataflow.flow import Flow
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, walk_statements


def find_dense_tables(
    program: Program, flow: Flow, filling: frozenset[ir.Index]
) -> frozenset[Site]:
    """Return the constructors whose tables never have nil before an element.

    Args:
        program: The program.
        flow: Types and allocation sites of its expressions.
        filling: Places whose stores append.
    """
    return frozenset(_Search(flow, filling).run(program))


class _Search:
    def __init__(self, flow: Flow, filling: frozenset[ir.Index]) -> None:
        self._flow = flow
        self._filling = filling
        self._constructors: set[Site] = set()
        self._gapped: set[Site] = set(flow.unfollowed)
        self._removed: set[Site] = set()
        # Tables appended to with values that may shorten the table first.
        self._appended_late: set[Site] = set()

    def run(self, program: Program) -> set[Site]:
        for unit in program.units.values():
            for function in all_functions(unit.main):
                for expr in expressions_of(function.body, ir.TableConstructor, ir.ApiCall):
                    self._expression(expr)
                for statement in walk_statements(function.body):
                    if isinstance(statement, ir.Assign):
                        self._assign(statement)
        return self._constructors - self._gapped - (self._removed & self._appended_late)

    def _expression(self, expr: ir.Expr) -> None:
        match expr:
            case ir.TableConstructor():
                self._constructors.add(expr)
                if not self._is_dense(expr):
                    self._gapped.add(expr)
            case ir.ApiCall(arguments=arguments) if arguments:
                self._built_in(expr)
            case _:
                pass

    def _is_dense(self, table: ir.TableConstructor) -> bool:
        for item in table.items:
            if isinstance(item, ir.KeyedItem):
                if not (isinstance(item.key, ir.Constant) and isinstance(item.key.value, str)):
                    return False
            elif isinstance(item.value, ir.MULTI) or not self._is_not_nil(item.value):
                return False
        return True

    def _is_not_nil(self, expr: ir.Expr) -> bool:
        value = self._flow.value(expr)
        return bool(value.tags) and not value.can_be(Tag.NIL)

    def _built_in(self, call: ir.ApiCall) -> None:
        name = (call.module, call.function.name)
        table = self._flow.value(call.arguments[0]).tables
        if name == ("table", "insert"):
            if not self._inserts_densely(call.arguments):
                self._gapped |= table
        elif name == ("table", "remove"):
            self._removed |= table
        elif name == ("base", "rawset"):
            self._gapped |= table

    def _inserts_densely(self, arguments: tuple[ir.Expr, ...]) -> bool:
        if isinstance(arguments[-1], ir.MULTI):
            return False
        match arguments:
            case (_, _):
                return True
            case (_, ir.Constant(value=1), value):
                return self._is_not_nil(value)
            case _:
                return False

    def _assign(self, statement: ir.Assign) -> None:
        is_single = len(statement.targets) == len(statement.values) == 1
        for target in statement.targets:
            if not isinstance(target, ir.Index) or target in self._filling:
                continue
            key = self._flow.value(target.key)
            if key.tags and key.only(Tag.STRING):
                continue
            table = self._flow.value(target.object).tables
            if not (is_single and is_behind_end(target)):
                self._gapped |= table
            elif not is_append(target, statement.values[0], self._flow):
                self._appended_late |= table
