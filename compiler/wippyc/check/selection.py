"""Which findings the settings let through, and with what severity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wippyc.check.catalogue import lint_rules
from wippyc.check.settings import LintSettings
from wippyc.diagnostics.model import Diagnostic, Severity
from wippyc.diagnostics.places import shown


def configured(found: Iterable[Diagnostic], settings: LintSettings) -> Iterator[Diagnostic]:
    """Yield the findings that settings select, once each, with the severity in force.

    Several entries can share one source file; what is found in it is reported once. Errors of
    earlier stages are left out only where they are ignored by name: a program that cannot be read
    was not checked.
    """
    rules = lint_rules()
    covers = {code: rule for rule in rules.values() for code in rule.covers}
    seen: set[tuple[str, str, int, int, str]] = set()
    for each in found:
        code, name = each.rule.code, each.rule.name
        span = None if each.span is None else shown(each.span)
        path = "" if span is None else span.source.path
        key = (code, path, *((0, 0) if span is None else (span.start, span.end)), each.message)
        if key in seen:
            continue
        seen.add(key)
        rule = rules.get(code)
        if rule is None and each.level is Severity.ERROR:
            if not _is_ignored(settings, code, name):
                yield each
            continue
        is_default = rule is None or rule.is_default
        is_selected = settings.is_selected(code, name, is_default=is_default)
        if code in covers:
            cover = covers[code].rule
            is_cover = settings.is_selected(cover.code, cover.name, is_default=True)
            is_selected = is_cover and (is_selected or bool(settings.select))
        if not is_selected or settings.is_ignored_in(path, code, name):
            continue
        severity = settings.severities.get(code) or settings.severities.get(name)
        yield each if severity is None else replace(each, severity=severity)


def _is_ignored(settings: LintSettings, code: str, name: str) -> bool:
    """Whether `ignore` names a rule, whatever is selected."""
    everything = replace(settings, select=(), extend_select=())
    return not everything.is_selected(code, name, is_default=True)
