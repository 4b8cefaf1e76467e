"""Goldens of single constructs: what the idioms look like, and where they must not fire.

`golden/constructs/<area>/<case>.lua` is one function entry, `<case>.py` the module made from it.
`pytest tests/unit/emit --update-golden` accepts the present output.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.differential.harness import make_entry, project_of
from wippyc.diagnostics.model import Sink
from wippyc.pipeline import compile_loaded
from wippyc.pipeline_model import CompileOptions

FOLDER = Path(__file__).parents[3] / "golden" / "constructs"
CASES = sorted(FOLDER.glob("*/*.lua"))


@cache
def generate(path: Path) -> str:
    """Compile a case as an application of its own and return the text of its module."""
    text = path.read_text(encoding="utf-8")
    entry = make_entry("app", path.stem, text, modules=("json", "time"))
    result = compile_loaded(project_of(entry), CompileOptions(runtime="dependency"), Sink())
    assert result.modules, [found.message for found in result.diagnostics]
    return result.modules[0].text


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_construct(path: Path, request: pytest.FixtureRequest) -> None:
    """The generated module is the golden, byte for byte."""
    golden = path.with_suffix(".py")
    text = generate(path)
    if request.config.getoption("--update-golden", default=False):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert golden.read_text(encoding="utf-8") == text


def test_no_golden_without_its_lua() -> None:
    """Goldens of cases that are gone are removed too."""
    assert {path.with_suffix(".lua") for path in FOLDER.glob("*/*.py")} == set(CASES)


def test_generated_code_passes_ruff(tmp_path: Path) -> None:
    """Generated code keeps the rules of the configuration it ships with."""
    for number, path in enumerate(CASES):
        (tmp_path / f"case_{number}.py").write_text(generate(path), encoding="utf-8")
    rules, ignored = "E,F,W,I,UP", "E501,E741,F632,F841,UP028"
    options = ["--isolated", "--no-cache", "--line-length", "100", "--target-version", "py311"]
    for command in (["check", "--select", rules, "--ignore", ignored], ["format", "--check"]):
        outcome = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *options, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_generated_code_passes_mypy(tmp_path: Path) -> None:
    """Generated code passes `mypy --strict`."""
    for number, path in enumerate(CASES):
        (tmp_path / f"case_{number}.py").write_text(generate(path), encoding="utf-8")
    root = FOLDER.parents[1]
    outcome = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--follow-imports", "silent"),
            *("--no-error-summary", "--config-file", ""),
            *("--cache-dir", str(root / ".mypy_cache" / "constructs"), str(tmp_path)),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"MYPYPATH": f"{root / 'compiler'}:{root / 'runtime_support'}", "PATH": ""},
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
