"""What is found in a group of entries that import each other, before settings hide any of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wippyc.analyse.facts import Facts
from wippyc.check.catalogue import LintRule, lint_rules
from wippyc.check.context import CheckContext
from wippyc.check.entry_points import check_entry_points
from wippyc.check.finding import Finding
from wippyc.check.nesting import check_nesting
from wippyc.check.selection import configured
from wippyc.check.settings import LintSettings
from wippyc.check.suppressions import Suppression, apply_suppressions, in_lua, in_yaml
from wippyc.check.transitive import transitive_findings
from wippyc.diagnostics.model import Diagnostic, Sink
from wippyc.project.model import Project
from wippyc.source import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFindings:
    """Findings about a group.

    Attributes:
        errors: What cannot be compiled, whatever the settings are.
        found: What the selected rules find.
        comments: The comments in the group's Lua that switch findings off.
        parsing: What parsing found in its files.
    """

    errors: tuple[Diagnostic, ...]
    found: tuple[Diagnostic, ...]
    comments: Mapping[SourceFile, tuple[Suppression, ...]]
    parsing: tuple[Diagnostic, ...]


def check_group(
    facts: Facts, settings: LintSettings, parsing: Iterable[Diagnostic] = ()
) -> GroupFindings:
    """Check an analysed group.

    Args:
        facts: The program.
        settings: What the user configured.
        parsing: What parsing found in its files.
    """
    errors = Sink()
    check_entry_points(facts, errors)
    check_nesting(facts, errors)
    return GroupFindings(
        errors=tuple(errors),
        found=tuple(_rule_findings(facts, settings)),
        comments=in_lua(facts.program),
        parsing=tuple(parsing),
    )


def kept_findings(
    project: Project,
    groups: Iterable[GroupFindings],
    settings: LintSettings,
    others: Iterable[Diagnostic] = (),
) -> Iterator[Diagnostic]:
    """Yield what settings and comments in the sources let through.

    Args:
        project: The application.
        groups: The findings of all groups: a comment in YAML may be for any of them.
        settings: What the user configured.
        others: Findings of other stages that can be switched off, too.
    """
    found = list(others)
    comments: dict[SourceFile, tuple[Suppression, ...]] = {}
    for group in groups:
        found.extend(group.found)
        for source, suppressions in group.comments.items():
            comments.setdefault(source, suppressions)
    comments.update(in_yaml(project))
    return apply_suppressions(comments, configured(found, settings), settings)


def _rule_findings(facts: Facts, settings: LintSettings) -> Iterator[Diagnostic]:
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
