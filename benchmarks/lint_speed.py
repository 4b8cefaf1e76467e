"""Speed of `wippyc lint`: a small application, and one of 500 entries, without and with memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from .compile_speed import library_text, write_workflow_application

_ENTRIES = 500
# A namespace has three libraries, an activity and a workflow that use them.
_GROUP = 5

_HEAD = """\
version: "1.0"
namespace: app.part{number}
entries:
"""
_LIBRARY = """\
  - name: lib{serial}
    kind: library.lua
    source: file://lib{serial}.lua
"""
_FUNCTION = """\
  - name: charge
    kind: function.lua
    source: file://charge.lua
    method: main
    modules: [json]
    imports: {{{imports}}}
    meta: {{temporal: {{activity: {{worker: app:worker}}}}}}
"""
_WORKFLOW = """\
  - name: order
    kind: workflow.lua
    source: file://order.lua
    method: main
    modules: [funcs, time, workflow]
    imports: {{{imports}}}
    meta: {{temporal: {{workflow: {{worker: app:worker}}}}}}
"""


def write_many_entries(folder: Path) -> tuple[int, int, Path]:
    """Write an application of some 500 entries: the small one, and 99 namespaces of five each.

    Returns:
        The number of entries, the lines of Lua, and the small application's workflow.
    """
    write_workflow_application(folder)
    workflow = folder / "order.lua"
    lines = workflow.read_text(encoding="utf-8").count("\n")
    entries = 4
    for number in range((_ENTRIES - entries) // _GROUP):
        part = folder / f"part{number}"
        part.mkdir()
        index = _HEAD.format(number=number)
        serials = range(_GROUP - 2)
        imports = ", ".join(f"lib{serial}: app.part{number}:lib{serial}" for serial in serials)
        texts = {f"lib{serial}.lua": library_text(serial) for serial in serials}
        index += "".join(_LIBRARY.format(serial=serial) for serial in serials)
        index += _FUNCTION.format(imports=imports) + _WORKFLOW.format(imports=imports)
        sums = "".join(
            f'  total = total + require("lib{serial}").total_{serial}(order, 2).total\n'
            for serial in serials
        )
        texts["charge.lua"] = (
            f"local function main(order)\n  local total = 0\n{sums}"
            "  return { amount = total }\nend\nreturn main\n"
        )
        texts["order.lua"] = workflow.read_text(encoding="utf-8").replace(
            "app:charge", f"app.part{number}:charge"
        )
        for name, text in texts.items():
            (part / name).write_text(text, encoding="utf-8")
            lines += text.count("\n")
        (part / "_index.yaml").write_text(index, encoding="utf-8")
        entries += _GROUP
    return entries, lines, workflow


def _lint(*arguments: str | Path) -> float:
    """Lint in a process of its own; return its wall-clock seconds.

    Raises:
        RuntimeError: The linter failed; findings are no failure.
    """
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "wippyc.cli", "lint", *map(str, arguments), "--limit", "0"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return seconds


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / ".wippyc", ignore_errors=True)


def _best(count: int, run: Callable[[], float], prepare: Callable[[], object]) -> float:
    seconds = []
    for _ in range(count):
        prepare()
        seconds.append(run())
    return min(seconds)


def report(*, quick: bool) -> list[str]:
    """Measure linting from process start; cold means that no findings are remembered.

    The quick form leaves the large application out.
    """
    with TemporaryDirectory() as scratch:
        small = Path(scratch) / "small"
        lines = write_workflow_application(small)
        _lint(small)
        cold = _best(2 if quick else 7, lambda: _lint(small), lambda: _forget(small))
        found = [f"- workflow of {lines} lines, cold: **{cold:.2f} s** (aim 0.5)"]
        if quick:
            return found
        large = Path(scratch) / "large"
        entries, lines, workflow = write_many_entries(large)
        cold = _best(2, lambda: _lint(large), lambda: _forget(large))
        warm = _best(5, lambda: _lint(large), lambda: None)
        one = _best(5, lambda: _lint(workflow), lambda: None)
        changed = _best(1, lambda: _lint(large), workflow.touch)
    return [
        *found,
        f"- {entries} entries, {lines:,} lines: cold **{cold:.1f} s** (aim 10), "
        f"warm **{warm:.2f} s** (aim 1), one workflow of them warm **{one:.2f} s** (aim 0.5), "
        f"after a change of one file {changed:.1f} s",
    ]
