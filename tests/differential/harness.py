"""Runs one Lua program twice: compiled by wippyc, and under real Lua 5.3.

A program is a chunk that returns a function. It reports through `out(...)`, which records its
arguments as text that both sides write alike; the outcome also holds what the function returns or
the error it raises.
"""

from __future__ import annotations

import asyncio
import inspect
import linecache
import random
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, zip_longest
from types import ModuleType
from typing import Any

import lupa.lua53

from wippy_runtime.host import current_host
from wippy_runtime.lua.translate import translate
from wippy_runtime.lua.values import basic_tostring
from wippyc.diagnostics.model import Sink
from wippyc.pipeline import compile_loaded
from wippyc.pipeline_model import CompiledModule, CompileOptions
from wippyc.project.model import (
    ConnectionDefaults,
    EntryId,
    Import,
    LuaEntry,
    LuaSource,
    ModuleUse,
    PoolOptions,
    Project,
)
from wippyc.source import SourceFile, Span

_serial = count(1)

# Written alike by both sides: integral floats as integers, other floats with 14 digits.
SHOW = r"""
local function show(v)
  local kind = type(v)
  if kind == "number" then
    if v ~= v then return "nan" end
    if v == 1/0 then return "inf" elseif v == -1/0 then return "-inf" end
    if v == math.floor(v) and v > -2^53 and v < 2^53 then return string.format("%d", v) end
    if math.type(v) == "integer" then return tostring(v) end
    return string.format("%.14g", v)
  elseif kind == "string" then return v
  elseif kind == "nil" or kind == "boolean" then return tostring(v)
  end
  return kind
end
local function out(...)
  local line = {}
  for i = 1, select("#", ...) do line[i] = show((select(i, ...))) end
  emit_line(table.concat(line, " "))
end
"""


@dataclass
class Outcome:
    """What a program did.

    Attributes:
        lines: Lines it reported.
        error: Text of the error that ended it, without its position.
    """

    lines: list[str] = field(default_factory=list)
    error: str | None = None


def make_entry(
    namespace: str,
    name: str,
    text: str,
    *,
    kind: Any = "function.lua",
    modules: Sequence[str] = ("json",),
    imported: Sequence[str] = (),
) -> LuaEntry:
    """Make the entry `namespace:name` of a Lua text; its method is `main`."""
    file = SourceFile(f"{name}.lua", text)
    span = Span(file, 0, 0)
    return LuaEntry(
        id=EntryId(namespace, name),
        kind=kind,
        source=LuaSource(file),
        method="main",
        modules=tuple(ModuleUse(module, span) for module in modules),
        imports=tuple(Import(alias, EntryId(namespace, alias), span) for alias in imported),
        workflow=None,
        activity=None,
        options={},
        default_host=None,
        pool=PoolOptions(),
        meta=None,
        data={},
        span=span,
        method_span=span,
    )


def project_of(*entries: LuaEntry) -> Project:
    """Make the application of some entries."""
    by_id: dict[str, Any] = {str(entry.id): entry for entry in entries}
    name = entries[0].id.namespace
    return Project(name=name, entries=by_id, connection=ConnectionDefaults(), sources={})


def make_project(sources: Mapping[str, str], *, kind: str = "function.lua") -> Project:
    """Make an application of one function entry `t:main` and libraries by alias."""
    return project_of(
        *(
            make_entry(
                "t",
                name,
                text,
                kind=kind if name == "main" else "library.lua",
                modules=("json", "time", "channel"),
                imported=[
                    alias
                    for alias in sources
                    if alias not in ("main", name) and (name == "main" or alias in text)
                ],
            )
            for name, text in sources.items()
        )
    )


def compile_sources(sources: Mapping[str, str]) -> Mapping[str, CompiledModule]:
    """Compile Lua texts; fails the test with the diagnostics if there are errors."""
    sink = Sink()
    result = compile_loaded(make_project(sources), CompileOptions(runtime="dependency"), sink)
    problems = [f"{found.rule.code} {found.message}" for found in result.diagnostics]
    assert result.modules, "\n".join(problems)
    return {module.entry_id: module for module in result.modules}


def load_modules(modules: Mapping[str, CompiledModule]) -> ModuleType:
    """Import generated modules from memory and return that of `t:main`."""
    import sys

    package = f"wippyc_case_{next(_serial)}"
    made: dict[str, ModuleType] = {}
    # All are there before any of them runs: libraries import each other in no order.
    for module in modules.values():
        folder, stem = module.path.parent.as_posix(), module.path.stem
        parent = f"{package}.{folder}"
        if parent not in sys.modules:
            made_parent = ModuleType(parent)
            made_parent.__path__ = []
            sys.modules[parent] = made_parent
        name = f"{parent}.{stem}"
        python = ModuleType(name)
        python.__package__ = parent
        python.__file__ = f"<{name}>"
        python.__dict__["__lua_map__"] = module.line_map
        lines = module.text.splitlines(keepends=True)
        linecache.cache[python.__file__] = (len(module.text), None, lines, python.__file__)
        sys.modules[name] = made[module.entry_id] = python
        setattr(sys.modules[parent], stem, python)
    pending = sorted(modules.values(), key=lambda each: each.kind != "library")
    while pending:
        module = pending.pop(0)
        python = made[module.entry_id]
        with warnings.catch_warnings():
            # Python warns of code that cannot be meant, such as a literal that is called.
            warnings.simplefilter("error", SyntaxWarning)
            code = compile(module.text, str(python.__file__), "exec")
        try:
            exec(code, python.__dict__)
        except ImportError:
            # It imports a name of a library that has not run yet.
            if not pending:
                raise
            pending.append(module)
    return made["t:main"]


class RecordingHost:
    """The smallest host: no clock, no calls; what is printed is kept."""

    is_workflow = False
    entry_id = "t:main"

    def __init__(self) -> None:
        self.libraries: dict[str, Any] = {}
        self.printed: list[str] = []
        self.globals: Any = None

    def random(self) -> random.Random:
        return random.Random(7)

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        self.printed.append(message)

    def now_ns(self) -> int:
        return 0

    def context(self) -> Mapping[str, Any]:
        return {}


def run_module(python: ModuleType, entry: str = "main") -> Outcome:
    """Run the entry function of a generated module."""
    from wippy_runtime.lua.globals import lua_globals
    from wippy_runtime.lua.results import first

    outcome = Outcome()
    token = current_host.set(RecordingHost())  # type: ignore[arg-type]
    try:
        lua_globals()["emit_line"] = outcome.lines.append
        function = _entry_function(python)
        try:
            result = function()
            if inspect.iscoroutine(result):
                asyncio.run(_drive(result))
        except Exception as exception:
            value = translate(exception)
            outcome.error = _without_position(basic_tostring(first(value)))
    finally:
        current_host.reset(token)
    return outcome


async def _drive(coroutine: Any) -> Any:
    return await coroutine


def _entry_function(python: ModuleType) -> Callable[..., Any]:
    from wippy_runtime.lua.results import first

    chunk = python.__dict__.get("chunk")
    if chunk is not None:
        made = first(chunk())
        return made if callable(made) else made["main"]
    # A Lua function may have the entry's name.
    entries = (getattr(value, "__wippy_function__", None) for value in vars(python).values())
    target: Callable[..., Any] = next(entry.target for entry in entries if entry is not None)
    return target


def _without_position(text: str) -> str:
    head, colon, rest = text.partition(": ")
    chunk, _, line = head.rpartition(":")
    return rest if colon and chunk and line.isdigit() else text


def run_compiled(source: str, **libraries: str) -> Outcome:
    """Compile and run a program."""
    return run_module(load_modules(compile_sources({"main": SHOW + source, **libraries})))


def run_reference(source: str, **libraries: str) -> Outcome:
    """Run a program under Lua 5.3."""
    lua = lupa.lua53.LuaRuntime(encoding="latin-1", unpack_returned_tuples=True)
    outcome = Outcome()
    lua.globals()["emit_line"] = outcome.lines.append
    lua.execute("unpack = table.unpack")
    lua.execute(
        "local g = _G; function require(name)"
        " if g[name] == nil then error('module \\'' .. name .. '\\' not found', 2) end"
        " return g[name] end"
    )
    for alias, text in libraries.items():
        value = lua.execute(text.encode().decode("latin-1"))
        lua.globals()[alias] = value[0] if isinstance(value, tuple) else value
    run = lua.eval(
        "function(text) local f = assert(load(text, '@t:main'))();"
        " if type(f) == 'table' then f = f.main end; return pcall(f) end"
    )
    result = run((SHOW + source).encode().decode("latin-1"))
    status, value = (*result, None)[:2] if isinstance(result, tuple) else (result, None)
    if not status:
        outcome.error = _without_position(str(value))
    return outcome


def assert_same(source: str, *, reference: str | None = None, **libraries: str) -> Outcome:
    """Assert that both sides report the same lines, and both fail or both succeed.

    Args:
        source: The program.
        reference: What real Lua runs instead, where Wippy's meaning has to be modelled.
        libraries: Library chunks by import alias.
    """
    compiled = run_compiled(source, **libraries)
    expected = run_reference(reference or source, **libraries)
    different = [
        f"{number}: compiled {ours!r}, Lua {theirs!r}"
        for number, (ours, theirs) in enumerate(zip_longest(compiled.lines, expected.lines))
        if ours != theirs
    ]
    errors = f"errors: {compiled.error} / {expected.error}"
    assert not different, "\n".join([errors, f"{len(different)} lines", *different[:20]])
    assert (compiled.error is None) == (expected.error is None), errors
    return compiled
