"""Lua call stacks as text."""

from __future__ import annotations

import pytest

from wippy_runtime.lua.tracebacks import LuaPlace, render_places


def _places(count: int) -> list[LuaPlace]:
    return [
        LuaPlace(chunk="app:main", file="main.lua", line=number, column=1, function=f"f{number}")
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [1, 39, 40])
def test_call_stacks_are_whole(count: int) -> None:
    lines = render_places(_places(count)).splitlines()
    assert lines[0] == "stack traceback:"
    assert [line.split("'")[1] for line in lines[1:]] == [f"f{n}" for n in range(count, 0, -1)]


def test_of_a_deep_call_stack_the_ends_are_shown() -> None:
    lines = render_places(_places(7_000)).splitlines()
    assert len(lines) == 42
    assert "function 'f7000'" in lines[1]
    assert lines[21] == "\t...\t(skipping 6960 levels)"
    assert "function 'f20'" in lines[22]
    assert "function 'f1'" in lines[41]
