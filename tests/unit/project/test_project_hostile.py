"""Hostile input ends in a finding or a project, never in a traceback, and in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_project_valid import CURRENT, LIBRARY

from wippyc.diagnostics.model import Sink
from wippyc.diagnostics.render import FORMATS, render
from wippyc.project import rules
from wippyc.project.json_source import read_json
from wippyc.project.load import load_project
from wippyc.project.yaml_source import read_yaml
from wippyc.source import SourceFile

SECONDS = 5.0

_PIECES = st.sampled_from(
    ["\t", "\n", ":", "- ", "[", "{", "}", "]", "&a ", "*a", "<<: ", "!x ", '"', "'", "|", ">", "?",
     "\0", "\x85", "\u2028", "\ufeff", "é", "😀", "%", "---\n", "...\n", "${", "file://", "~", "#"]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from([CURRENT, LIBRARY]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.sampled_from([0, 0, 1, 3, 40])))
        text = text[:at] + draw(st.one_of(_PIECES, st.text(max_size=4))) + text[end:]
    return text


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=mutated())
def test_mutated_applications(text: str, tmp_path: Path) -> None:
    (tmp_path / "_index.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    sink = Sink()
    project = load_project(tmp_path, sink)
    assert (project is None) == sink.has_errors
    for name in FORMATS:
        render(sink, name, root=tmp_path).encode("utf-8")
    for finding in sink:
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(finding.span.source.text)


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=st.one_of(_PIECES.map(lambda piece: piece[0]), st.characters())))
def test_any_text_is_read_or_reported(text: str) -> None:
    source = SourceFile("x", text.encode("utf-8", "replace").decode("utf-8"))
    sink = Sink()
    if read_json(source, sink) is None:
        assert sink.has_errors or not source.text.strip()
    sink = Sink()
    node = read_yaml(source, sink)
    assert node is None or not any(found.rule is rules.INVALID_SYNTAX for found in sink)
    for found in sink:
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(source.text)


BOMBS = {
    "flow": "[" * 200_000,
    "flow keys": "{a: " * 200_000,
    "block": "- " * 200_000,
    "block mappings": "".join(" " * n + "a:\n" for n in range(1500)),
    "complex keys": "? " * 100_000,
    "laughs": "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)),
    "merge laughs": "a0: &a0 {k: v}\n"
    + "".join(f"a{n}: &a{n} {{x{n}: *a{n - 1}, y{n}: *a{n - 1}}}\n" for n in range(1, 60)),
    "deep aliases": "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 900)),
    "anchors": "".join(f"- &a{n} x\n" for n in range(50_000)) + "- *zzz\n",
    "quotes": '"' * 500_001,
    "long line": "a: " + "x" * 3_000_000,
    "long number": "a: " + "9" * 3_000_000,
    "comments": "#\n" * 1_000_000,
    "colons": ":" * 500_000,
    "tags": "!a " * 100_000,
    "duplicate keys": "a: 1\n" * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_in_time(name: str, tmp_path: Path) -> None:
    (tmp_path / "_index.yaml").write_text(
        "namespace: app\nname: x\nkind: registry.entry\n" + BOMBS[name]
    )
    sink = Sink()
    begin = time.process_time()
    project = load_project(tmp_path, sink)
    for format in ("full", "json"):
        render(sink, format)
    assert time.process_time() - begin < SECONDS
    assert (project is None) == sink.has_errors


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, '{"a":' * 200_000, '"' + "\\" * 200_001, "-" * 10, "1" * 5000, "nul", "[1,]"],
)
def test_hostile_json(text: str, tmp_path: Path) -> None:
    (tmp_path / "_index.json").write_text(text)
    sink = Sink()
    assert load_project(tmp_path, sink) is None
    assert sink.has_errors


def test_many_unknown_references_are_reported_in_time(tmp_path: Path) -> None:
    entries = "".join(
        f"  - name: fn{n}\n    kind: function.lua\n    method: run\n    source: return {{}}\n"
        f"    imports: {{lib: 'app:missing_{n}'}}\n"
        for n in range(1000)
    )
    (tmp_path / "_index.yaml").write_text("namespace: app\nentries:\n" + entries)
    sink = Sink()
    begin = time.process_time()
    assert load_project(tmp_path, sink) is None
    assert time.process_time() - begin < 2 * SECONDS
    assert len(list(sink)) == 1000
