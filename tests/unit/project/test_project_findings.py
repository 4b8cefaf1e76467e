"""Every broken application is reported once, at the right place, with a reason and a way out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from project_tables import ROWS, Broken

from wippyc.diagnostics.model import Diagnostic, Severity, Sink
from wippyc.project import rules
from wippyc.project.load import load_partial_project, load_project


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def findings(root: Path) -> list[Diagnostic]:
    sink = Sink()
    load_project(root, sink)
    return list(sink)


def expected_place(files: dict[str, str]) -> tuple[str, int, int]:
    for name, text in files.items():
        if "§" in text:
            before = text[: text.index("§")]
            return name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    raise AssertionError("the row marks no place")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_reports_exactly_this(row: Broken, tmp_path: Path) -> None:
    root = tmp_path / "shop"
    write(root, {name: text.replace("§", "") for name, text in row.files.items()})
    found = findings(root)
    assert [finding.rule.code for finding in found] == [row.code], [f.message for f in found]
    (finding,) = found
    assert finding.span is not None
    place = (finding.span.source.path, finding.span.line, finding.span.column)
    assert place == expected_place(row.files)
    assert row.message in finding.message
    assert row.hint in finding.hint
    assert finding.note
    assert finding.hint


def test_errors_give_no_project_and_warnings_do(tmp_path: Path) -> None:
    for row in ROWS:
        root = tmp_path / str(ROWS.index(row))
        write(root, {name: text.replace("§", "") for name, text in row.files.items()})
        sink = Sink()
        project = load_project(root, sink)
        assert (project is None) == sink.has_errors


def test_every_rule_has_a_row() -> None:
    elsewhere = {
        rules.INVALID_ENCODING,
        rules.FILE_TOO_LARGE,
        rules.UNREADABLE_FILE,
        rules.NO_ENTRIES,
        rules.LINK_ESCAPES,
        # Reported by the compiler, which knows what the source returns.
        rules.METHOD_NOT_RETURNED,
    }
    covered = {row.code for row in ROWS}
    assert {rule.code for rule in rules.RULES} - covered == {rule.code for rule in elsewhere}


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in rules.RULES}) == len(rules.RULES)
    assert len({rule.name for rule in rules.RULES}) == len(rules.RULES)
    assert [rule.code[0] for rule in rules.RULES] == sorted(rule.code[0] for rule in rules.RULES)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "_index.yaml").write_bytes(b"namespace: app\nname: caf\xe9\nkind: x\n")
    (finding,) = findings(tmp_path)
    assert finding.rule is rules.INVALID_ENCODING
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (2, 10)
    assert "byte 0xe9" in finding.message


def test_utf16_is_refused(tmp_path: Path) -> None:
    (tmp_path / "_index.yaml").write_bytes("namespace: app\n".encode("utf-16"))
    (finding,) = findings(tmp_path)
    assert finding.rule is rules.INVALID_ENCODING


def test_large_file_is_refused_quickly(tmp_path: Path) -> None:
    text = "namespace: app\nname: x\nkind: registry.entry\nd:\n" + "  - [a, b, c]\n" * 750_000
    (tmp_path / "_index.yaml").write_text(text)
    (finding,) = findings(tmp_path)
    assert finding.rule is rules.FILE_TOO_LARGE


def test_large_files_of_others_are_no_concern(tmp_path: Path) -> None:
    write(tmp_path, {"_index.yaml": "namespace: app\nname: x\nkind: registry.entry\n"})
    (tmp_path / "dump.json").write_text("[" + "1," * 3_000_000 + "1]")
    (tmp_path / "dump.yaml").write_text("a: b\n" * 1_000_000)
    assert findings(tmp_path) == []


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    write(tmp_path, {"things.yaml": "namespace: app\n"})
    monkeypatch.setattr("wippyc.project.files.os.open", refuse)
    (finding,) = findings(tmp_path)
    assert finding.rule is rules.UNREADABLE_FILE
    assert finding.message == "cannot read 'things.yaml': Permission denied"


def test_source_that_is_a_folder_or_a_pipe(tmp_path: Path) -> None:
    entry = "namespace: app\nname: fn\nkind: function.lua\nmethod: run\nsource: file://it\n"
    for name, make in (("folder", lambda path: path.mkdir()), ("pipe", os.mkfifo)):
        root = tmp_path / name
        write(root, {"_index.yaml": entry})
        make(root / "it")
        (finding,) = findings(root)
        assert finding.rule is rules.UNREADABLE_FILE
        assert finding.span is not None
        assert (finding.span.line, finding.span.column) == (5, 9)


def test_links_that_leave_the_application(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, {"secret.lua": "return 1", "_index.yaml": "namespace: evil\nname: x\nkind: y\n"})
    root = tmp_path / "app"
    entry = "namespace: app\nname: fn\nkind: function.lua\nmethod: run\nsource: file://in.lua\n"
    write(root, {"_index.yaml": entry})
    (root / "in.lua").symlink_to(outside / "secret.lua")
    (root / "vendor").symlink_to(outside)
    (root / "more.yaml").symlink_to(outside / "_index.yaml")
    codes = sorted(finding.rule.code for finding in findings(root))
    links = rules.LINK_ESCAPES.code
    assert codes == [rules.PATH_ESCAPES.code, links, links, links]


def test_links_in_circles(tmp_path: Path) -> None:
    write(tmp_path, {"_index.yaml": "namespace: app\nname: x\nkind: registry.entry\n"})
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    sink = Sink()
    project = load_project(tmp_path, sink)
    assert project is not None
    assert list(project.entries) == ["app:x"]


def test_no_folder_and_no_entries(tmp_path: Path) -> None:
    (missing,) = findings(tmp_path / "nowhere")
    assert missing.rule is rules.MISSING_FOLDER
    assert missing.span is None
    (empty,) = findings(tmp_path)
    assert empty.rule is rules.NO_ENTRIES


def test_all_errors_of_an_application_are_shown_at_once(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a/_index.yaml": "namespace: a\nentries:\n  - name: 1\n    kind: x\n  - 5\n",
            "b/_index.yaml": "namespace: b\nname: w\nkind: temporal.worker\n",
            "c/_index.yaml": "namespace: c\nentries: [\n",
        },
    )
    codes = [finding.rule.code for finding in findings(tmp_path)]
    assert codes == ["E015", "E008", "C018", "E002"]


def test_partial_project_survives_errors(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.yaml": "namespace: a\nname: x\nkind: registry.entry\n",
            "b.yaml": "namespace: b\nname: w\nkind: temporal.worker\n",
        },
    )
    sink = Sink()
    project = load_partial_project(tmp_path, sink)
    assert project is not None
    assert list(project.entries) == ["a:x", "b:w"]
    assert [finding.level for finding in sink] == [Severity.ERROR]


def test_misspelt_words_come_with_an_unsafe_fix(tmp_path: Path) -> None:
    text = """\
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: q
    lifecycle: {auto_strat: true}
  - name: lib
    kind: libary.lua
  - name: fn
    kind: function.lua
    method: run
    source: return {}
    meta: {temporal: {activity: {worker: workr}}}
"""
    write(tmp_path, {"_index.yaml": text})
    fixed = text
    for finding in sorted(findings(tmp_path), key=lambda found: found.sort_key, reverse=True):
        assert finding.fix is not None
        assert not finding.fix.safe
        for edit in finding.fix.edits:
            fixed = fixed[: edit.span.start] + edit.text + fixed[edit.span.end :]
    expected = text.replace("auto_strat", "auto_start").replace("libary", "library")
    assert fixed == expected.replace("worker: workr", "worker: app:worker")
