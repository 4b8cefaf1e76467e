"""Runs the rules over an analysed program."""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.analyse.facts import Facts
from wippyc.check.catalogue import LintRule, lint_rules
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.check.selection import configured
from wippyc.check.settings import DEFAULT_SETTINGS, LintSettings
from wippyc.check.suppressions import apply_suppressions
from wippyc.check.transitive import transitive_findings
from wippyc.diagnostics.model import Diagnostic, Sink


def run_rules(facts: Facts, sink: Sink, settings: LintSettings = DEFAULT_SETTINGS) -> None:
    """Report what the rules find, as far as settings and comments in the sources allow.

    Args:
        facts: The analysed program.
        sink: Takes the findings.
        settings: What the user configured.
    """
    found = configured(rule_findings(facts, settings), settings)
    sink.extend(apply_suppressions(facts.program, found, settings))


def rule_findings(facts: Facts, settings: LintSettings) -> Iterator[Diagnostic]:
    """Yield what every selected rule finds, before suppressions."""
    context = CheckContext(facts, settings)
    wanted = [each for each in lint_rules().values() if _is_wanted(each, settings)]
    findings: list[Finding] = []
    for each in wanted:
        findings.extend(each.check(context))
    yield from (found.diagnostic for found in findings)
    yield from transitive_findings(context, findings)


def _is_wanted(rule: LintRule, settings: LintSettings) -> bool:
    identity = rule.rule
    return settings.is_selected(identity.code, identity.name, is_default=rule.is_default)
