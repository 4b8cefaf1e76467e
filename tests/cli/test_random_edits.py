"""Long series of random edits: with memory, each build and lint gives what it gives without."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from command_line import write_application

from wippyc.caches import open_caches
from wippyc.check.configuration import load_configuration
from wippyc.check.engine import lint_application
from wippyc.diagnostics.render import render
from wippyc.pipeline import compile_project
from wippyc.pipeline_model import CompileOptions

EDITS = 18

HEAD = """\
version: "1.0"
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: q
"""
KINDS = {
    "library": "library.lua",
    "function": "function.lua",
    "workflow": "workflow.lua",
}
WORKER = "    meta: {{temporal: {{{role}: {{worker: app:worker}}}}}}\n"

# Bodies of functions; `{call}` calls a library, `{number}` is a constant.
BODIES = (
    "  return a + {number}",
    '  return "text " .. {number}',
    "  local list = {{}}\n  for i = 1, {number} do list[i] = i * 2 end\n  return list[1], {call}",
    "  if a then return {call} end\n  return nil, a",
    "  local sum = 0\n  for k, v in pairs(a or {{}}) do sum = sum + v end\n  return sum",
    "  return setmetatable({{ n = {number} }}, {{ __index = function(t, k) return {call} end }})",
    "  shared_{number} = {call}\n  return shared_{number}",
    "  return math.random({number})",
    "  -- wippyc: ignore[WD104] dice\n  return math.random({number})",
    "  return os.time() + {number} -- wippyc: ignore[WD101] known",
    "  return string.format('%d', {call})",
    "  local function inner(x) return x + {number} end\n  return inner({number}), inner",
    "  return funcs.call('app:e{number}', {{ value = a }})",
    "  for v in coroutine.wrap(function() coroutine.yield({number}) end) do return v end",
)


@dataclass
class Unit:
    """One Lua entry.

    Attributes:
        kind: A key of `KINDS`.
        imports: Names of libraries.
        functions: Name and body of each function; entries also have `main`.
        text: What stands above the code.
        is_inline: Whether the source is in the YAML.
        remark: What stands above the entry in the YAML.
    """

    kind: str
    imports: list[str] = field(default_factory=list)
    functions: dict[str, str] = field(default_factory=dict)
    text: str = ""
    is_inline: bool = False
    remark: str = ""

    def lua(self) -> str:
        lines = [self.text] if self.text else []
        lines += [f'local {name} = require("{name}")' for name in self.imports]
        if self.kind == "workflow":
            lines.append('local funcs = require("funcs")')
        lines.append("local M = {}")
        for name, body in self.functions.items():
            lines.append(f"function M.{name}(a)\n{body}\nend")
        return "\n".join([*lines, "return M", ""])

    def entry(self, name: str) -> str:
        found = f"{self.remark}  - name: {name}\n    kind: {KINDS[self.kind]}\n"
        if self.is_inline:
            found += "    source: |\n" + "".join(
                f"      {line}\n" if line else "\n" for line in self.lua().splitlines()
            )
        else:
            found += f"    source: file://{name}.lua\n"
        if self.imports:
            aliases = ", ".join(f"{each}: app:{each}" for each in self.imports)
            found += f"    imports: {{{aliases}}}\n"
        found += "    modules: [funcs, json]\n"
        if self.kind != "library":
            role = "workflow" if self.kind == "workflow" else "activity"
            found += "    method: main\n" + WORKER.format(role=role)
        return found


class Application:
    """An application and its random edits.

    Attributes:
        units: Its entries by name.
        broken: Entries whose text has a syntax error, or is missing.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.units: dict[str, Unit] = {}
        self.settings = ""
        self.broken: dict[str, str] = {}
        for kind in ("library", "library", "library", "function", "workflow", "function"):
            self._add(kind)

    def write(self, root: Path) -> None:
        for path in root.glob("*.lua"):
            path.unlink()
        files = {
            f"{name}.lua": self.broken.get(name, unit.lua())
            for name, unit in self.units.items()
            if not unit.is_inline and self.broken.get(name) != "missing"
        }
        files["_index.yaml"] = HEAD + "".join(unit.entry(name) for name, unit in self.units.items())
        files["wippyc.toml"] = self.settings
        write_application(root, files)

    def edit(self) -> str:
        """Change something; return what."""
        edits = (
            self.add_function, self.remove_function, self.rename_function, self.change_body,
            self.change_body, self.change_body, self.add_entry, self.remove_entry,
            self.change_imports, self.comment, self.remark, self.move_source, self.break_file,
            self.mend, self.mend, self.configure, self.reorder,
        )  # fmt: skip
        chosen = self.random.choice(edits)
        chosen()
        return chosen.__name__

    def add_function(self) -> None:
        unit = self._unit()
        unit.functions[f"f{self.random.randrange(100)}"] = self._body(unit)

    def remove_function(self) -> None:
        unit = self._unit()
        unit.functions.pop(self.random.choice(list(unit.functions)))
        unit.functions.setdefault("main", self._body(unit))

    def rename_function(self) -> None:
        unit = self._unit()
        old = self.random.choice(list(unit.functions))
        new = f"g{self.random.randrange(100)}"
        unit.functions = {
            new if name == old else name: body for name, body in unit.functions.items()
        }

    def change_body(self) -> None:
        unit = self._unit()
        unit.functions[self.random.choice(list(unit.functions))] = self._body(unit)

    def add_entry(self) -> None:
        self._add(self.random.choice(list(KINDS)))

    def remove_entry(self) -> None:
        if len(self.units) > 3:
            gone = self.random.choice(list(self.units))
            del self.units[gone]
            self.broken.pop(gone, None)
            for unit in self.units.values():
                unit.imports = [each for each in unit.imports if each != gone]

    def change_imports(self) -> None:
        unit = self._unit()
        unit.imports = self._libraries(unit)

    def comment(self) -> None:
        unit = self._unit()
        unit.text = self.random.choice(
            ("-- A header.\n", "\n\n", "-- wippyc: file-ignore[WD] all of it", "")
        )

    def remark(self) -> None:
        self._unit().remark = self.random.choice(
            ("", "  # wippyc: ignore[WD104, WT207] here\n", "\n", "  # Nothing.\n")
        )

    def move_source(self) -> None:
        unit = self._unit()
        unit.is_inline = not unit.is_inline

    def break_file(self) -> None:
        name = self.random.choice(list(self.units))
        self.broken[name] = self.random.choice(("local = 1\n", "missing", "return 1\n"))

    def mend(self) -> None:
        self.broken.clear()

    def configure(self) -> None:
        self.settings = self.random.choice(
            ("", '[lint]\nignore = ["WD104"]\n', '[lint]\nextend-select = ["ALL"]\n')
        )

    def reorder(self) -> None:
        names = list(self.units)
        self.random.shuffle(names)
        self.units = {name: self.units[name] for name in names}

    def _add(self, kind: str) -> None:
        free = [number for number in range(40) if f"e{number}" not in self.units]
        unit = Unit(kind)
        unit.imports = self._libraries(unit)
        self.units[f"e{self.random.choice(free)}"] = unit
        unit.functions = {name: self._body(unit) for name in ("main", "f1", "f2")}

    def _unit(self) -> Unit:
        return self.random.choice(list(self.units.values()))

    def _libraries(self, unit: Unit) -> list[str]:
        """Choose libraries before a unit, so that there are no circles."""
        names = list(self.units)
        for position, each in enumerate(self.units.values()):
            if each is unit:
                names = names[:position]
        libraries = [name for name in names if self.units[name].kind == "library"]
        return self.random.sample(libraries, self.random.randint(0, min(2, len(libraries))))

    def _body(self, unit: Unit) -> str:
        call = "M.f1(a)"
        if unit.imports:
            library = self.random.choice(unit.imports)
            functions = list(self.units[library].functions) if library in self.units else ["f1"]
            call = f"{library}.{self.random.choice(functions)}(a)"
        return self.random.choice(BODIES).format(call=call, number=self.random.randrange(1, 40))


def _built(root: Path, *, with_memory: bool) -> tuple[object, str]:
    caches = open_caches(root / ".wippyc", "tool") if with_memory else None
    result = compile_project(root, CompileOptions(), caches)
    return result.modules, render(result.diagnostics, "full", root=root)


def _linted(root: Path, *, with_memory: bool) -> str:
    memory = open_caches(root / ".wippyc", "tool").lint if with_memory else None
    settings = load_configuration(root).lint
    found = lint_application(root, settings, memory).diagnostics
    if memory is not None:
        memory.forget_unused()
    return render(found, "full", root=root) + render(found, "json", root=root)


def _damage(root: Path, chance: random.Random) -> None:
    files = [path for path in (root / ".wippyc").rglob("*") if path.is_file()]
    if files and chance.random() < 0.3:
        path = chance.choice(files)
        content = path.read_bytes()
        path.write_bytes(chance.choice((b"", content[: len(content) // 2], b"\x80\x05N.")))
    if chance.random() < 0.05:
        shutil.rmtree(root / ".wippyc", ignore_errors=True)


@pytest.mark.parametrize("seed", range(6))
def test_memory_changes_nothing(seed: int, tmp_path: Path) -> None:
    application = Application(seed)
    chance = random.Random(seed)
    root = tmp_path / "shop"
    made: list[str] = []
    steps: tuple[Callable[..., object], ...] = (_built, _linted)
    compiled = 0
    for _ in range(EDITS):
        application.write(root)
        for step in steps:
            known = step(root, with_memory=True)
            assert known == step(root, with_memory=False), made
            compiled += step is _built and bool(known[0])  # type: ignore[index]
        _damage(root, chance)
        made.append(application.edit())
    assert compiled > EDITS // 6
