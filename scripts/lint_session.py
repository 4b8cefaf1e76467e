"""A real run of `wippyc lint` on a workflow that would not replay, for the README."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (str(ROOT / "compiler"), str(ROOT / "runtime_support"))

ENTRIES = """\
version: "1.0"
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: orders
  - name: price_workflow
    kind: workflow.lua
    source: file://price_workflow.lua
    method: main
    modules: [funcs, http_client]
    meta: {temporal: {workflow: {worker: app:worker}}}
  - name: book
    kind: function.lua
    source: file://book.lua
    method: main
    meta: {temporal: {activity: {worker: app:worker}}}
"""
WORKFLOW = """\
local funcs = require("funcs")
local http_client = require("http_client")

local function main(order)
    local rates = http_client.get("https://rates.example.com/eur")
    for item in pairs(order.items) do
        funcs.call("app:bok", item, rates.body)
    end
end

return { main = main }
"""
ACTIVITY = """\
local function main(item)
    return item
end

return { main = main }
"""


def lint_session() -> str:
    """Return the workflow and what the linter says about it as Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "_index.yaml").write_text(ENTRIES, encoding="utf-8")
        (folder / "price_workflow.lua").write_text(WORKFLOW, encoding="utf-8")
        (folder / "book.lua").write_text(ACTIVITY, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "wippyc.cli", "lint", "."],
            cwd=folder,
            env=os.environ | {"NO_COLOR": "1", "PYTHONPATH": os.pathsep.join(SOURCES)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 1:
        raise RuntimeError(f"lint ended with {done.returncode}: {done.stderr}")
    return f"```lua\n{WORKFLOW.rstrip()}\n```\n\n```\n$ wippyc lint\n{done.stdout.rstrip()}\n```\n"
