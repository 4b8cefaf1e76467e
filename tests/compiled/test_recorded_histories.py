"""Histories recorded with earlier builds replay on this one, wherever and however it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.workflow import NondeterminismError

from tests.compiled.application import Compiled
from tests.compiled.examples import REPOSITORY
from tests.compiled.recordings import HISTORIES, RECORDED, compile_recorded, files_of

# Replays one package after the other: each installs its own entries when it is imported.
REPLAY_ALL = """
import sys
from wippy_runtime.temporal.process_end import end_process
from wippy_runtime.temporal.replay import main
for line in sys.stdin.read().splitlines():
    package, *files = line.split()
    if main([package, "--quiet", *files]):
        end_process(1)
end_process(0)
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Compiled]:
    """Every recorded application, compiled by this build."""
    root: Path = tmp_path_factory.mktemp("recorded")
    return {name: compile_recorded(name, root / name) for name in RECORDED}


def test_every_application_has_recorded_histories() -> None:
    assert sorted(path.name for path in HISTORIES.iterdir()) == sorted(RECORDED)
    assert all(files_of(name) for name in RECORDED)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"PYTHONHASHSEED": "1", "TZ": "UTC"}, id="here"),
        pytest.param({"PYTHONHASHSEED": "4242", "TZ": "Asia/Kolkata"}, id="elsewhere"),
        pytest.param({"PYTHONHASHSEED": "7", "WIPPY_SANDBOXED": "1"}, id="sandboxed"),
    ],
)
def test_recorded_histories_replay(
    environment: Mapping[str, str], compiled: dict[str, Compiled]
) -> None:
    lines = [
        " ".join([application.package, *(str(path) for path in files_of(name))])
        for name, application in compiled.items()
    ]
    paths = [str(application.folder / "src") for application in compiled.values()]
    paths.append(str(REPOSITORY / "runtime_support"))
    replayed = subprocess.run(
        [sys.executable, "-c", REPLAY_ALL],
        input="\n".join(lines),
        env=os.environ | dict(environment) | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert replayed.returncode == 0, replayed.stderr


def test_changed_history_does_not_replay(
    compiled: dict[str, Compiled], on_loop: Callable[..., Any]
) -> None:
    path = files_of("saga")[0]
    text = path.read_text(encoding="utf-8").replace("app:reserve", "app:release")
    with pytest.raises(NondeterminismError, match="app:reserve"):
        on_loop(compiled["saga"].replay(WorkflowHistory.from_json("changed", text)))
