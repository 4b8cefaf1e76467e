"""Lua threads whose being resumed nothing notices: it need not be recorded which one runs.

local co = coroutine.create(body)              co = coroutine.create(body)
local ok, value = coroutine.resume(co, 1)      ok, value = co.resume_pair(1)
if coroutine.status(co) == "dead" then         if co.state == DEAD:

Which thread runs is asked by `coroutine.running` and `coroutine.status`, and by a `coroutine.yield`
that is not the `yield` of a generator: there it may be outside of every coroutine.
"""

from __future__ import annotations

from wippyc.analyse.abstract_values.values import THREAD, Tag
from wippyc.analyse.call_graph.iterated import Iterated
from wippyc.analyse.dataflow.flow import Flow
from wippyc.analyse.dataflow.yields import Yields
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, expressions_of

_THREAD = frozenset({THREAD})


def is_thread(flow: Flow, expr: ir.Expr) -> bool:
    """Whether an expression certainly gives a Lua thread."""
    value = flow.value(expr)
    return value.tags == Tag.OBJECT and value.object_types() == _THREAD


def resumes_quietly(program: Program, yields: Yields, iterated: Iterated) -> bool:
    """Whether nothing in a program can tell which thread is recorded as running."""
    if iterated.is_noticed or yields.resumes_system or not yields.generators:
        return False
    if not yields.user.keys() <= yields.generators:
        return False
    return not any(
        (expr.module, expr.function.name) == ("coroutine", "yield")
        for unit in program.units.values()
        for function in all_functions(unit.main)
        for expr in expressions_of(function.body, ir.ApiRef)
    )
