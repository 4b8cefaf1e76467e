"""Lua positions: from Python code positions, by the line maps of generated modules.

A generated module has `__lua_chunk__` (its entry ID) among its globals and a line map beside its
package (`lua_maps/<module>.json`). Nothing here runs until an error or a log record needs a place.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any

CHUNK_MARK = "__lua_chunk__"
_MAP_MARK = "__lua_map__"
# Runtime functions that stand for a call of a built-in Lua function between two Lua frames.
_PROTECTED = frozenset({"pcall", "apcall", "xpcall", "axpcall"})

CodePosition = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class LuaPlace:
    """A place in a Lua source file.

    Attributes:
        chunk: Entry ID of the chunk.
        file: Path of the source file, for people.
        line: 1-based line; 0 if unknown.
        column: 1-based column; 0 if unknown.
        function: Name of the function.
    """

    chunk: str
    file: str
    line: int
    column: int
    function: str


@dataclass(frozen=True, slots=True)
class LineMap:
    """The line map of one module.

    Attributes:
        file: Path of the Lua source file.
        lines: Python lines and the Lua lines they come from.
        positions: Lua line and column of expressions, by their position in Python.
        elements: Positions of elements of lists, whose index counts from 0.
        methods: Names of methods of strings, by the positions of what stands for them.
    """

    file: str
    lines: tuple[tuple[int, int], ...]
    positions: dict[CodePosition, tuple[int, int]]
    elements: frozenset[CodePosition] = frozenset()
    methods: Mapping[CodePosition, str] = field(default_factory=dict)

    def find(self, position: CodePosition | None, python_line: int) -> tuple[int, int]:
        """Return the Lua line and column (0: unknown) of a Python position."""
        if position is not None and position in self.positions:
            return self.positions[position]
        at = bisect_right(self.lines, (python_line, sys.maxsize)) - 1
        return (self.lines[at][1], 0) if at >= 0 else (0, 0)


_NO_MAP = LineMap("", (), {})


def _position(numbers: list[int]) -> CodePosition:
    line, column, end_line, end_column = numbers
    return line, column, end_line, end_column


@cache
def _parse_map(text: str) -> LineMap:
    document = json.loads(text)
    return LineMap(
        file=document["file"],
        lines=tuple((python, lua) for python, lua in document["lines"]),
        positions={
            (line, column, end_line, end_column): (lua_line, lua_column)
            for line, column, end_line, end_column, lua_line, lua_column in document["positions"]
        },
        elements=frozenset(map(_position, document.get("elements", ()))),
        methods={_position(place): method for *place, method in document.get("methods", ())},
    )


@cache
def _load_map(module_file: str) -> LineMap:
    path = Path(module_file)
    dotted = f"{path.parent.name}.{path.stem}"
    try:
        return _parse_map(
            (path.parent.parent / "lua_maps" / f"{dotted}.json").read_text(encoding="utf-8")
        )
    except (OSError, ValueError):
        return _NO_MAP


def line_map_of(module_globals: dict[str, Any]) -> LineMap:
    """Return the line map of a generated module by its globals."""
    embedded = module_globals.get(_MAP_MARK)
    if embedded is not None:
        return _parse_map(embedded)
    return _load_map(module_globals.get("__file__", ""))


def code_position(code: CodeType, instruction: int) -> CodePosition | None:
    """Return the exact position of an instruction, if Python kept columns."""
    for index, (line, end_line, column, end_column) in enumerate(code.co_positions()):
        if index * 2 == instruction:
            if line is None or end_line is None or column is None or end_column is None:
                return None
            return line, column, end_line, end_column
    return None


def is_generated(frame: FrameType) -> bool:
    """Whether a frame runs code compiled from Lua."""
    return CHUNK_MARK in frame.f_globals


def place_of(frame: FrameType, instruction: int, python_line: int) -> LuaPlace:
    """Return the Lua place of an instruction of a generated frame."""
    found = line_map_of(frame.f_globals)
    line, column = found.find(code_position(frame.f_code, instruction), python_line)
    chunk = frame.f_globals[CHUNK_MARK]
    return LuaPlace(chunk, found.file, line, column, frame.f_code.co_name)


def lua_position(level: int = 1) -> str | None:
    """Return `entry:line` of the Lua function at `level` of the running call stack.

    Level 1 is the function that called the runtime. A built-in function between two Lua functions
    counts as a level without a position. The call stack ends where a coroutine is resumed.

    Returns:
        The position, or None where Lua has none.
    """
    frame: FrameType | None = sys._getframe(1)
    remaining = level
    seen_lua = False
    counted_builtin = False
    while frame is not None:
        if is_generated(frame):
            remaining -= 1
            seen_lua, counted_builtin = True, False
            if remaining <= 0:
                place = place_of(frame, frame.f_lasti, frame.f_lineno or 0)
                return f"{place.chunk}:{place.line}"
        elif seen_lua and _resumes(frame):
            return None
        elif seen_lua and not counted_builtin and _is_builtin(frame):
            remaining -= 1
            counted_builtin = True
            if remaining <= 0:
                return None
        frame = frame.f_back
    return None


def _resumes(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).endswith(".lua.coroutines")


def _is_builtin(frame: FrameType) -> bool:
    module = frame.f_globals.get("__name__", "")
    if ".lib." in module:
        return True
    return frame.f_code.co_name in _PROTECTED and module.endswith("lua.calls")


def traceback_places(traceback: TracebackType | None) -> list[LuaPlace]:
    """Return the Lua places of a traceback, outermost first."""
    places: list[LuaPlace] = []
    while traceback is not None:
        frame = traceback.tb_frame
        if is_generated(frame):
            places.append(place_of(frame, traceback.tb_lasti, traceback.tb_lineno))
        traceback = traceback.tb_next
    return places


# How many levels of a deep call stack are shown.
_INNERMOST, _OUTERMOST = 20, 20


def render_places(places: list[LuaPlace]) -> str:
    """Return a Lua call stack as text, innermost first; of a deep one the ends, as Lua does."""
    lines = []
    skipped = len(places) - _INNERMOST - _OUTERMOST
    for number, place in enumerate(reversed(places)):
        if skipped > 0 and _INNERMOST <= number < _INNERMOST + skipped:
            if number == _INNERMOST:
                lines.append(f"\t...\t(skipping {skipped} levels)")
            continue
        where = f"{place.file}:{place.line}"
        if place.column:
            where += f":{place.column}"
        name = "main chunk" if place.function == "chunk" else f"function '{place.function}'"
        lines.append(f"\t{where}: in {name} <{place.chunk}>")
    return "\n".join(["stack traceback:", *lines]) if lines else ""


def current_places() -> list[LuaPlace]:
    """Return the Lua places of the running call stack, outermost first."""
    places: list[LuaPlace] = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if is_generated(frame):
            places.append(place_of(frame, frame.f_lasti, frame.f_lineno or 0))
        frame = frame.f_back
    places.reverse()
    return places
