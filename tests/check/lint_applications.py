"""Small applications for tests of `wippyc lint`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

INDEX = """\
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: q
  - name: flow
    kind: workflow.lua
    source: file://flow.lua
    method: main
    modules: [time]
    meta: {temporal: {workflow: {worker: app:worker}}}
"""
CLEAN = "local function main(input)\n    return input\nend\nreturn { main = main }\n"
RANDOM = "local function main()\n    return math.random(6)\nend\nreturn { main = main }\n"


def flow(body: str) -> str:
    """A workflow whose entry function has this body."""
    return f"local function main(input)\n{body}\nend\nreturn {{ main = main }}\n"


def write(root: Path, lua: str, extra: Mapping[str, str] | None = None) -> Path:
    """Write an application with one workflow."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in {"_index.yaml": INDEX, "flow.lua": lua, **(extra or {})}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root
