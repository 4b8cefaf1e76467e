"""What a lint rule is, and the list of all of them.

A rule is one module of `check.rules`: its docstring explains it under fixed headings, `RULE` is
its identity, and one decorated generator finds it. Adding a rule touches that module and its
golden, nothing else.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wippyc.diagnostics.model import Rule

if TYPE_CHECKING:
    from wippyc.check.context import CheckContext
    from wippyc.check.finding import Finding

Check = Callable[["CheckContext"], Iterator["Finding"]]

HEADINGS = ("What it does", "Why is this bad?", "Example", "Use instead")


@dataclass(frozen=True, slots=True, kw_only=True)
class LintRule:
    """A rule with everything that is known about it.

    Attributes:
        rule: Its identity and default severity.
        explanation: Text for people, in Markdown, under the fixed headings.
        check: Finds it in a program.
        is_default: Whether it runs without being selected.
        fix: Whether it offers a fix: `safe`, `unsafe`, `sometimes safe` or `none`.
        covers: Codes of the loader that report the rest of what this rule is about.
    """

    rule: Rule
    explanation: str
    check: Check
    is_default: bool = True
    fix: str = "none"
    covers: tuple[str, ...] = ()


_REGISTERED: dict[str, LintRule] = {}


def lint_rule(
    rule: Rule, *, is_default: bool = True, fix: str = "none", covers: tuple[str, ...] = ()
) -> Callable[[Check], Check]:
    """Register a generator of findings as the check of a rule.

    Args:
        rule: The rule; its module's docstring is the explanation.
        is_default: Whether it runs without being selected.
        fix: Which fixes it offers.
        covers: Codes of the loader that belong to it.
    """

    def register(check: Check) -> Check:
        explanation = sys.modules[check.__module__].__doc__ or ""
        _REGISTERED[rule.code] = LintRule(
            rule=rule,
            explanation=explanation.strip(),
            check=check,
            is_default=is_default,
            fix=fix,
            covers=covers,
        )
        return check

    return register


@cache
def lint_rules() -> Mapping[str, LintRule]:
    """Return every lint rule by code, in order."""
    from wippyc.check import rules

    for found in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{found.name}")
    return dict(sorted(_REGISTERED.items()))
