"""Generated packages are what was last accepted, and pass their own checks.

`make golden` accepts a change; the difference is then part of the review.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wippyc.package.assemble import assemble
from wippyc.package.golden import compare_golden, golden_files, update_golden
from wippyc.package.write import write_tree
from wippyc.pipeline import compile_project
from wippyc.pipeline_model import CompileOptions, CompileResult

REPOSITORY = Path(__file__).parents[2]
GOLDEN = REPOSITORY / "golden" / "packages"
EXAMPLES = sorted(path.parent for path in REPOSITORY.glob("examples/*/_index.yaml"))
NAMES = [path.name for path in EXAMPLES]

compiled: dict[Path, CompileResult] = {}


def compile_once(example: Path) -> CompileResult:
    if example not in compiled:
        compiled[example] = compile_project(example, CompileOptions())
    return compiled[example]


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_the_generated_package_is_as_accepted(
    example: Path, request: pytest.FixtureRequest
) -> None:
    files = golden_files(compile_once(example), CompileOptions(), example)
    folder = GOLDEN / example.name
    if request.config.getoption("--update-golden", default=False):
        assert not os.environ.get("CI"), "goldens are accepted by people, not in CI"
        update_golden(files, folder)
        return
    difference = compare_golden(files, folder)
    lines = [f"missing: {path}" for path in difference.missing]
    lines += [f"no longer generated: {path}" for path in difference.orphaned]
    for path, (old, new) in difference.changed.items():
        lines += difflib.unified_diff(
            old.splitlines(), new.splitlines(), f"golden/{path}", f"now/{path}", lineterm=""
        )
    assert not lines, "\n".join([*lines, "accept with: make golden"])


def test_there_is_no_golden_of_nothing() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == NAMES


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_the_generated_package_passes_its_own_checks(example: Path, tmp_path: Path) -> None:
    write_tree(assemble(compile_once(example), CompileOptions()), tmp_path)
    commands = (
        ["ruff", "check", "--no-cache", "."],
        ["ruff", "format", "--check", "--no-cache", "."],
        ["mypy", "--no-error-summary"],
        # The examples need none of the exceptions that a package's configuration makes.
        ["mypy", "--no-error-summary", "--config-file=", "--strict", "src"],
    )
    environ = os.environ | {"MYPYPATH": "src", "MYPY_CACHE_DIR": str(tmp_path / "cache")}
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command[0]}\n{done.stdout}{done.stderr}"
