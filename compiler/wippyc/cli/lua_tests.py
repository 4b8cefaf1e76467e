"""Finds the tests of an application: `function.lua` entries with `meta.type: test`."""

from __future__ import annotations

import fnmatch
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wippyc.project.model import LuaEntry, OtherEntry, Project

_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class LuaTest:
    """One test.

    Attributes:
        id: Entry ID.
        suite: `meta.suite`, "" for none.
        order: `meta.order`; tests without one come last.
        comment: `meta.comment` or `meta.description`, "" for none.
    """

    id: str
    suite: str = ""
    order: float = math.inf
    comment: str = ""


def find_tests(project: Project) -> list[LuaTest]:
    """Return the tests of an application in the order in which they run.

    Suites run one after the other: by the smallest order of their tests, then by name. Within a
    suite tests run by order, then by ID.
    """
    from wippyc.project.model import LuaEntry, OtherEntry

    found = [
        _test(entry)
        for entry in (*project.entries.values(), *project.skipped)
        if isinstance(entry, LuaEntry | OtherEntry)
        and entry.kind == "function.lua"
        and _meta(entry, "type") == "test"
    ]
    first: dict[str, float] = {}
    for test in found:
        first[test.suite] = min(first.get(test.suite, math.inf), test.order)
    return sorted(found, key=lambda test: (first[test.suite], test.suite, test.order, test.id))


def select_tests(
    tests: Iterable[LuaTest], *, pattern: str | None, suite: str | None
) -> list[LuaTest]:
    """Return the tests of a suite whose ID matches a pattern.

    Args:
        tests: All tests.
        pattern: Part of the ID, or a pattern with `*`, `?` and `[…]` for the whole ID.
        suite: Name of the suite; any when not given.
    """
    return [
        test
        for test in tests
        if (suite is None or test.suite == suite) and (pattern is None or _matches(test, pattern))
    ]


def _matches(test: LuaTest, pattern: str) -> bool:
    if _WILDCARDS & set(pattern):
        return fnmatch.fnmatchcase(test.id, pattern)
    return pattern in test.id


def _test(entry: LuaEntry | OtherEntry) -> LuaTest:
    order = _meta(entry, "order")
    suite = _meta(entry, "suite")
    is_number = isinstance(order, int | float) and not isinstance(order, bool)
    comment = _meta(entry, "comment") or _meta(entry, "description")
    return LuaTest(
        id=str(entry.id),
        suite="" if suite is None else str(suite),
        order=float(order) if isinstance(order, int | float) and is_number else math.inf,
        comment=comment if isinstance(comment, str) else "",
    )


def _meta(entry: LuaEntry | OtherEntry, name: str) -> object:
    node = entry.meta.get(name) if entry.meta is not None else None
    return None if node is None else node.plain()
