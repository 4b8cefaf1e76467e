"""The tests that judge a mutant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.differential import (
    operand_table,
    test_alone,
    test_dispatch,
    test_early_reads,
    test_expected_values,
    test_limits,
    test_metamethod_events,
    test_missing_elements,
    test_require,
)
from tests.differential.case_files import case_files
from tests.differential.test_cases import test_case_file
from tests.differential.test_operators import test_binary_operator, test_unary_operator
from tests.unit.analyse import test_changed_libraries, test_loading
from tests.unit.emit import test_construct_goldens

# Modules about operators: only their mutants are judged by the tables of operators, which are as
# much work as all other tests together and have no loops, methods or stores.
_ABOUT_OPERATORS = frozenset(
    {
        "accumulators",
        "build",
        "conditions",
        "expressions",
        "flow_expressions",
        "math_flow",
        "narrowing",
        "number_flow",
        "operators",
        "values",
    }
)

# The large functions of which code is divided into steps.
_LARGE = (
    "900 mixed",
    "900 operators beside each other",
    "300 operators inside others",
    "300 fields before several results",
)


@dataclass(frozen=True)
class Judge:
    """A test.

    Attributes:
        name: Its name.
        check: Raises if it notices a mutant.
        text: What it compiles, as far as its name does not say that.
    """

    name: str
    check: Callable[[], object]
    text: str = ""

    @property
    def identity(self) -> str:
        """What is the same only for tests that do the same."""
        return f"{self.name}\n{self.text}"

    @property
    def compares_text(self) -> bool:
        """Whether it looks at the generated code, not at what that does."""
        return self.name.startswith("golden ")

    def is_for(self, module: str) -> bool:
        """Whether it may judge mutants of a module."""
        return module in _ABOUT_OPERATORS or not self.name.startswith("operator ")


def judges() -> list[Judge]:
    """Return all tests that judge."""
    return [*_goldens(), *_programs()]


def _goldens() -> Iterator[Judge]:
    for path in test_construct_goldens.CASES:
        yield Judge(
            f"golden {path.parent.name}/{path.stem}",
            partial(_check_golden, path),
            path.read_text("utf-8"),
        )


def _check_golden(path: Path) -> None:
    expected = path.with_suffix(".py").read_text(encoding="utf-8")
    assert test_construct_goldens.generate(path) == expected


def _programs() -> Iterator[Judge]:
    for title, text in test_alone.CASES.items():
        yield Judge(f"alone {title}", partial(test_alone.test_alone, text), text)
    yield from _each("dispatch", test_dispatch.test_methods_called_by_name, test_dispatch.FIRES)
    yield from _each("no dispatch", test_dispatch.test_methods_looked_up, test_dispatch.MUST_NOT)
    check = test_dispatch.test_metamethods_called_by_name
    yield from _each("metamethods", check, test_dispatch.OPERATORS)
    check = test_dispatch.test_metamethods_looked_up
    yield from _each("no metamethods", check, test_dispatch.OPERATORS_MUST_NOT)
    yield Judge("dispatch in libraries", test_dispatch.test_classes_of_libraries)
    yield Judge("dispatch of methods that suspend", test_dispatch.test_methods_that_suspend)
    for event in test_metamethod_events.USES:
        check = partial(test_metamethod_events.test_tested_field, event)
        yield Judge(f"events: {event} changes a field", check)
        check = partial(test_metamethod_events.test_result, event)
        yield Judge(f"events: {event} gives text", check)
        check = partial(test_metamethod_events.test_name_put_together, event)
        yield Judge(f"events: {event} is put together", check)
    for title, program in test_early_reads.PROGRAMS.items():
        check = partial(test_early_reads.test_early_reads, program)
        yield Judge(f"early reads: {title}", check, program)
    for title in _LARGE:
        body, outcome = test_limits.SIZES[title]
        check = partial(test_limits.test_large_functions, body, outcome)
        yield Judge(f"large function: {title}", check, body)
    yield from _texts_of_errors()
    yield from _libraries()
    for file in case_files():
        yield Judge(f"cases {file.name}", partial(test_case_file, file), file.program())
    yield from _each("operator", test_unary_operator, operand_table.UNARY)
    yield from _each("operator", test_binary_operator, operand_table.BINARY)


def _each(name: str, check: Callable[[str], object], rows: Iterable[str]) -> Iterator[Judge]:
    """Yield a judge for each row of a test's table."""
    for row in rows:
        yield Judge(f"{name} {row}", partial(check, row))


def _texts_of_errors() -> Iterator[Judge]:
    yield Judge("texts of values", test_expected_values.test_values)
    yield Judge("texts of errors", test_expected_values.test_error_texts)
    changes, missing = test_expected_values, test_missing_elements
    yield from _each("errors of changes:", changes.test_errors_of_changes, changes.CHANGES)
    check = missing.test_errors_of_missing_elements
    yield from _each("errors of missing elements:", check, missing.ERRORS)
    yield from _each("errors of sums:", missing.test_errors_of_sums, missing.SUMS)
    yield from _each("errors of missing rows:", missing.test_errors_of_missing_rows, missing.ROWS)
    yield from _each("errors of keys:", missing.test_errors_of_keys, missing.KEYS)


def _libraries() -> Iterator[Judge]:
    for title, library in test_loading.QUIET.items():
        check = partial(test_loading.test_chunks_that_nothing_notices, library)
        yield Judge(f"quiet chunk: {title}", check, library)
    for title, library in test_loading.NOTICED.items():
        check = partial(test_loading.test_chunks_that_are_noticed, library)
        yield Judge(f"noticed chunk: {title}", check, library)
    changed = test_changed_libraries
    check = changed.test_libraries_that_stay_as_they_are
    yield from _each("kept library:", check, changed.KEPT)
    yield from _each("changed library:", changed.test_libraries_that_are_changed, changed.CHANGED)
    for check in (
        test_loading.test_importers_of_libraries_that_are_noticed_are_noticed,
        test_require.test_libraries_whose_chunks_are_noticed_run_first,
        test_require.test_libraries_share_what_their_chunks_change,
        test_require.test_libraries_that_only_make_what_they_return_run_where_they_are_used,
    ):
        yield Judge(check.__name__.removeprefix("test_").replace("_", " "), check)
