"""Wrong facts: what the analyses find is everything there is, or nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from wippyc.analyse import facts
from wippyc.analyse.abstract_values.ranges import Range
from wippyc.analyse.program.captures import find_captures
from wippyc.ir import nodes as ir
from wippyc.ir.program import Program
from wippyc.ir.walk import all_functions, block_expressions


def _functions(program: Program) -> list[ir.Function]:
    return [each for unit in program.units.values() for each in all_functions(unit.main)]


def _variables(program: Program) -> Collection[ir.Variable]:
    return find_captures(program).owner


def _expressions(program: Program, kind: type[ir.Expr]) -> list[Any]:
    return [
        expr
        for function in _functions(program)
        for expr in block_expressions(function.body)
        if isinstance(expr, kind)
    ]


def _constructors(program: Program) -> list[Any]:
    return _expressions(program, ir.TableConstructor)


def _places(program: Program) -> list[Any]:
    return _expressions(program, ir.Index)


def _one_result(program: Program) -> dict[ir.Function, int]:
    return dict.fromkeys(_functions(program), 1)


def _at_least_one(program: Program) -> dict[ir.Variable, Range]:
    return dict.fromkeys(_variables(program), Range(1, 1000))


@dataclass(frozen=True)
class _Fact:
    """A collection that an analysis finds.

    Attributes:
        finder: The function or class in `wippyc.analyse.facts`.
        attribute: Where its result has the collection; empty if it is the result.
        everything: All that could be in it; `None` if that would be no program.
    """

    finder: str
    attribute: str
    everything: Callable[[Program], Collection[Any]] | None


_FACTS = (
    _Fact("find_accumulators", "", _variables),
    _Fact("find_dense_tables", "", _constructors),
    _Fact("find_filling_stores", "", _places),
    _Fact("find_generators", "", _functions),
    _Fact("find_kept_functions", "", _functions),
    _Fact("find_indexed_tables", "sites", _constructors),
    _Fact("find_number_ranges", "slots", _at_least_one),
    _Fact("find_captures", "assigned", _variables),
    _Fact("find_captures", "captured", _variables),
    _Fact("find_captures", "cells", _variables),
    _Fact("find_captures", "in_loop", _variables),
    _Fact("find_captures", "nonlocal_writes", None),
    _Fact("CallAnalysis", "declared", None),
    _Fact("CallAnalysis", "direct", _functions),
    _Fact("CallAnalysis", "fixed", _one_result),
    _Fact("CallAnalysis", "known", None),
    _Fact("FlowAnalysis", "dispatched", None),
    _Fact("FlowAnalysis", "unfollowed", _constructors),
    _Fact("IteratedAnalysis", "sites", None),
    _Fact("IteratedAnalysis", "bodies", _functions),
    _Fact("IteratedAnalysis", "unsent", _functions),
    _Fact("YieldAnalysis", "suspending_wraps", None),
    _Fact("YieldAnalysis", "metamethods", None),
)


def fact_changes() -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield a name and a change of the compiler for each wrong fact."""
    for fact in _FACTS:
        title = f"{fact.finder}.{fact.attribute}".rstrip(".")
        yield f"{title} is nothing", _change(fact, lambda program: ())
        if fact.everything is not None:
            yield f"{title} is everything", _change(fact, fact.everything)


def _change(fact: _Fact, content: Callable[[Program], Collection[Any]]) -> Callable[[], None]:
    original = getattr(facts, fact.finder)

    def find(program: Program, *others: Any) -> Any:
        found = original(program, *others)
        if not inspect.isclass(original):
            return _changed(found, fact.attribute, content(program))
        run = found.run
        found.run = lambda: _changed(run(), fact.attribute, content(program))
        return found

    return lambda: setattr(facts, fact.finder, find)


def _changed(result: Any, attribute: str, content: Collection[Any]) -> Any:
    if not attribute:
        return type(result)(content)
    # Some results are frozen.
    object.__setattr__(result, attribute, type(getattr(result, attribute))(content))
    return result
