"""Wrong translations, derived from the emitter's dispatch tables and verdicts."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from wippyc.analyse import captures, facts
from wippyc.analyse.values import INTEGERS, Tag
from wippyc.emit import calls, expressions, functions, loops, operators, tables
from wippyc.emit.names import NameScope

# Mutants that change nothing a program can notice, and why.
EQUIVALENT: dict[str, str] = {}


@dataclass(frozen=True)
class Mutant:
    """A change of the compiler; `apply` makes it in this process, for good."""

    name: str
    apply: Callable[[], None]


def _set(target: Any, attribute: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(target, attribute, value)


def _set_item(table: dict[Any, Any], key: Any, value: Any) -> Callable[[], None]:
    return lambda: table.__setitem__(key, value)


# Tables from a Lua operator to how it is emitted: each entry is replaced by its neighbour's.
DISPATCH_TABLES: dict[str, dict[str, Any]] = {
    "helper": operators._HELPERS,
    "native": operators._NATIVE,
    "comparison": operators._COMPARISONS,
    "compare helper": operators._COMPARE_HELPERS,
}

VERDICT_MODULES: tuple[ModuleType, ...] = (operators, tables, loops, calls, functions, expressions)


def _dispatch_mutants() -> Iterator[Mutant]:
    for title, table in DISPATCH_TABLES.items():
        keys = list(table)
        for position, key in enumerate(keys):
            other = keys[(position + 1) % len(keys)]
            yield Mutant(f"{title} {key} as {other}", _set_item(table, key, table[other]))


def verdicts() -> dict[str, tuple[ModuleType, Callable[..., Any]]]:
    """Return the functions of the emitter that answer yes or no."""
    found: dict[str, tuple[ModuleType, Callable[..., Any]]] = {}
    for module in VERDICT_MODULES:
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            if inspect.get_annotations(function).get("return") == "bool":
                found[f"{module.__name__.rpartition('.')[2]}.{name}"] = (module, function)
    return found


def _constant(value: bool) -> Callable[..., bool]:
    return lambda *_, **__: value


def _verdict_mutants() -> Iterator[Mutant]:
    for title, (module, function) in verdicts().items():
        for value in (True, False):
            change = _set(module, function.__name__, _constant(value))
            yield Mutant(f"{title} is always {value}", change)


def _without(attribute: str) -> Callable[[], None]:
    """Empty one set of the analysis of captured variables."""
    original = captures.find_captures

    def find(program: Any) -> Any:
        found = original(program)
        getattr(found, attribute).clear()
        return found

    return _set(facts, "find_captures", find)


def _all_direct() -> None:
    original = facts.CallAnalysis.run

    def run(self: Any) -> Any:
        found = original(self)
        found.direct.update(found.declared.values())
        return found

    facts.CallAnalysis.run = run  # type: ignore[method-assign]


def _fixed_results(change: int) -> Callable[[], None]:
    def apply() -> None:
        original = facts.CallAnalysis.run

        def run(self: Any) -> Any:
            found = original(self)
            for function in found.fixed:
                found.fixed[function] += change
            return found

        facts.CallAnalysis.run = run  # type: ignore[method-assign]

    return apply


def _analysis_mutants() -> Iterator[Mutant]:
    for attribute in ("cells", "in_loop", "assigned", "nonlocal_writes"):
        yield Mutant(f"captures without {attribute}", _without(attribute))
    yield Mutant("all named functions are direct", _all_direct)
    yield Mutant("one result too many", _fixed_results(1))
    truth = expressions.PYTHON_TRUTH
    yield Mutant("numbers as Python's truth", _set(expressions, "PYTHON_TRUTH", truth | INTEGERS))
    yield Mutant("strings as Python's truth", _set(expressions, "PYTHON_TRUTH", truth | Tag.STRING))
    yield Mutant("names are never taken", _set(NameScope, "is_taken", _constant(False)))
    yield Mutant("range ends early", _set(loops, "_next_integer", lambda node, offset: node))
    yield Mutant("emit_ring for values", _set(expressions, "emit_one", expressions.emit_ring))


def mutants() -> list[Mutant]:
    """Return every mutant, in a fixed order."""
    return [*_dispatch_mutants(), *_verdict_mutants(), *_analysis_mutants()]
