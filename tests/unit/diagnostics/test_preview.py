"""What a fix would change, as lines."""

from __future__ import annotations

from wippyc.diagnostics.model import Diagnostic, Edit, Fix, Rule, Severity
from wippyc.diagnostics.places import EmbeddedSource
from wippyc.diagnostics.preview import preview
from wippyc.source import SourceFile, Span

RULE = Rule("WD101", "name", Severity.HINT, "Summary.")
LUA = SourceFile("order.lua", "local a = 1\n\tlocal b = 2\nlocal c = 3\nreturn a\n")
YAML = SourceFile("_index.yaml", "entries:\n  - modules: []\n")


def change(source: SourceFile, old: str, new: str) -> Edit:
    at = source.text.index(old)
    return Edit(Span(source, at, at + len(old)), new)


def lines(*edits: Edit) -> list[tuple[str, str]]:
    found = Diagnostic(
        rule=RULE, message="m", span=Span(LUA, 0, 5), fix=Fix("do it", edits, safe=True)
    )
    return [(line.sign, line.text) for line in preview(found)]


def test_only_lines_that_differ() -> None:
    assert lines(change(LUA, "c =", "d ="), change(LUA, "a = 1", "a = 7")) == [
        ("-", "local a = 1"),
        ("+", "local a = 7"),
        ("-", "local c = 3"),
        ("+", "local d = 3"),
    ]


def test_insertions_and_removals_of_lines() -> None:
    at = LUA.text.index("return")
    assert lines(Edit(Span(LUA, at, at), "local d\n")) == [("+", "local d")]
    assert lines(change(LUA, "\tlocal b = 2\n", "")) == [("-", "    local b = 2")]


def test_other_files_are_named() -> None:
    assert lines(change(YAML, "[]", "[json]")) == [
        ("", "_index.yaml"),
        ("-", "  - modules: []"),
        ("+", "  - modules: [json]"),
    ]


def test_control_characters_stay_visible() -> None:
    assert lines(change(LUA, "a = 1", "a = '\x1b[2J'"))[1] == ("+", r"local a = '\x1b[2J'")


def test_nothing_for_large_changes() -> None:
    assert lines(change(LUA, "a = 1", "a = 1\n" * 20)) == []
    assert lines(change(LUA, "a = 1", "a = " + "1" * 200)) == []
    tall = SourceFile("tall.lua", "x = 1\n" * 500)
    edits = (Edit(Span(tall, 0, 1), "y"), Edit(Span(tall, 2994, 2995), "y"))
    assert lines(*edits) == []


def test_nothing_without_a_fix_that_can_be_made() -> None:
    assert preview(Diagnostic(rule=RULE, message="m", span=Span(LUA, 0, 5))) == []
    anchor = Span(YAML, 0, 7)
    embedded = EmbeddedSource("_index.yaml", "return 1", origin=YAML, anchor=anchor)
    assert lines(change(embedded, "1", "2")) == []
