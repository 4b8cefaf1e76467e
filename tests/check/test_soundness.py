"""Workflows that lint clean replay wherever they run; what the linter flags really diverges."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.compiled.application import (
    HEAD,
    Compiled,
    Running,
    act_on,
    activity_entry,
    compile_files,
    workflow_entry,
)
from tests.compiled.examples import EXAMPLES, REPOSITORY
from tests.compiled.recordings import FORMS, RECORDED, compile_recorded, files_of
from tests.compiled.test_recorded_histories import REPLAY_ALL
from wippyc.check.engine import lint_application
from wippyc.diagnostics.model import Diagnostic, Severity

# Recorded forms that show what the linter warns about: nothing is promised for them.
FLAGGED = {
    ("documented_concurrency", "generators_wait_in_the_middle.lua"): {"WD117"},
    ("documented_concurrency", "identifiers_and_random_values.lua"): {"WD104"},
}

# Every clock Python code can read runs seven years ahead and three times as fast. It must come
# before the first import of a module that takes a clock by name.
SHIFTED_CLOCKS = """
import datetime, time
OFFSET, RATE = 7 * 365 * 86_400, 3
def shifted(read, unit):
    start = read()
    return lambda: start + (read() - start) * RATE + OFFSET * unit
for name in ("time", "monotonic", "perf_counter", "process_time"):
    setattr(time, name, shifted(getattr(time, name), 1))
    setattr(time, name + "_ns", shifted(getattr(time, name + "_ns"), 1_000_000_000))
def broken_down(to):
    return lambda at=None: to(time.time() if at is None else at)
for name in ("gmtime", "localtime"):
    setattr(time, name, broken_down(getattr(time, name)))
class Kind(type):
    def __instancecheck__(cls, value):
        return isinstance(value, real)
real = datetime.datetime
class Shifted(real, metaclass=Kind):
    @classmethod
    def now(cls, tz=None):
        return real.fromtimestamp(time.time(), tz)
    @classmethod
    def today(cls):
        return cls.now()
    @classmethod
    def utcnow(cls):
        return real.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)
datetime.datetime = Shifted
"""

ELSEWHERE = {
    "PYTHONHASHSEED": "90210",
    "TZ": "Pacific/Chatham",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}


def replay_elsewhere(
    histories: Iterable[tuple[Compiled, Iterable[Path]]],
) -> subprocess.CompletedProcess[str]:
    """Replay histories in a process with another hash seed, time zone, locale and clock."""
    known = list(histories)
    paths = [str(compiled.folder / "src") for compiled, _ in known]
    paths.append(str(REPOSITORY / "runtime_support"))
    return subprocess.run(
        [sys.executable, "-c", SHIFTED_CLOCKS + REPLAY_ALL],
        input="\n".join(
            " ".join([compiled.package, *map(str, files)]) for compiled, files in known
        ),
        env=os.environ | ELSEWHERE | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def determinism_findings(root: Path) -> list[Diagnostic]:
    """Return what says that a replay may differ; hints say that it does not."""
    return [
        found
        for found in lint_application(root).diagnostics
        if found.rule.code.startswith("WD") and found.level > Severity.HINT
    ]


def test_clocks_are_really_shifted() -> None:
    show = "print(time.time(), time.time_ns(), datetime.datetime.now().timestamp())"
    done = subprocess.run(
        [sys.executable, "-c", SHIFTED_CLOCKS + show], capture_output=True, text=True, check=True
    )
    now = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time())"],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, nanoseconds, date = map(float, done.stdout.split())
    assert min(seconds, nanoseconds / 1e9, date) > float(now.stdout) + 6 * 365 * 86_400


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Compiled]:
    """Every application with recorded histories, compiled."""
    root: Path = tmp_path_factory.mktemp("soundness")
    return {name: compile_recorded(name, root / name) for name in RECORDED}


def test_recorded_applications_lint_clean(recorded: dict[str, Compiled]) -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for name, compiled in recorded.items():
        source = compiled.folder.parent / "app" if name in FORMS else EXAMPLES / name
        for each in determinism_findings(source):
            assert each.span is not None
            found.setdefault((name, each.span.source.path), set()).add(each.rule.code)
    assert found == FLAGGED


def test_every_example_lints_clean() -> None:
    roots = sorted(path.parent for path in EXAMPLES.glob("*/_index.yaml"))
    assert len(roots) > len(RECORDED) - len(FORMS)
    for root in roots:
        assert determinism_findings(root) == [], root.name


def test_what_lints_clean_replays_elsewhere(recorded: dict[str, Compiled]) -> None:
    flagged = {(name, Path(file).stem.replace("_", "-")) for name, file in FLAGGED}
    histories = [
        (
            compiled,
            [
                path
                for path in files_of(name)
                if (name, path.stem.rpartition("-")[0]) not in flagged
            ],
        )
        for name, compiled in recorded.items()
    ]
    left_out = sum(len(files_of(name)) for name in recorded) - sum(
        len(files) for _, files in histories
    )
    assert left_out == len(flagged)
    replayed = replay_elsewhere(histories)
    assert replayed.returncode == 0, replayed.stderr


# --- the test can fail ------------------------------------------------------------------------

# What `text` returns decides which commands are issued.
_COMMANDS = """
local function commands(text)
  local sum = 7
  for at = 1, #text do sum = (sum * 31 + string.byte(text, at)) % 1000000007 end
  local futures = {}
  for at = 1, 24 do
    futures[at] = funcs.async(sum % 2 == 0 and "app:step" or "app:leap")
    sum = sum // 2
  end
  for _, future in ipairs(futures) do future:response():receive() end
end
"""


def _workflow(text: str) -> str:
    return (
        f"{_COMMANDS}local function main()\n  {text}\n  commands(text)\nend\n"
        "return { main = main }\n"
    )


# Entry → the code of the rule that flags it, and the statement that makes the text.
DIVERGING = {
    "process_clock": ("WD102", "local text = string.format('%.9f', os.clock())"),
    "host_timezone": ("WD103", 'local text = os.date("%Y-%m-%d %H:%M %z", 1700000000)'),
    "address": ("WD113", "local text = tostring({})"),
}
STEADY = "local text = tostring(time.now():unix_nano())"


def _files(*, is_suppressed: bool) -> dict[str, str]:
    files = {"_index.yaml": HEAD + workflow_entry("steady")}
    files["steady.lua"] = _workflow(STEADY)
    for name in ("step", "leap"):
        files["_index.yaml"] += activity_entry(name)
        files[f"{name}.lua"] = "return function() return 1 end\n"
    for name, (code, text) in DIVERGING.items():
        comment = f" -- wippyc: ignore[{code}] shows what happens" if is_suppressed else ""
        files["_index.yaml"] += workflow_entry(name)
        files[f"{name}.lua"] = _workflow(text + comment)
    return files


async def _record(app: Running) -> dict[str, str]:
    handles = {name: await app.start(name) for name in ("steady", *DIVERGING)}
    histories = {}
    for name, handle in handles.items():
        await handle.result()
        histories[name] = (await handle.fetch_history()).to_json()
    return histories


def test_flagged_workflows_diverge_elsewhere(
    tmp_path: Path, temporal_env: Any, on_loop: Callable[..., Any]
) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    for name, text in _files(is_suppressed=False).items():
        (plain / name).write_text(text, "utf-8")
    flagged = {
        (each.span.source.path, each.rule.code)
        for each in determinism_findings(plain)
        if each.span is not None
    }
    assert flagged == {(f"{name}.lua", code) for name, (code, _) in DIVERGING.items()}

    compiled = compile_files(tmp_path / "suppressed", _files(is_suppressed=True))
    assert determinism_findings(tmp_path / "suppressed" / "app") == []
    paths = {}
    for name, text in on_loop(act_on(compiled, temporal_env, _record)).items():
        assert json.loads(text)["events"]
        paths[name] = tmp_path / f"{name}.json"
        paths[name].write_text(text, "utf-8")
    replayed = replay_elsewhere([(compiled, paths.values())])
    assert replayed.returncode == 1, replayed.stderr
    differing = {name for name in paths if f"DIFFERS  {paths[name]} " in replayed.stderr}
    assert differing == set(DIVERGING), replayed.stderr
