"""Loops that fill a new table from its first element on: their stores append.

    local squares = {}                      squares = Table()
    for i = 1, n do                         for i in range(1, n + 1):
      squares[i] = i * i                        squares.append(i * i)
    end

The table has one element less than the loop has begun rounds, because nothing else can reach it:
between its constructor and the end of the loop it is only read by index.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from wippyc.analyse.abstract_values.values import Tag
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.program.mentions import Mentions, blocks_of
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    block_expressions,
    child_blocks,
    statement_expressions,
    walk_statements,
)


def find_filling_stores(
    program: Program, flow: Flow, assigned: Set[ir.Variable], *, takes_elements: bool = False
) -> frozenset[ir.Index]:
    """Return the targets `t[i]` whose stores append to `t`.

    Args:
        program: The program.
        flow: Types of its expressions.
        assigned: Variables assigned after their declaration.
        takes_elements: Whether values may be elements of other tables, which may be nil.
    """
    search = _Search(flow, assigned, takes_elements=takes_elements)
    return frozenset(
        target
        for unit in program.units.values()
        for function in all_functions(unit.main)
        for block in blocks_of(function.body)
        for target in search.stores_of(block)
    )


class _Search:
    def __init__(self, flow: Flow, assigned: Set[ir.Variable], *, takes_elements: bool) -> None:
        self._takes_elements = takes_elements
        self._flow = flow
        self._assigned = assigned
        self._mentions = Mentions()

    def stores_of(
        self, block: ir.Block, outer: Set[ir.Variable] = frozenset()
    ) -> Iterator[ir.Index]:
        """Yield the stores of loops that stand behind the constructor.

        Args:
            block: Where they stand.
            outer: Variables whose tables are new where it begins.
        """
        fresh = set(outer)
        for statement in block.statements:
            if isinstance(statement, ir.Label):
                # What follows may run again, with tables that are filled already.
                fresh.clear()
            if fresh:
                yield from self._stores_of_loop(statement, fresh)
                yield from self._stores_of_branches(statement, fresh)
                fresh -= self._mentions.of(statement)
            if isinstance(statement, ir.Local):
                fresh |= _new_tables(statement)

    def _stores_of_branches(
        self, statement: ir.Statement, fresh: set[ir.Variable]
    ) -> Iterator[ir.Index]:
        """Yield the stores of a statement that runs some of its blocks once."""
        if not isinstance(statement, ir.If | ir.Do):
            return
        heads = map(self._mentions.in_expression, statement_expressions(statement))
        still_fresh = fresh.difference(*heads)
        for block in child_blocks(statement) if still_fresh else ():
            yield from self.stores_of(block, still_fresh)

    def _stores_of_loop(
        self, statement: ir.Statement, fresh: set[ir.Variable]
    ) -> Iterator[ir.Index]:
        match statement:
            case ir.NumericFor(variable=counter, start=start, step=step, body=body) if _is_one(
                start
            ) and (step is None or _is_one(step)):
                pass
            case ir.GenericFor(
                variables=(counter, *_), iterators=(ir.ApiCall(module="base") as call,), body=body
            ) if call.function.name == "ipairs":
                pass
            case _:
                return
        if counter in self._assigned:
            return
        heads = map(self._mentions.in_expression, statement_expressions(statement))
        for table in sorted(fresh.difference(*heads), key=lambda variable: variable.name):
            target = self._filling_store(body, table, counter)
            if target is not None:
                yield target

    def _filling_store(
        self, body: ir.Block, table: ir.Variable, counter: ir.Variable
    ) -> ir.Index | None:
        """Return the one store `table[counter] = value` of every round; `None` if it is not all."""
        found = [self._store(statement, table, counter) for statement in body.statements]
        stores = [target for target in found if target is not None]
        # With a jump, a round may end before the store.
        if len(stores) != 1 or any(map(self._mentions.has_jump, body.statements)):
            return None
        (store,) = stores
        targets = {
            target
            for statement in walk_statements(body)
            if isinstance(statement, ir.Assign)
            for target in statement.targets
        }
        allowed: set[ir.Expr] = {store.object}
        for expr in block_expressions(body):
            match expr:
                case ir.Index(object=ir.VariableRef() as used) if expr not in targets:
                    allowed.add(used)
                case ir.Unary(operator="#", operand=ir.VariableRef() as used):
                    allowed.add(used)
                case ir.Function() if table in self._mentions.in_function(expr):
                    return None
                case _:
                    pass
        for expr in block_expressions(body):
            if isinstance(expr, ir.VariableRef) and expr.variable is table and expr not in allowed:
                return None
        return store

    def _store(
        self, statement: ir.Statement, table: ir.Variable, counter: ir.Variable
    ) -> ir.Index | None:
        if not isinstance(statement, ir.Assign):
            return None
        if len(statement.targets) != len(statement.values):
            return None
        found: list[ir.Index] = []
        for target, value in zip(statement.targets, statement.values, strict=True):
            match target:
                case ir.Index(
                    object=ir.VariableRef(variable=stored), key=ir.VariableRef(variable=key)
                ) if stored is table and key is counter and self._is_stored(value):
                    found.append(target)
                case _:
                    pass
        return found[0] if len(found) == 1 else None

    def _is_stored(self, value: ir.Expr) -> bool:
        known = self._flow.value(value)
        if known.tags and not known.can_be(Tag.NIL):
            return True
        return self._takes_elements and isinstance(value, ir.Index)


def _is_one(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Constant) and type(expr.value) is int and expr.value == 1


def _new_tables(statement: ir.Local) -> set[ir.Variable]:
    if len(statement.values) > len(statement.variables):
        return set()
    return {
        variable
        for variable, value in zip(statement.variables, statement.values, strict=False)
        if isinstance(value, ir.TableConstructor) and not value.items
    }
