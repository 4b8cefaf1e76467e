"""Speed of the compiler: next to the parser alone, after a small change, and from cold."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import luaparser.ast

from wippyc.pipeline import compile_project
from wippyc.pipeline_model import CompileOptions

from .language import PROGRAMS
from .measure import interleave

_FILES = 100
_FUNCTIONS = 14

_HEAD = """\
version: "1.0"
namespace: app
entries:
  - name: client
    kind: temporal.client
    address: localhost:7233
  - name: worker
    kind: temporal.worker
    client: app:client
    task_queue: benchmark
"""
_FUNCTION_ENTRY = """\
  - name: {name}
    kind: function.lua
    source: file://{name}.lua
    method: main
    {imports}
    meta: {{temporal: {{activity: {{worker: app:worker}}}}}}
"""
_LIBRARY_ENTRY = """\
  - name: {name}
    kind: library.lua
    source: file://{name}.lua
"""
_WORKFLOW_ENTRY = """\
  - name: order
    kind: workflow.lua
    source: file://order.lua
    method: main
    modules: [funcs, time, workflow]
    meta: {temporal: {workflow: {worker: app:worker}}}
"""

_FUNCTION = """\
-- Adds up the lines of an invoice of kind {number}.
function M.total_{number}(invoice, rate)
  local total, count = 0, 0
  for i, line in ipairs(invoice.lines or {{}}) do
    if line.kind == "kind{number}" and line.amount > {number} then
      total = total + line.amount * (rate or 1)
      count = count + 1
    elseif line.note then
      M.log(line.note .. " at " .. i)
    end
  end
  return {{ total = total, count = count, kind = "kind{number}" }}
end
"""
_MAIN = """\
function M.log(text)
  return text
end
"""
_WORKFLOW_STEP = """\
  local result_{number}, err_{number} = funcs.call(
    "app:charge", {{ order = order.id, step = {number} }}
  )
  if err_{number} then
    return nil, err_{number}
  end
  time.sleep("{number}s")
  total = total + result_{number}.amount
"""


def library_text(serial: int) -> str:
    """Return a library of about 200 lines."""
    functions = "\n".join(_FUNCTION.format(number=number + serial) for number in range(_FUNCTIONS))
    return f"local M = {{}}\n\n{_MAIN}\n{functions}\nreturn M\n"


def write_large_application(folder: Path, *, groups: int = 1) -> int:
    """Write an application of about 20,000 lines in 100 libraries; return the number of lines.

    Args:
        folder: Where to.
        groups: Functions that share the libraries out between them: each imports its own.
    """
    folder.mkdir()
    index = _HEAD
    lines = 0
    for serial in range(_FILES):
        text = library_text(serial)
        (folder / f"lib{serial}.lua").write_text(text, encoding="utf-8")
        index += _LIBRARY_ENTRY.format(name=f"lib{serial}")
        lines += text.count("\n")
    for group in range(groups):
        serials = range(group, _FILES, groups)
        aliases = ", ".join(f"lib{serial}: app:lib{serial}" for serial in serials)
        name = f"report{group}"
        index += _FUNCTION_ENTRY.format(name=name, imports=f"imports: {{{aliases}}}")
        uses = "".join(
            f'  sum = sum + require("lib{n}").total_{n}(invoice, 2).total\n' for n in serials
        )
        main = (
            f"local function main(invoice)\n  local sum = 0\n{uses}  return sum\nend\nreturn main\n"
        )
        (folder / f"{name}.lua").write_text(main, encoding="utf-8")
        lines += main.count("\n")
    (folder / "_index.yaml").write_text(index, encoding="utf-8")
    return lines


def write_workflow_application(folder: Path) -> int:
    """Write an application with a workflow of about 100 lines; return the number of lines."""
    folder.mkdir()
    steps = "".join(_WORKFLOW_STEP.format(number=number) for number in range(1, 13))
    workflow = (
        'local funcs = require("funcs")\nlocal time = require("time")\n\n'
        f"local function main(order)\n  local total = 0\n{steps}"
        "  return { total = total }\nend\n\nreturn main\n"
    )
    (folder / "order.lua").write_text(workflow, encoding="utf-8")
    charge = "local function main(input)\n  return { amount = input.step }\nend\nreturn main\n"
    (folder / "charge.lua").write_text(charge, encoding="utf-8")
    entry = _FUNCTION_ENTRY.format(name="charge", imports="modules: [json]")
    (folder / "_index.yaml").write_text(_HEAD + entry + _WORKFLOW_ENTRY, encoding="utf-8")
    return workflow.count("\n")


def write_programs_application(folder: Path) -> list[str]:
    """Write one application of all benchmark programs; return their texts."""
    folder.mkdir()
    index = _HEAD
    texts = []
    for path in sorted(PROGRAMS.glob("*/program.lua")):
        name = path.parent.name
        texts.append(path.read_text(encoding="utf-8"))
        (folder / f"{name}.lua").write_text(texts[-1], encoding="utf-8")
        index += _FUNCTION_ENTRY.format(name=name, imports="modules: [json]")
    (folder / "_index.yaml").write_text(index, encoding="utf-8")
    return texts


def _wippyc(*arguments: str | Path) -> float:
    """Run the command line in a process of its own; return its wall-clock seconds."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "wippyc.cli", *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start


def compile_against_parser(repetitions: int) -> list[str]:
    """Compare a whole compilation with `luaparser.ast.parse` of the same files."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "programs"
        texts = write_programs_application(folder)
        options = CompileOptions(package="programs", use_cache=False)
        samples = interleave(
            {
                "compile": lambda: compile_project(folder, options),
                "parse": lambda: [luaparser.ast.parse(text) for text in texts],
            },
            repetitions,
        )
    lines = sum(text.count("\n") for text in texts)
    compiled, parsed = samples["compile"].best, samples["parse"].best
    return [
        f"- {lines} lines in {len(texts)} files: compilation {lines / compiled:,.0f} lines/s, "
        f"`luaparser.ast.parse` alone {lines / parsed:,.0f} lines/s",
        f"- **whole compilation / parser alone: {compiled / parsed:.2f}**",
    ]


def rebuild_of_large_application(groups: int) -> list[str]:
    """Time builds of 20,000 lines in processes of their own: first, unchanged, one file changed."""
    with TemporaryDirectory() as scratch:
        folder, output = Path(scratch) / "large", Path(scratch) / "out"
        lines = write_large_application(folder, groups=groups)
        first = _wippyc("build", folder, "-o", output)
        unchanged = min(_wippyc("build", folder, "-o", output) for _ in range(2))
        changed = []
        for serial in (3, 40):
            path = folder / f"lib{serial}.lua"
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("line.amount >", "line.amount >="), encoding="utf-8")
            changed.append(_wippyc("build", folder, "-o", output))
    return [
        f"- {lines:,} lines in {_FILES + groups} files, {groups} group(s) that import each other, "
        f"from process start: first build {first:.1f} s, unchanged {unchanged:.2f} s, "
        f"**one file changed {min(changed):.2f} s**"
    ]


def report(*, quick: bool) -> list[str]:
    """Measure the compiler; the quick form leaves the large application out."""
    lines = compile_against_parser(1 if quick else 4)
    if not quick:
        for groups in (1, 10, 100):
            lines += rebuild_of_large_application(groups)
    return lines
