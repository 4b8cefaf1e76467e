"""Running `wippyc` in processes of its own, as people do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ORDERS = REPOSITORY / "examples" / "orders"


def wippyc(
    *arguments: str | Path,
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
    standard_input: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run a command and return what it printed; no traceback may be among it."""
    done = subprocess.run(
        [sys.executable, "-m", "wippyc.cli", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": python_path(), **(environ or {})},
        input=standard_input,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def python_path() -> str:
    """Return the search path of this process with absolute folders."""
    given = [
        str(Path(each).resolve())
        for each in os.environ.get("PYTHONPATH", "").split(os.pathsep)
        if each
    ]
    return os.pathsep.join(given)


def write_application(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of an application and return its folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


INDEX = """\
version: "1.0"
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: q
    lifecycle:
      auto_start: true
  - name: flow
    kind: workflow.lua
    source: file://flow.lua
    method: main
    meta:
      temporal:
        workflow:
          worker: app:worker
"""
FLOW = "local function main(input)\n    return input\nend\n\nreturn { main = main }\n"
SMALL = {"_index.yaml": INDEX, "flow.lua": FLOW}
