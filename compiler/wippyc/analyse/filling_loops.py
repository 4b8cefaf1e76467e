"""Loops that fill a new table from its first element on: their stores append.

    local squares = {}                      squares = Table()
    for i = 1, n do                         for i in range(1, n + 1):
      squares[i] = i * i                        squares.append(i * i)
    end

The table has one element less than the loop has begun rounds, because nothing else can reach it:
between its constructor and the end of the loop it is only read by index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wippyc.analyse.flow import Flow
from wippyc.analyse.values import EMPTY, Tag
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import (
    all_functions,
    block_expressions,
    child_blocks,
    statement_expressions,
    walk_expression,
    walk_statements,
)


def find_filling_stores(program: Program, flow: Flow) -> frozenset[ir.Index]:
    """Return the targets `t[i]` whose stores append to `t`."""
    return frozenset(
        target
        for unit in program.units.values()
        for function in all_functions(unit.main)
        for block in _blocks(function.body)
        for target in _stores_of(block, flow)
    )


def _blocks(body: ir.Block) -> Iterator[ir.Block]:
    yield body
    for statement in walk_statements(body):
        yield from child_blocks(statement)


def _stores_of(block: ir.Block, flow: Flow) -> Iterator[ir.Index]:
    """Yield the stores of loops that stand behind the constructor in the same block."""
    fresh: set[ir.Variable] = set()
    for statement in block.statements:
        counter: ir.Variable | None
        body: ir.Block | None
        heads: Sequence[ir.Expr]
        match statement:
            case ir.NumericFor(variable=counter, start=ir.Constant(value=1 as start)) if type(
                start
            ) is int and _is_one(statement.step):
                heads = [statement.stop]
                body = statement.body
            case ir.GenericFor(
                variables=(counter, *_), iterators=(ir.ApiCall(module="base") as call,)
            ) if call.function.name == "ipairs":
                heads = [call]
                body = statement.body
            case _:
                counter, heads, body = None, list(statement_expressions(statement)), None
        if fresh:
            fresh -= _mentioned(heads)
        if counter is not None and body is not None:
            for table in sorted(fresh, key=lambda variable: variable.name):
                target = _filling_store(body, table, counter, flow)
                if target is not None:
                    yield target
        for inner in child_blocks(statement) if fresh else ():
            fresh -= _mentioned_in(inner)
        if isinstance(statement, ir.Local):
            fresh |= _new_tables(statement)


def _is_one(step: ir.Expr | None) -> bool:
    match step:
        case None:
            return True
        case ir.Constant(value=1 as value):
            return type(value) is int
        case _:
            return False


def _new_tables(statement: ir.Local) -> set[ir.Variable]:
    if len(statement.values) > len(statement.variables):
        return set()
    return {
        variable
        for variable, value in zip(statement.variables, statement.values, strict=False)
        if isinstance(value, ir.TableConstructor) and not value.items
    }


def _mentioned(exprs: Sequence[ir.Expr]) -> set[ir.Variable]:
    """Return the variables that expressions use, functions in them included."""
    found: set[ir.Variable] = set()
    for whole in exprs:
        for expr in walk_expression(whole):
            if isinstance(expr, ir.VariableRef):
                found.add(expr.variable)
            elif isinstance(expr, ir.Function):
                found |= _mentioned_in(expr.body)
    return found


def _mentioned_in(block: ir.Block) -> set[ir.Variable]:
    found: set[ir.Variable] = set()
    waiting = [block]
    while waiting:
        for expr in block_expressions(waiting.pop()):
            if isinstance(expr, ir.VariableRef):
                found.add(expr.variable)
            elif isinstance(expr, ir.Function):
                waiting.append(expr.body)
    return found


def _filling_store(
    body: ir.Block, table: ir.Variable, counter: ir.Variable, flow: Flow
) -> ir.Index | None:
    """Return the one store `table[counter] = value` of every round; `None` if it is not all."""
    stores = [
        target
        for statement in body.statements
        if (target := _store(statement, table, counter, flow)) is not None
    ]
    if len(stores) != 1:
        return None
    (store,) = stores
    allowed = {store.object}
    targets: set[ir.Expr] = set()
    for statement in walk_statements(body):
        match statement:
            case ir.Goto() | ir.Label():
                # A round may end before the store.
                return None
            case ir.Assign(targets=places):
                targets.update(places)
            case _:
                pass
    for expr in block_expressions(body):
        match expr:
            case ir.Index(object=ir.VariableRef() as used) if expr not in targets:
                allowed.add(used)
            case ir.Unary(operator="#", operand=ir.VariableRef() as used):
                allowed.add(used)
            case ir.Function():
                if {table, counter} & _assigned_or_used(expr.body, table, counter):
                    return None
            case _:
                pass
    for expr in (*block_expressions(body), *targets):
        if isinstance(expr, ir.VariableRef):
            if expr.variable is table and expr not in allowed:
                return None
            if expr.variable is counter and expr in targets:
                return None
    return store


def _store(
    statement: ir.Statement, table: ir.Variable, counter: ir.Variable, flow: Flow
) -> ir.Index | None:
    match statement:
        case ir.Assign(
            targets=(
                ir.Index(
                    object=ir.VariableRef(variable=stored), key=ir.VariableRef(variable=key)
                ) as target,
            ),
            values=(value,),
        ) if stored is table and key is counter:
            known = flow.expressions.get(value, EMPTY)
            return target if known.tags and not known.can_be(Tag.NIL) else None
        case _:
            return None


def _assigned_or_used(body: ir.Block, table: ir.Variable, counter: ir.Variable) -> set[ir.Variable]:
    """Return `table` if a function mentions it, `counter` if one assigns it."""
    found: set[ir.Variable] = set()
    waiting = [body]
    while waiting:
        block = waiting.pop()
        for statement in walk_statements(block):
            if isinstance(statement, ir.Assign):
                found |= {
                    place.variable for place in statement.targets
                    if isinstance(place, ir.VariableRef)
                } & {counter, table}  # fmt: skip
        for expr in block_expressions(block):
            if isinstance(expr, ir.VariableRef) and expr.variable is table:
                found.add(table)
            elif isinstance(expr, ir.Function):
                waiting.append(expr.body)
    return found
