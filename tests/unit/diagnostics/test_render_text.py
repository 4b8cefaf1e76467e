"""What people see: the full and the concise format, character by character."""

from __future__ import annotations

from textwrap import dedent

import pytest

from wippyc.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity
from wippyc.diagnostics.places import EmbeddedSource, shown, shown_edit
from wippyc.diagnostics.render import render
from wippyc.diagnostics.text import printable
from wippyc.source import SourceFile, Span

RULE = Rule("WD101", "wall-clock-read", Severity.ERROR, "A workflow reads the wall clock.")


def span(source: SourceFile, text: str) -> Span:
    at = source.text.index(text)
    return Span(source, at, at + len(text))


def full(*diagnostics: Diagnostic) -> str:
    return "\n" + render(diagnostics, "full")


def golden(text: str) -> str:
    return "\n" + dedent(text).lstrip("\n")


LUA = SourceFile("app/order.lua", "local t = 1\nlocal now = os.time()\nreturn now\n")
YAML = SourceFile("app/_index.yaml", "\n" * 9 + "  - name: order\n")


def test_one_place() -> None:
    found = Diagnostic(
        rule=RULE,
        message="os.time reads the wall clock",
        span=span(LUA, "os.time()"),
        label="differs on replay",
        note="the value must come from history",
        hint="use `time.now():unix()`",
    )
    assert full(found) == golden(
        """
        error[WD101]: os.time reads the wall clock
         --> app/order.lua:2:13
          |
        2 | local now = os.time()
          |             ^^^^^^^^^ differs on replay
          |
          = note: the value must come from history
          = hint: use `time.now():unix()`
        """
    )


def test_labels_in_other_lines_and_files() -> None:
    found = Diagnostic(
        rule=RULE,
        message="bad",
        span=span(LUA, "os.time"),
        label="read here",
        labels=(
            Label(span(LUA, "return now"), "returned here"),
            Label(span(YAML, "order"), "by this entry"),
        ),
        severity=Severity.WARNING,
        fix=Fix("replace it", (Edit(span(LUA, "os.time"), "x"),), safe=False),
    )
    assert full(found) == golden(
        """
        warning[WD101]: bad
          --> app/order.lua:2:13
           |
         2 | local now = os.time()
           |             ^^^^^^^ read here
         3 | return now
           | ---------- returned here
          ::: app/_index.yaml:10:11
           |
        10 |   - name: order
           |           ----- by this entry
           |
           = fix: replace it (unsafe)
               - local now = os.time()
               + local now = x()
        """
    )


def test_several_labels_in_one_line() -> None:
    found = Diagnostic(
        rule=RULE,
        message="bad",
        span=span(LUA, "time"),
        label="this",
        labels=(Label(span(LUA, "now"), "name"), Label(span(LUA, "local now"), "statement")),
    )
    assert full(found) == golden(
        """
        error[WD101]: bad
         --> app/order.lua:2:16
          |
        2 | local now = os.time()
          | ---------      ^^^^ this
          | |     |
          | |     name
          | |
          | statement
        """
    )


def test_lines_between_are_shown_or_skipped() -> None:
    source = SourceFile("x.lua", "".join(f"line{n}\n" for n in range(1, 13)))
    labels = (Label(span(source, "line3"), "a"), Label(span(source, "line9"), "b"))
    found = Diagnostic(rule=RULE, message="m", span=span(source, "line1\n"), labels=labels)
    assert full(found) == golden(
        """
        error[WD101]: m
         --> x.lua:1:1
          |
        1 | line1
          | ^^^^^
        2 | line2
        3 | line3
          | ----- a
        ...
        9 | line9
          | ----- b
        """
    )


def test_several_lines() -> None:
    source = SourceFile("x.lua", "if a then\n  b()\nend\n" + "".join(f"c{n}()\n" for n in range(9)))
    short = Diagnostic(
        rule=RULE, message="m", span=Span(source, 0, source.text.index("end") + 3), label="block"
    )
    assert full(short) == golden(
        """
        error[WD101]: m
         --> x.lua:1:1
          |
        1 | / if a then
        2 | |   b()
        3 | | end
          | |___^ block
        """
    )
    long = Diagnostic(
        rule=RULE,
        message="m",
        span=Span(source, 0, source.text.index("c7()") + 4),
        labels=(Label(span(source, "b()"), "call"), Label(span(source, "c8"), "after")),
    )
    assert full(long) == golden(
        """
        error[WD101]: m
          --> x.lua:1:1
           |
         1 | / if a then
         2 | |   b()
           | |   --- call
         3 | | end
        ...
        11 | | c7()
           | |____^
        12 |   c8()
           |   -- after
        """
    )


def test_tabs_and_wide_characters_keep_carets_right() -> None:
    source = SourceFile("x.lua", '\tlocal 名 = f("e\u0301日本", bar)\n')
    found = Diagnostic(rule=RULE, message="m", span=span(source, "bar"), label="here")
    frame = render([found], "full").splitlines()
    assert frame[3] == '1 |     local 名 = f("e\u0301日本", bar)'
    cells = "    local 名 = f(" + '"e日本", '
    width = len(cells) + 3  # three characters of two cells
    assert frame[4] == "  | " + " " * width + "^^^ here"


def test_control_and_reordering_characters_never_reach_the_terminal() -> None:
    source = SourceFile("a\x1b[2J.lua", "x = '\x1b[31m\u202e\udcff' + y\n")
    found = Diagnostic(
        rule=RULE,
        message="a\x1b]0;title\x07\nb\u202e",
        span=span(source, "y"),
        label="l\x1b",
        note="n\x9b",
        hint="one\ntwo",
    )
    text = render([found], "full")
    assert text.replace("\N{REPLACEMENT CHARACTER}", "?") == golden(
        """
        error[WD101]: a\\x1b]0;title\\x07\\nb\\u202e
         --> a\\x1b[2J.lua:1:17
          |
        1 | x = '?[31m??' + y
          |                 ^ l\\x1b
          |
          = note: n\\x9b
          = hint: one
                  two
        """
    ).lstrip("\n")
    text.encode("utf-8")


def test_ends_of_lines_and_files() -> None:
    source = SourceFile("x.lua", "abc\n")
    at_end = Diagnostic(rule=RULE, message="m", span=Span(source, 4, 4))
    assert full(at_end) == golden(
        """
        error[WD101]: m
         --> x.lua:2:1
          |
        2 |
          | ^
        """
    )
    behind = Diagnostic(rule=RULE, message="m", span=Span(source, 3, 3), label="missing")
    assert "  |    ^ missing\n" in full(behind)


def test_long_lines_are_cut_around_the_place() -> None:
    source = SourceFile("x.lua", "a" * 5000 + "HERE" + "b" * 5000)
    found = Diagnostic(rule=RULE, message="m", span=span(source, "HERE"))
    lines = render([found], "full").splitlines()
    assert len(lines[3]) < 140
    assert lines[3].startswith("1 | …a")
    assert lines[3].endswith("b…")
    assert lines[4].index("^^^^") == lines[3].index("HERE")


def test_without_place_or_text() -> None:
    nowhere = Diagnostic(rule=RULE, message="m", span=None, hint="do")
    assert full(nowhere) == "\nerror[WD101]: m\n  = hint: do\n"
    empty = Diagnostic(rule=RULE, message="m", span=Span(SourceFile("gone.yaml", ""), 0, 0))
    assert full(empty) == "\nerror[WD101]: m\n --> gone.yaml:1:1\n"


def test_concise() -> None:
    one = Diagnostic(rule=RULE, message="second", span=span(LUA, "now"))
    fix = Fix("t", (Edit(span(LUA, "t"), "x"),))
    two = Diagnostic(rule=RULE, message="first", span=span(LUA, "t"), fix=fix)
    assert render([one, two], "concise", prefix="services/shop") == (
        "services/shop/app/order.lua:1:7: WD101 [*] first\n"
        "services/shop/app/order.lua:2:7: WD101 second\n"
    )


def test_colours_only_when_asked() -> None:
    found = Diagnostic(rule=RULE, message="m", span=span(LUA, "t"), label="l", note="n")
    for name in ("full", "concise"):
        plain = render([found], name)
        coloured = render([found], name, color=True)
        assert "\x1b" not in plain
        assert "\x1b[1;31m" in coloured
        stripped = coloured
        for code in ("\x1b[1;31m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"):
            stripped = stripped.replace(code, "")
        assert stripped == plain


def test_embedded_text_is_shown_in_its_file() -> None:
    text = "local a\nreturn os.time()\n"
    yaml = SourceFile("_index.yaml", "source: |\n  local a\n  return os.time()\n")
    anchor = Span(yaml, 8, len(yaml.text))
    lua = EmbeddedSource(
        "_index.yaml", text, yaml, anchor, (0, 8), (12, 22), indent="  ", is_exact=True
    )
    found = Diagnostic(rule=RULE, message="m", span=span(lua, "os.time()"))
    assert full(found) == golden(
        """
        error[WD101]: m
         --> _index.yaml:3:10
          |
        3 |   return os.time()
          |          ^^^^^^^^^
        """
    )
    above = Diagnostic(rule=RULE, message="above", span=span(yaml, "source"))
    assert render([found, above], "concise") == (
        "_index.yaml:1:1: WD101 above\n_index.yaml:3:10: WD101 m\n"
    )
    edit = shown_edit(Edit(span(lua, "os.time()"), "f(\n)"))
    assert edit == Edit(span(yaml, "os.time()"), "f(\n  )")
    folded = EmbeddedSource("_index.yaml", text, yaml, anchor)
    assert shown(span(folded, "local")) == anchor
    assert shown_edit(Edit(span(folded, "local"), "x")) is None


def test_unknown_format() -> None:
    with pytest.raises(ValueError, match="unknown format 'xml'; formats are full, concise"):
        render([], "xml")


def test_printable() -> None:
    assert printable("plain é 日本") == "plain é 日本"
    assert printable("\x00\t\r\udc80\ud800\u2028") == "\\x00\\t\\r\\x80\\ud800\\u2028"
