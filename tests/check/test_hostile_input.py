"""Hostile YAML, Lua, settings and comments end in findings, within bounded time."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lint_applications import CLEAN, INDEX, RANDOM, write

from wippyc.check.engine import lint_application
from wippyc.diagnostics.render import FORMATS, render

BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
NEST = 5_000


@pytest.mark.parametrize(
    "lua",
    [
        b"\xff\xfe\x00\x01",
        b"return " + b"(" * NEST,
        b"return " + b"{" * NEST + b"}" * NEST,
        b"return " + b"not " * NEST + b"1",
        b"local x = '" + b"a" * 10_000_000 + b"'\nreturn { main = function() return x end }",
        b"-- wippyc: ignore[" + b"A," * 10_000 + b"]\nreturn { main = function() end }",
        b"-- wippyc: disable[WD\nreturn { main = function() end }",
        b"do " * 150 + b"end " * 150 + b"return { main = function() end }",
        b"\x00" * 1000,
        "return { main = function() local 🎲 = 1 end }".encode(),
    ],
    ids=range(10),
)
def test_hostile_lua(tmp_path: Path, lua: bytes) -> None:
    app = write(tmp_path, CLEAN)
    (app / "flow.lua").write_bytes(lua)
    started = time.monotonic()
    found = lint_application(app).diagnostics
    assert time.monotonic() - started < 60
    for name in FORMATS:
        render(found, name, root=app)


@pytest.mark.parametrize(
    "index",
    [
        BILLION_LAUGHS.encode(),
        INDEX.encode()[:100],
        b"\xff" + INDEX.encode(),
        b"[" * NEST,
        INDEX.encode() + b"  - &x\n    name: *x\n",
        INDEX.replace("file://flow.lua", "file://../../etc/passwd").encode(),
        INDEX.replace("[time]", "[" + "time, " * 5000 + "]").encode(),
        b"# wippyc: ignore[WD104",
        b"",
    ],
    ids=range(9),
)
def test_hostile_yaml(tmp_path: Path, index: bytes) -> None:
    app = write(tmp_path, CLEAN)
    (app / "_index.yaml").write_bytes(index)
    started = time.monotonic()
    found = lint_application(app).diagnostics
    assert found or b"time, time" in index
    assert time.monotonic() - started < 60


def test_symbolic_link_loops(tmp_path: Path) -> None:
    app = write(tmp_path / "app", RANDOM)
    os.symlink(app, app / "loop")
    os.symlink("self", app / "self")
    found = lint_application(app).diagnostics
    assert "WD104" in {each.rule.code for each in found}


TEXTS = st.one_of(st.sampled_from([RANDOM, CLEAN, INDEX]), st.text(max_size=60))


@st.composite
def mutated(draw: st.DrawFn, text: str) -> bytes:
    """A text with bytes cut out, doubled and put in."""
    data = bytearray(text.encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.binary(max_size=8), st.just(bytes(data[at:end]) * 2)))
        data[at:end] = piece
    return bytes(data)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lua=mutated(RANDOM), index=st.one_of(st.just(INDEX.encode()), mutated(INDEX)))
def test_mutated_applications(tmp_path: Path, lua: bytes, index: bytes) -> None:
    app = write(tmp_path, CLEAN)
    (app / "flow.lua").write_bytes(lua)
    (app / "_index.yaml").write_bytes(index)
    found = lint_application(app).diagnostics
    render(found, "full", root=app)
    for each in found:
        assert each.message
