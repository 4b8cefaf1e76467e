"""Walks of the intermediate representation: order, classes, loops around statements."""

from __future__ import annotations

import pytest

from tests.differential.harness import make_project
from wippyc.diagnostics.model import Sink
from wippyc.ir import nodes as ir
from wippyc.ir.walk import (
    block_expressions,
    evaluated_expressions,
    expressions_of,
    inner_functions,
    placed_statements,
    walk_statements,
)
from wippyc.lower.program import lower_program
from wippyc.pipeline import parse_project

SOURCE = """
local t = { 1, { 2 } }
while t[1] do
  for i = 1, 3 do
    local f = function() return t.inside, { 3 } end
    t[i] = f(t[i + 1])
  end
  t = { x = t }
end
return t
"""


@pytest.fixture
def body() -> ir.Block:
    project = make_project({"main": SOURCE})
    program = lower_program(project, parse_project(project, Sink()))
    return program.units["t:main"].main.body


@pytest.mark.parametrize(
    "classes",
    [
        (ir.TableConstructor,),
        (ir.Index, ir.Call),
        (ir.Constant, ir.VariableRef, ir.Function),
        (ir.Vararg,),
        (ir.Vararg, ir.Arithmetic),
        (),
    ],
)
def test_expressions_of_classes_are_those_of_the_block_in_its_order(
    body: ir.Block, classes: tuple[type, ...]
) -> None:
    wanted = [expr for expr in block_expressions(body) if type(expr) in classes]
    for _ in range(2):
        assert list(expressions_of(body, *classes)) == wanted


def test_expressions_of_a_block_leave_function_bodies_out(body: ir.Block) -> None:
    assert len(expressions_of(body, ir.TableConstructor)) == 3
    (function,) = expressions_of(body, ir.Function)
    assert inner_functions(function) == ()
    assert len(expressions_of(function.body, ir.TableConstructor)) == 1


def test_each_statement_has_the_expressions_it_evaluates_itself(body: ir.Block) -> None:
    evaluated = evaluated_expressions(body)
    assert list(evaluated) == list(walk_statements(body))
    counts = [len(found) for found in evaluated.values()]
    assert counts == [4, 3, 2, 1, 10, 4, 1]
    assert [expr for found in evaluated.values() for expr in found] == list(block_expressions(body))
    assert evaluated_expressions(body) is evaluated


def test_statements_are_placed_by_the_loops_around_them(body: ir.Block) -> None:
    placed = placed_statements(body)
    assert {statement for statement, _, _ in placed} == set(walk_statements(body))
    expressions = [expr for _, _, found in placed for expr in found]
    assert len(expressions) == len(block_expressions(body))
    assert set(expressions) == set(block_expressions(body))
    assert [(type(statement), depth) for statement, depth, _ in placed] == [
        (ir.Local, 0),
        (ir.While, 0),
        (ir.Return, 0),
        (ir.NumericFor, 1),
        (ir.Assign, 1),
        (ir.DeclareFunction, 2),
        (ir.Assign, 2),
    ]
    assert placed_statements(body) is placed
