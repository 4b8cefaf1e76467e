"""Every rule fires where its golden cases say, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from rule_cases import CHECKS, Case, read_cases

from wippyc.check.catalogue import HEADINGS, lint_rules
from wippyc.diagnostics.model import Severity

FILES = sorted(CHECKS.glob("*.lua"))
CASES = [case for path in FILES for case in read_cases(path)]
SILENT_WITHOUT_CASES = {"WR402", "WV304"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.stem}: {case.name}")
def test_fires_exactly_where_marked(case: Case, tmp_path: Path) -> None:
    code = case.path.stem.partition("_")[0]
    places, found = case.found(tmp_path, code)
    known = lint_rules()
    broken = [
        each.message
        for each in found
        if each.level is Severity.ERROR and each.rule.code not in known
    ]
    assert not broken
    assert places == case.expected


def test_every_finding_says_why_and_what_to_do(tmp_path: Path) -> None:
    for number, case in enumerate(CASES):
        root = tmp_path / str(number)
        root.mkdir()
        _, found = case.found(root, case.path.stem.partition("_")[0])
        for each in found:
            assert each.note, each
            assert each.hint, each
            assert each.span is None or each.span.text.strip() or each.rule.code[0] in "EP", each


@pytest.mark.parametrize("code", sorted(set(lint_rules()) - SILENT_WITHOUT_CASES))
def test_every_rule_has_cases(code: str) -> None:
    own = [case for case in CASES if case.path.stem.startswith(f"{code}_")]
    assert sum(len(case.expected) for case in own) >= 3
    assert sum(case.near_misses for case in own) >= 3


def test_files_are_named_after_their_rule() -> None:
    for path in FILES:
        code, _, name = path.stem.partition("_")
        assert lint_rules()[code].rule.name == name.replace("_", "-")


def test_every_rule_is_explained() -> None:
    for code, rule in lint_rules().items():
        for heading in HEADINGS:
            assert f"## {heading}\n" in rule.explanation, (code, heading)
        assert rule.rule.code == code
        assert rule.rule.name == rule.rule.name.lower()
        assert "_" not in rule.rule.name
        assert rule.rule.summary.endswith(".")


def test_callbacks_that_only_may_wait_are_warned_of(tmp_path: Path) -> None:
    levels = {}
    for case in CASES:
        if case.path.stem.startswith("WD116_"):
            root = tmp_path / str(len(levels))
            root.mkdir()
            levels[case.name] = {each.level for each in case.found(root, "WD116")[1]}
    assert levels["comparators and replacements that wait"] == {Severity.ERROR}
    assert levels["a comparator that waits for a channel"] == {Severity.ERROR}
    assert levels["a comparator that may be another function"] == {Severity.WARNING}
    assert levels["a comparator that waits for what may be a channel"] == {Severity.WARNING}
