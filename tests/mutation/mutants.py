"""Wrong translations, derived from the verdicts, tables and facts of the compiler."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

import wippyc.analyse
import wippyc.emit
from wippyc.analyse.abstract_values.values import INTEGERS, Tag
from wippyc.emit import expressions, loops

from .fact_mutants import fact_changes
from .reach import Place, Reach, place_of, users_of

# Mutants that change nothing a judge can notice, and why.
EQUIVALENT: dict[str, str] = {
    "ranges.Range.includes is always False": "what both have is computed: it only saves work",
    "accumulators._Search.adds_up is always True": (
        "sums that cannot be wide are never found: it only saves work"
    ),
    "yields._is_known is always True": "only findings are more severe: a test of WD116 notices it",
    "yields._is_known is always False": "only findings are less severe: a test of WD116 notices it",
    "comparisons._is_no_number is always False": (
        "what is compared with something else bounds no number: it only saves work"
    ),
    "distance_facts.DistanceFacts.is_integer is always True": (
        "nothing asks for the distances of what may be no integer: it only saves work"
    ),
    "passed_bounds.PassedBounds.is_concerned is always True": (
        "functions in which nothing can be noted are walked through too: it only saves work"
    ),
}

# The largest set of which each element is left out in turn.
_LARGEST = 30
# Modules that say how text looks or is explained, not what it means. What the line map compares is
# the same for all kinds of nodes, and a test of its own changes each part of each kind.
_OF_TEXT = frozenset(
    {"imports", "inference", "linemap", "printer", "report", "statement_printer", "tree_content"}
)
# Modules of which the printer and the line map use something.
_PRINTING = frozenset({"build", "literals"})


@dataclass(frozen=True)
class Mutant:
    """A change of the compiler.

    Attributes:
        name: What it changes.
        module: Where.
        apply: Makes the change in this process, for good.
        concerns: Whether a test asks for something that is changed.
    """

    name: str
    module: str
    apply: Callable[[], None]
    concerns: Callable[[Reach], bool] = lambda _: True

    @property
    def is_printing(self) -> bool:
        """Whether equal trees may become other texts and line maps."""
        return self.module in _PRINTING


def mutants() -> list[Mutant]:
    """Return every mutant, in a fixed order."""
    found = [*_single_mutants()]
    for name, change in fact_changes():
        found.append(Mutant(name, "facts", change))
    for module in _modules():
        found += [*_verdict_mutants(module), *_table_mutants(module)]
    return found


def _modules() -> Iterator[ModuleType]:
    for package in (wippyc.analyse, wippyc.emit):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.ispkg and found.name.rpartition(".")[2] not in _OF_TEXT:
                yield importlib.import_module(found.name)


# --- functions that answer yes or no -----------------------------------------------------------


_ALWAYS: dict[bool, Callable[..., bool]] = {
    True: lambda *_, **__: True,
    False: lambda *_, **__: False,
}


def _verdict_mutants(module: ModuleType) -> Iterator[Mutant]:
    stem = _stem(module)
    for title, function in _verdicts(module):
        for value in _ALWAYS:
            name = f"{stem}.{title} is always {value}"
            other = place_of(function.__code__), not value
            yield Mutant(name, stem, _answer(function, value), _answers(other))


def _verdicts(owner: Any) -> Iterator[tuple[str, FunctionType]]:
    """Yield the functions and methods that a module defines and that answer yes or no."""
    module = owner.__name__ if isinstance(owner, ModuleType) else owner.__module__
    for name, member in vars(owner).items():
        found: Any = member.fget if isinstance(member, property) else member
        found = inspect.unwrap(found)
        if getattr(found, "__module__", None) != module:
            continue
        if inspect.isclass(found) and inspect.ismodule(owner):
            for title, function in _verdicts(found):
                yield f"{name}.{title}", function
        elif inspect.isfunction(found) and found.__annotations__.get("return") == "bool":
            yield name, found


def _answer(function: FunctionType, value: bool) -> Callable[[], None]:
    # The code is replaced, not the function: other modules have imported that.
    def apply() -> None:
        function.__code__ = _ALWAYS[value].__code__

    return apply


def _answers(answer: tuple[Place, bool]) -> Callable[[Reach], bool]:
    return lambda reach: answer in reach.answers


# --- tables ------------------------------------------------------------------------------------


def _table_mutants(module: ModuleType) -> Iterator[Mutant]:
    """Give each entry of a table the value of another, and leave each element out of a set."""
    stem = _stem(module)
    assigned = inspect.getsource(module)
    for name, table in vars(module).items():
        if not name.isupper() or f"\n{name}" not in assigned:
            continue
        concerns = _runs(users_of(table))
        if isinstance(table, dict):
            for key, other in _exchanges(table):
                change = _set_item(table, key, table[other])
                title = f"{stem}.{name}: {_shown(key)} as {_shown(other)}"
                yield Mutant(title, stem, change, concerns)
        elif isinstance(table, frozenset) and 1 < len(table) <= _LARGEST:
            for element in sorted(table, key=str):
                change = _replace(table, table - {element})
                yield Mutant(f"{stem}.{name} without {_shown(element)}", stem, change, concerns)


def _shown(value: object) -> str:
    if isinstance(value, type):
        return value.__name__
    text = str(value)
    return text if text.isprintable() else repr(value)


def _runs(code: frozenset[Place]) -> Callable[[Reach], bool]:
    # What is made from a table when modules are imported concerns every test.
    return lambda reach: not code or not code.isdisjoint(reach.ran)


def _exchanges(table: dict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    keys = list(table)
    for position, key in enumerate(keys):
        for other in [*keys[position + 1 :], *keys[:position]]:
            if table[other] != table[key]:
                yield key, other
                break


def _set_item(table: dict[Any, Any], key: Any, value: Any) -> Callable[[], None]:
    return lambda: table.__setitem__(key, value)


def _replace(old: object, new: object) -> Callable[[], None]:
    """Put a value in the place of another one in all modules of the compiler."""

    def apply() -> None:
        for name, module in list(sys.modules.items()):
            if name.startswith("wippyc."):
                for attribute, value in list(vars(module).items()):
                    if value is old:
                        setattr(module, attribute, new)

    return apply


def _stem(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


# --- what is no verdict and no table -----------------------------------------------------------


def _single_mutants() -> Iterator[Mutant]:
    truth = expressions.PYTHON_TRUTH
    changes = {
        "numbers as Python's truth": _replace(truth, truth | INTEGERS),
        "strings as Python's truth": _replace(truth, truth | Tag.STRING),
        "range ends early": lambda: setattr(
            loops, "emit_plus", lambda context, expr, _: expressions.emit_one(context, expr)
        ),
        "emit_ring for values": _replace(expressions.emit_one, expressions.emit_ring),
    }
    for name, change in changes.items():
        yield Mutant(name, "expressions", change)
