"""Stores behind the last element whose index was counted before.

local number = #order + 1
numbers[block.id] = number        stores into other tables only
order[number] = block             order.append(block), if `order` is a list
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from wippyc.analyse.dataflow.appends import is_behind_end
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.running_code import may_have_event, may_run_lua
from wippyc.analyse.program.mentions import blocks_of
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of, statement_expressions, walk_expression


def find_counted_appends(
    program: Program, flow: Flow, assigned: Set[ir.Variable]
) -> frozenset[ir.Index]:
    """Return the targets `t[n]` where `n` is one more than the length of `t`.

    Args:
        program: The program.
        flow: Types and allocation sites of its expressions.
        assigned: Variables assigned after their declaration.
    """
    search = _Search(flow, assigned)
    return frozenset(
        target
        for unit in program.units.values()
        for function in all_functions(unit.main)
        if any(length.operator == "#" for length in expressions_of(function.body, ir.Unary))
        for block in blocks_of(function.body)
        for target in search.stores_of(block)
    )


class _Search:
    def __init__(self, flow: Flow, assigned: Set[ir.Variable]) -> None:
        self._flow = flow
        self._assigned = assigned

    def stores_of(self, block: ir.Block) -> Iterator[ir.Index]:
        """Yield the stores among the statements of a block."""
        for position, statement in enumerate(block.statements):
            match statement:
                case ir.Local(
                    variables=(variable,),
                    values=(
                        ir.Arithmetic(left=ir.Unary(operand=ir.VariableRef() as table)) as value,
                    ),
                ) if self._is_count(variable, table, value):
                    for later in block.statements[position + 1 :]:
                        store = self._store(later, variable, table.variable)
                        if store is not None:
                            yield store
                        if store is not None or not self._keeps_length(later, table):
                            break
                case _:
                    pass

    def _is_count(self, variable: ir.Variable, table: ir.VariableRef, value: ir.Arithmetic) -> bool:
        """Whether a variable keeps what is one more than the length of a variable's table."""
        place = ir.Index(span=value.span, object=table, key=value)
        return is_behind_end(place) and self._assigned.isdisjoint((variable, table.variable))

    def _store(
        self, statement: ir.Statement, number: ir.Variable, table: ir.Variable
    ) -> ir.Index | None:
        """Return the target of `table[number] = value`; `None` for any other statement."""
        match statement:
            case ir.Assign(
                targets=(
                    ir.Index(
                        object=ir.VariableRef(variable=stored), key=ir.VariableRef(variable=key)
                    ) as target,
                ),
                values=(value,),
            ) if stored is table and key is number and self._is_quiet(value):
                return target
            case _:
                return None

    def _keeps_length(self, statement: ir.Statement, table: ir.VariableRef) -> bool:
        """Whether a statement certainly leaves the length of a variable's table as it is."""
        if not all(map(self._is_quiet, statement_expressions(statement))):
            return False
        match statement:
            case ir.Local():
                return True
            case ir.Assign(targets=targets):
                return all(
                    isinstance(target, ir.VariableRef)
                    or (isinstance(target, ir.Index) and self._is_apart(target.object, table))
                    for target in targets
                )
            case _:
                return False

    def _is_quiet(self, expr: ir.Expr) -> bool:
        """Whether evaluating an expression runs no code of the program, and changes no table."""
        return not any(may_run_lua(part, self._flow) for part in walk_expression(expr))

    def _is_apart(self, stored: ir.Expr, table: ir.VariableRef) -> bool:
        """Whether a store into one table cannot change another."""
        one, other = self._flow.value(stored), self._flow.value(table)
        if may_have_event(stored, ("__newindex",), self._flow):
            return False
        sites = one.tables | other.tables
        return (
            bool(one.tables and other.tables)
            and one.tables.isdisjoint(other.tables)
            and sites.isdisjoint(self._flow.unfollowed)
            and all(isinstance(site, ir.TableConstructor) for site in sites)
        )
