"""The linter as people get it: imports, speed, pages, hooks, the repository's own applications."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from lint_applications import CLEAN, INDEX, RANDOM, flow, write

from wippyc.check.catalogue import lint_rules
from wippyc.check.engine import lint_application
from wippyc.check.rule_pages import rule_pages
from wippyc.diagnostics.model import Severity

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.parent for path in REPOSITORY.glob("examples/*/_index.yaml"))


def python_path() -> str:
    parts = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join(str(Path(part).resolve()) for part in parts if part)


def test_the_pages_are_current() -> None:
    folder = REPOSITORY / "docs" / "rules"
    on_disk = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert on_disk == rule_pages(), "run `python -m wippyc.check.rule_pages docs/rules`"


def test_covered_codes_belong_to_one_rule() -> None:
    covered = [code for rule in lint_rules().values() for code in rule.covers]
    assert len(covered) == len(set(covered))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_examples_lint_without_errors(example: Path) -> None:
    found = lint_application(example).diagnostics
    assert [each.message for each in found if each.level is Severity.ERROR] == []


HUNDRED_LINES = flow(
    "\n".join(
        f"    local a{at} = input.x{at}\n    if a{at} then\n        input.y{at} = a{at} + {at}\n"
        "    end"
        for at in range(24)
    )
    + "\n    return input"
)


def test_a_cold_run_imports_and_costs_little(tmp_path: Path) -> None:
    """The cost is compared with that of the libraries it cannot do without."""
    app = write(tmp_path, HUNDRED_LINES)
    heavy = "{'temporalio', 'libcst', 'jinja2', 'wippy_runtime', 'pygls'}"
    script = (
        "import sys; from wippyc.cli import main; status = main(sys.argv[1:]); "
        f"heavy = {heavy} & set(sys.modules); sys.exit(str(heavy) if heavy else status)"
    )
    lint = [sys.executable, "-c", script, "lint", str(app), "--no-cache", "--quiet"]
    base = [sys.executable, "-c", "import typer, yaml, luaparser.parser.LuaParser, difflib, json"]
    costs = [(cpu_seconds(lint), cpu_seconds(base)) for _ in range(5)]
    cost, least = min(cost for cost, _ in costs), min(base for _, base in costs)
    assert cost < 0.5 or cost < 5 * least


def cpu_seconds(command: list[str]) -> float:
    # Without compiled files each run would compile all of wippyc, but nothing of the libraries.
    environment = os.environ | {"PYTHONPATH": python_path(), "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_findings_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    app = write(
        tmp_path,
        flow(
            "    local t = { math.random, os.clock, print }\n    t[1]()\n    os.time()\n"
            "    for k in pairs(input) do process.send(k, k) end\n    return t[input.n]()"
        ),
    )
    outputs = set()
    for seed in ("0", "1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "wippyc.cli", "lint", str(app), "--no-cache"],
            env={**os.environ, "PYTHONPATH": python_path(), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_hooks_run_under_pre_commit(tmp_path: Path) -> None:
    pre_commit = Path(sys.executable).with_name("pre-commit")
    if not pre_commit.exists():
        found = shutil.which("pre-commit")
        assert found is not None, "pre-commit is a development dependency"
        pre_commit = Path(found)
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["id"] for hook in hooks] == ["wippyc-lint", "wippyc-golden"]
    repository = write(tmp_path / "shop", CLEAN)
    tools = tmp_path / "bin"
    tools.mkdir()
    shim = tools / "wippyc"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wippyc.cli "$@"\n', "utf-8")
    shim.chmod(0o755)
    local = [{**hook, "language": "system"} for hook in hooks]
    config = {"repos": [{"repo": "local", "hooks": local}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    environ = {
        **os.environ,
        "PYTHONPATH": python_path(),
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }

    def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            list(map(str, command)),
            cwd=repository,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("git", "init", "-q").returncode == 0
    assert run("git", "add", "-A").returncode == 0
    done = run(pre_commit, "run", "wippyc-lint")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    (repository / "flow.lua").write_text(RANDOM, "utf-8")
    run("git", "add", "-A")
    done = run(pre_commit, "run", "wippyc-lint")
    assert done.returncode == 1
    assert "WD104" in done.stdout
    run(shim, "golden", ".", "--update")
    done = run(pre_commit, "run", "wippyc-golden", "--hook-stage", "manual", "--all-files")
    assert done.returncode == 0, done.stdout + done.stderr
    (repository / "_index.yaml").write_text(INDEX.replace("q\n", "other\n"), "utf-8")
    done = run(pre_commit, "run", "wippyc-golden", "--hook-stage", "manual", "--all-files")
    assert done.returncode == 1
