"""Changes that would break running executions are found against the accepted skeleton."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lint_applications import INDEX, flow, write

from wippyc.check.configuration import load_configuration
from wippyc.check.engine import lint_application
from wippyc.check.skeleton_file import FILE_NAME, accepted_skeletons
from wippyc.cli import main

ACT = """\
  - name: act
    kind: function.lua
    method: main
    source: "return { main = function(x) return x end }"
    meta: {temporal: {activity: {worker: app:worker}}}
"""
FILES = {"_index.yaml": INDEX.replace("[time]", "[time, funcs, workflow]") + ACT}
BEFORE = """\
    local paid = funcs.call("app:act", input)
    if paid then
        time.sleep("1h")
    end
    return funcs.call("app:act", paid)"""


def accept(root: Path) -> None:
    project = lint_application(root).project
    assert project is not None
    (root / "golden").mkdir(exist_ok=True)
    (root / "golden" / FILE_NAME).write_text(accepted_skeletons(project), "utf-8")


def changes(root: Path, body: str) -> list[str]:
    """Return what WV304 says about a workflow with this body."""
    (root / "flow.lua").write_text(flow(body), "utf-8")
    settings = replace(load_configuration(root).lint, select=("WV304",))
    return [each.message for each in lint_application(root, settings).diagnostics]


def test_the_skeleton_holds_commands_in_their_structure(tmp_path: Path) -> None:
    root = write(tmp_path, flow(BEFORE), FILES)
    accept(root)
    assert load_configuration(root).lint.skeletons["app:flow"] == (
        "activity app:act",
        "if",
        "  time.sleep",
        "activity app:act",
    )


@pytest.mark.parametrize(
    "body",
    [
        BEFORE,
        BEFORE.replace("paid", "payment"),
        BEFORE.replace("local paid", "local unused = 1\n    local paid"),
        "    local function pay(x) return funcs.call('app:act', x) end\n"
        + BEFORE.replace('funcs.call("app:act", input)', "pay(input)"),
        '    local v = workflow.version("more", -1, 1)\n    if v >= 1 then\n'
        '        funcs.call("app:act", 1)\n    end\n' + BEFORE,
    ],
    ids=["same", "renamed", "more locals", "moved into a function", "guarded"],
)
def test_what_replays_is_accepted(tmp_path: Path, body: str) -> None:
    root = write(tmp_path, flow(BEFORE), FILES)
    accept(root)
    assert changes(root, body) == []


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('    funcs.call("app:act", 1)\n' + BEFORE, "is new"),
        (BEFORE.replace('time.sleep("1h")', "paid = 1"), "is gone"),
        (BEFORE.replace('time.sleep("1h")', "process.send(paid, 'x')"), "replaces"),
        (
            '    local v = workflow.version("more", -1, 1)\n    if v >= 1 then\n'
            '        funcs.call("app:act", 1)\n    end\n    time.sleep("5m")\n' + BEFORE,
            "is new",
        ),
    ],
    ids=["added", "removed", "replaced", "one guarded and one not"],
)
def test_what_breaks_running_executions_is_an_error(tmp_path: Path, body: str, what: str) -> None:
    root = write(tmp_path, flow(BEFORE), FILES)
    accept(root)
    found = changes(root, body)
    assert len(found) == 1
    assert what in found[0]


def test_golden_writes_skeletons_and_accepts_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path, flow(BEFORE), FILES)
    assert main(["golden", str(root), "--update"]) == 0
    assert (root / "golden" / FILE_NAME).is_file()
    assert main(["lint", str(root)]) == 0
    (root / "flow.lua").write_text(flow('    time.sleep("5m")\n' + BEFORE), "utf-8")
    assert main(["lint", str(root)]) == 1
    assert "WV304" in capsys.readouterr().out
    assert main(["golden", str(root), "--update"]) == 0
    assert main(["lint", str(root)]) == 0
