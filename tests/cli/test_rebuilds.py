"""Builds after a change: what is reused gives the same files as a build without any memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import INDEX, python_path, wippyc, write_application

LIBRARY = """\
local M = {}

-- Adds up.
function M.total(lines)
  local sum = 0
  for _, line in ipairs(lines) do
    sum = sum + line.amount -- with tax
  end
  return sum
end

return M
"""
REPORT = """\
local %(name)s = require("lib")
local function main(input)
  return %(name)s.total(input.lines) + 1
end
return { main = main }
"""
FUNCTION = """\
  - name: {name}
    kind: function.lua
    source: file://{name}.lua
    method: main
    imports: {{lib: app:lib}}
    meta: {{temporal: {{activity: {{worker: app:worker}}}}}}
"""
FILES = {
    "_index.yaml": INDEX
    + "  - name: lib\n    kind: library.lua\n    source: file://lib.lua\n"
    + FUNCTION.format(name="one")
    + FUNCTION.format(name="two"),
    "flow.lua": "local function main(input)\n  return input\nend\nreturn { main = main }\n",
    "lib.lua": LIBRARY,
    "one.lua": REPORT % {"name": "lib"},
    "two.lua": REPORT % {"name": "library"},
}
CACHES = ("findings", "modules", "packages", "syntax", "texts")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return write_application(tmp_path / "shop", FILES)


def built(app: Path, output: Path, *options: str) -> dict[str, bytes]:
    done = wippyc("build", app, "-o", output, *options)
    assert done.returncode == 0, done.stderr
    return files(output)


def files(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }


def built_without_memory(app: Path, scratch: Path, *options: str) -> dict[str, bytes]:
    copy = scratch / "copy" / app.name
    shutil.copytree(app, copy, ignore=shutil.ignore_patterns(".wippyc"))
    try:
        return built(copy, scratch / "copy" / "out", "--no-cache", *options)
    finally:
        shutil.rmtree(scratch / "copy")


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(app: Path) -> None:
        path = app / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return change


CHANGES = {
    "a body": replace("lib.lua", "line.amount", "line.amount * 2"),
    "a result type": replace("lib.lua", "return sum\nend", "return tostring(sum)\nend"),
    "what a caller passes": replace("one.lua", "input.lines", "{ { amount = 1.5 } }"),
    "positions only": replace("lib.lua", "\n-- Adds up.", "\n\n\n-- Adds up."),
    "line breaks of the same length": replace("one.lua", " + 1\n", "\n+ 1\n"),
    "a comment": replace("lib.lua", "-- with tax", "-- with TAX"),
    "a renamed entry": replace("_index.yaml", "name: two", "name: three"),
    "another source": replace("_index.yaml", "file://two.lua", "file://one.lua"),
    "settings of an entry": replace("_index.yaml", "name: flow", "comment: new\n    name: flow"),
    "an import": replace("_index.yaml", "{lib: app:lib}", "{lib: app:lib, o: app:lib}"),
    "a new global": replace("one.lua", "local function main", "shared = 1\nlocal function main"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_build_after_a_change_is_as_from_nothing(app: Path, tmp_path: Path, change: str) -> None:
    output = tmp_path / "out"
    first = built(app, output)
    assert first == built_without_memory(app, tmp_path)
    before = {name: (app / name).read_text() for name in FILES}
    CHANGES[change](app)
    assert built(app, output) == built_without_memory(app, tmp_path)
    write_application(app, before)
    assert built(app, output) == first


def test_a_deleted_file_leaves_nothing_behind(app: Path, tmp_path: Path) -> None:
    built(app, tmp_path / "out")
    replace("_index.yaml", FUNCTION.format(name="two"), "")(app)
    (app / "two.lua").unlink()
    assert built(app, tmp_path / "out") == built_without_memory(app, tmp_path)
    assert len(list((app / ".wippyc/syntax").iterdir())) == 3


def test_other_options_give_other_files(app: Path, tmp_path: Path) -> None:
    built(app, tmp_path / "out")
    options = ("--runtime", "dependency", "--package", "other")
    assert built(app, tmp_path / "out", *options) == built_without_memory(app, tmp_path, *options)


def rebuilt(app: Path, output: Path) -> dict[str, bytes]:
    """Build into a new folder, so that nothing but the caches can be reused."""
    shutil.rmtree(output)
    (app / ".wippyc/cache.json").unlink(missing_ok=True)
    return built(app, output)


@pytest.mark.parametrize("content", [b"", b"\x80\x05.", b"[]", b"{}", b"[1", b"\xff" * 40])
@pytest.mark.parametrize("cache", CACHES)
def test_damaged_files_are_made_again(
    app: Path, tmp_path: Path, cache: str, content: bytes
) -> None:
    first = built(app, tmp_path / "out")
    for path in (app / ".wippyc" / cache).iterdir():
        path.write_bytes(content)
    replace("one.lua", "+ 1", "+ 2")(app)
    built(app, tmp_path / "out")
    replace("one.lua", "+ 2", "+ 1")(app)
    assert rebuilt(app, tmp_path / "out") == first


@pytest.mark.parametrize("cache", CACHES)
def test_missing_files_are_made_again(app: Path, tmp_path: Path, cache: str) -> None:
    first = built(app, tmp_path / "out")
    shutil.rmtree(app / ".wippyc" / cache)
    assert rebuilt(app, tmp_path / "out") == first


def test_unchanged_files_are_not_parsed_or_printed_again(app: Path, tmp_path: Path) -> None:
    built(app, tmp_path / "out")
    times = {
        path: path.stat().st_mtime_ns
        for cache in ("syntax", "texts")
        for path in (app / ".wippyc" / cache).iterdir()
    }
    replace("one.lua", "+ 1", "+ 2")(app)
    built(app, tmp_path / "out")
    kept = [path for path in times if path.exists() and path.stat().st_mtime_ns == times[path]]
    assert len(kept) == len(times) - 2


def test_lint_uses_the_same_trees(app: Path, tmp_path: Path) -> None:
    cold = wippyc("lint", app, "--no-cache")
    assert wippyc("lint", app).stdout == cold.stdout
    trees = {path: path.stat().st_mtime_ns for path in (app / ".wippyc/syntax").iterdir()}
    assert len(trees) == 4
    built(app, tmp_path / "out")
    replace("one.lua", "+ 1", "+ os.time()")(app)
    assert wippyc("lint", app).stdout == wippyc("lint", app, "--no-cache").stdout
    now = {path: path.stat().st_mtime_ns for path in (app / ".wippyc/syntax").iterdir()}
    assert len(trees.items() & now.items()) == 3


# Any application is large enough for several processes, whatever becomes of the helpers.
PROCESSES = """\
import os, sys
from wippyc import processes
processes.LEAST_WORK = 1
processes._processors = lambda: 3
start = processes._start
def fail(work, share):
    raise MemoryError
processes._start = {
    "as they are": start,
    "that fail": lambda work, share: start(fail, share),
    "that are killed": lambda work, share: start(lambda _: os.kill(os.getpid(), 9), share),
}[sys.argv.pop(1)]
from wippyc.cli import main
sys.exit(main())
"""


@pytest.mark.parametrize("helpers", ["as they are", "that fail", "that are killed"])
def test_several_processes_give_the_same(app: Path, tmp_path: Path, helpers: str) -> None:
    def run(*arguments: str | Path) -> str:
        command = [sys.executable, "-c", PROCESSES, helpers, *map(str, arguments)]
        environ = os.environ | {"PYTHONPATH": python_path()}
        done = subprocess.run(
            command, env=environ, capture_output=True, text=True, timeout=120, check=False
        )
        return f"{done.returncode} {done.stdout} {done.stderr}"

    for old, new in (("", ""), ("+ 1", "+ os.time()"), ("os.time()", "math.random()"), ("(", "((")):
        if new:
            replace("one.lua", old, new)(app)
        alone = wippyc("lint", app, "--no-cache")
        assert run("lint", app) == f"{alone.returncode} {alone.stdout} {alone.stderr}"
        if new != "((":
            assert run("build", app, "-o", tmp_path / "out", "--quiet").startswith("0")
            assert files(tmp_path / "out") == built_without_memory(app, tmp_path)


@pytest.mark.parametrize("helpers", ["as they are", "that fail", "that are killed"])
def test_the_files_of_one_group_are_divided(app: Path, tmp_path: Path, helpers: str) -> None:
    imported = "method: main\n    imports: {lib: app:lib}\n    meta:\n      temporal:\n"
    replace("_index.yaml", "method: main\n    meta:\n      temporal:\n", imported)(app)
    environ = os.environ | {"PYTHONPATH": python_path()}
    output = tmp_path / "out"
    command = [sys.executable, "-c", PROCESSES, helpers, "build", str(app), "-o", str(output)]
    subprocess.run(command, env=environ, check=True, timeout=120)
    assert files(output) == built_without_memory(app, tmp_path)
    for cache in ("syntax", "texts"):
        assert len(list((app / ".wippyc" / cache).iterdir())) == 4


def test_what_cannot_be_remembered_is_made_every_time(app: Path, tmp_path: Path) -> None:
    (app / ".wippyc").write_text("not a folder")
    assert built(app, tmp_path / "out") == built_without_memory(app, tmp_path)
    assert wippyc("lint", app).stdout == wippyc("lint", app, "--no-cache").stdout


def test_only_groups_with_a_change_are_looked_at_again(app: Path, tmp_path: Path) -> None:
    replace("flow.lua", "return input", "return os.time()")(app)
    built(app, tmp_path / "out")
    linted = wippyc("lint", app)
    assert "WD101" in linted.stdout
    shutil.rmtree(app / ".wippyc/syntax")
    replace("one.lua", "+ 1", "+ 2")(app)
    again = wippyc("build", app, "-o", tmp_path / "out")
    assert "WD101" in again.stderr
    # Nothing but the other group was parsed.
    assert len(list((app / ".wippyc/syntax").iterdir())) == 3
    assert wippyc("lint", app).stdout == linted.stdout


def test_two_builds_at_once_do_no_harm(app: Path, tmp_path: Path) -> None:
    first = built_without_memory(app, tmp_path)
    command = [sys.executable, "-m", "wippyc.cli", "build", str(app), "-o"]
    environ = os.environ | {"PYTHONPATH": python_path()}
    started = [
        subprocess.Popen([*command, str(tmp_path / f"out{number}")], env=environ)
        for number in range(3)
    ]
    assert [process.wait(120) for process in started] == [0, 0, 0]
    for number in range(3):
        assert built(app, tmp_path / f"out{number}") == first


def shown(done: subprocess.CompletedProcess[str]) -> str:
    """Return the findings of a build, without the line that says how long it took."""
    return done.stderr.partition("built ")[0]


def test_a_group_with_warnings_is_remembered_with_them(app: Path, tmp_path: Path) -> None:
    replace("lib.lua", "local sum = 0", "local sum = 00")(app)
    replace("one.lua", "+ 1", "+ os.time()")(app)
    first = wippyc("build", app, "-o", tmp_path / "out")
    warnings = shown(first)
    assert "P106" in warnings
    output = files(tmp_path / "out")
    linted = wippyc("lint", app)
    shutil.rmtree(app / ".wippyc/syntax")
    (app / ".wippyc/cache.json").unlink()
    again = wippyc("build", app, "-o", tmp_path / "out")
    assert shown(again) == warnings
    assert wippyc("lint", app).stdout == linted.stdout == wippyc("lint", app, "--no-cache").stdout
    assert files(tmp_path / "out") == output
    # Nothing was parsed.
    assert not (app / ".wippyc/syntax").exists()
    replace("two.lua", "+ 1", "+ 2")(app)
    changed = wippyc("build", app, "-o", tmp_path / "out")
    assert shown(changed) == warnings
    assert files(tmp_path / "out") == built_without_memory(app, tmp_path)
