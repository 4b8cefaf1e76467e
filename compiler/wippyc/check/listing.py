"""Every code a finding can carry, also those of the loader and the parser."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wippyc.check.catalogue import lint_rules
from wippyc.check.support import PYTHON_ENTRY, UNSUPPORTED_MODULE
from wippyc.check.suppressions import RULES as SUPPRESSION_RULES
from wippyc.diagnostics.model import Rule
from wippyc.lua.rules import ALL_RULES as LUA_RULES
from wippyc.project.rules import RULES as PROJECT_RULES


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by code, in order."""
    own = [each.rule for each in lint_rules().values()]
    rules = (*own, UNSUPPORTED_MODULE, PYTHON_ENTRY, *SUPPRESSION_RULES, *LUA_RULES, *PROJECT_RULES)
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


@cache
def all_codes() -> Mapping[str, str]:
    """Return the name of every rule by code."""
    return {code: rule.name for code, rule in all_rules().items()}
