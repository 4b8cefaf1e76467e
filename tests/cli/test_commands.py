"""The other commands, and what all of them have in common."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import INDEX, ORDERS, SMALL, python_path, wippyc, write_application


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return write_application(tmp_path / "small", SMALL)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    index = INDEX.replace("worker: app:worker", "worker: app:nobody")
    return write_application(tmp_path / "broken", SMALL | {"_index.yaml": index})


COMMANDS = ("build", "lint", "rule", "run", "exec", "test", "replay", "golden", "dump", "init")


@pytest.mark.parametrize("command", [[], *([each] for each in COMMANDS)])
def test_every_command_has_help(command: list[str]) -> None:
    done = wippyc(*command, "--help")
    assert done.returncode == 0
    assert "Usage: wippyc" in done.stdout


def test_unknown_commands_are_wrong_usage() -> None:
    done = wippyc("bulid")
    assert done.returncode == 2
    assert "bulid" in done.stderr


@pytest.mark.parametrize("command", [[], ["lint"]])
def test_what_only_code_generation_or_workers_need_is_not_imported(command: list[str]) -> None:
    script = (
        "import sys; from wippyc.cli import main; status = main(sys.argv[1:]); "
        "heavy = {'temporalio', 'libcst', 'jinja2', 'wippy_runtime', 'rich'} & set(sys.modules); "
        "sys.exit(f'{heavy}' if heavy else status)"
    )
    arguments = [*command, str(ORDERS)] if command else ["--help"]
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={"PYTHONPATH": python_path()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_an_internal_error_is_one_sentence() -> None:
    script = (
        "import sys, wippyc.cli.build as build; from wippyc.cli import main\n"
        "def fail(root): raise ZeroDivisionError('seven\\nlines')\n"
        "build.check_application = fail\n"
        "sys.exit(main(['build', '.']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": python_path()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "internal error in wippyc: ZeroDivisionError: seven lines" in done.stderr
    assert "Traceback" not in done.stderr


def test_lint_is_quiet_about_good_applications(app: Path) -> None:
    done = wippyc("lint", app)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no findings\n")
    assert wippyc("lint", app, "--quiet").stderr == ""


def test_lint_reports_findings_on_standard_output(broken: Path) -> None:
    done = wippyc("lint", "broken", folder=broken.parent)
    assert done.returncode == 1
    assert "worker app:nobody not found" in done.stdout
    assert "broken/_index.yaml:16:" in done.stdout
    assert done.stderr == ""


def test_lint_formats(broken: Path) -> None:
    document = json.loads(wippyc("lint", broken, "--output-format", "json").stdout)
    assert document["error_count"] == 1
    sarif = json.loads(wippyc("lint", broken, "--output-format", "sarif").stdout)
    assert sarif["version"] == "2.1.0"
    concise = wippyc("lint", broken, "--output-format", "concise").stdout
    assert len(concise.splitlines()) == 1
    assert wippyc("lint", broken, "--output-format", "nonsense").returncode == 2


def test_lint_selects_codes(broken: Path) -> None:
    code = wippyc("lint", broken, "--statistics").stdout.split()[1]
    assert wippyc("lint", broken, "--ignore", code).returncode == 0
    assert wippyc("lint", broken, "--select", code[:1]).returncode == 1
    done = wippyc("lint", broken, "--select", "XYZ99")
    assert done.returncode == 2
    assert "no rule XYZ99" in done.stderr


def test_lint_of_a_file_belongs_to_its_application(broken: Path) -> None:
    assert wippyc("lint", broken / "_index.yaml").returncode == 1
    assert wippyc("lint", broken / "flow.lua").returncode == 0
    assert wippyc("lint", broken / "nothing.lua").returncode == 2


def test_colours_only_where_they_are_wanted(broken: Path) -> None:
    assert "\x1b[" not in wippyc("lint", broken).stdout
    assert "\x1b[" in wippyc("lint", broken, environ={"FORCE_COLOR": "1"}).stdout
    plain = wippyc("lint", broken, environ={"FORCE_COLOR": "1", "NO_COLOR": "1"})
    assert "\x1b[" not in plain.stdout


def test_rules_are_explained() -> None:
    listed = wippyc("rule", "--all").stdout.splitlines()
    assert len(listed) > 20
    code = listed[0].split()[0]
    assert wippyc("rule", code).stdout.startswith(listed[0])
    assert wippyc("rule", code.lower()).stdout == wippyc("rule", code).stdout
    assert wippyc("rule", "XYZ99").returncode == 2
    assert wippyc("rule").returncode == 2


def test_init_makes_an_application_without_findings(tmp_path: Path) -> None:
    done = wippyc("init", tmp_path / "new")
    assert done.returncode == 0
    assert wippyc("lint", tmp_path / "new").returncode == 0
    assert wippyc("build", tmp_path / "new", "-o", tmp_path / "out").returncode == 0
    again = wippyc("init", tmp_path / "new")
    assert again.returncode == 2
    assert "has .gitignore, .wippy.yaml" in again.stderr


@pytest.mark.parametrize("stage", ["lua", "ir", "facts", "python"])
def test_dump_shows_each_stage(app: Path, stage: str) -> None:
    done = wippyc("dump", "--stage", stage, app / "flow.lua")
    assert done.returncode == 0, done.stderr
    assert "main" in done.stdout
    assert str(app) not in done.stdout


def test_dump_of_something_else(app: Path) -> None:
    (app / "stray.lua").write_text("return 1\n")
    assert wippyc("dump", app / "nothing.lua").returncode == 2
    assert wippyc("dump", app / "stray.lua").returncode == 2
    assert wippyc("dump", "--stage", "lua", app / "stray.lua").returncode == 0


def test_golden_compares_and_updates(app: Path, tmp_path: Path) -> None:
    folder = tmp_path / "golden"
    done = wippyc("golden", app, "-d", folder)
    assert done.returncode == 1
    assert "missing: diagnostics.txt" in done.stderr
    assert wippyc("golden", app, "-d", folder, "--update").returncode == 0
    assert wippyc("golden", app, "-d", folder).returncode == 0
    (folder / "src/small/workflows/flow.py").write_text("# other\n")
    (folder / "stray.txt").write_text("")
    done = wippyc("golden", app, "-d", folder, "-v")
    assert done.returncode == 1
    assert "differs: src/small/workflows/flow.py" in done.stderr
    assert "no longer generated: stray.txt" in done.stderr


def test_golden_does_not_replace_other_folders(app: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.txt").write_text("x")
    done = wippyc("golden", app, "-d", tmp_path / "precious", "--update")
    assert done.returncode == 2
    assert (tmp_path / "precious" / "thesis.txt").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "--input is not JSON"),
        ("@missing.json", "cannot read missing.json"),
        ("-", "standard input is not JSON"),
    ],
)
def test_exec_refuses_bad_input(app: Path, text: str, message: str) -> None:
    done = wippyc("exec", app, "flow", "--input", text, folder=app)
    assert done.returncode == 2
    assert message in done.stderr


def test_exec_and_replay_name_what_is_missing(app: Path) -> None:
    done = wippyc("exec", app, "app:flwo")
    assert done.returncode == 2
    assert "no workflow or function app:flwo; did you mean app:flow?" in done.stderr
    done = wippyc("replay", app, "nothing.json")
    assert done.returncode == 2
    (app / "history.json").write_text('{"not": "a history"}')
    done = wippyc("replay", app, app / "history.json")
    assert done.returncode == 2
    assert "is no workflow history" in done.stderr


def test_exec_without_a_server_is_a_sentence(app: Path) -> None:
    environ = {"TEMPORAL_ADDRESS": "127.0.0.1:1"}
    done = wippyc("exec", app, "flow", "--input", "{}", environ=environ)
    assert done.returncode == 1
    assert "127.0.0.1:1" in done.stderr


def test_run_without_a_server_is_a_sentence(app: Path) -> None:
    done = wippyc("run", app, environ={"TEMPORAL_ADDRESS": "127.0.0.1:1"})
    assert done.returncode == 2
    assert "127.0.0.1:1" in done.stderr
