"""`wippyc test`: discovery, order, failures, broken entries, reports and exit statuses."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.command_line import wippyc, write_application

HEAD = 'version: "1.0"\nnamespace: app\nentries:\n'

EXPECT = """
local M = {}
function M.expect(value)
  local self = {}
  function self.to_equal(wanted)
    if value ~= wanted then
      error("expected " .. tostring(wanted) .. ", got " .. tostring(value), 2)
    end
  end
  return self
end
function M.describe(name, body) body() end
function M.it(name, body)
  local ok, err = pcall(body)
  if not ok then error(name .. ": " .. tostring(err), 0) end
end
function M.run_cases(cases)
  return function(options)
    local failed = 0
    for _, case in ipairs(cases) do
      if not pcall(case) then failed = failed + 1 end
    end
    if options and options.pid then
      process.send(options.pid, options.topic, { ref = options.ref_id })
    end
    return { total = #cases, failed = failed, status = failed > 0 and "failed" or "passed" }
  end
end
return M
"""


def function(name: str, source: str, meta: str = "type: test", extra: str = "") -> str:
    body = "\n".join(f"      {line}" for line in source.strip().splitlines())
    return f"""\
  - name: {name}
    kind: function.lua
    method: run
    source: |
{body}
    {extra}
    meta: {{{meta}}}
"""


LIBRARY = "  - {name: expect, kind: library.lua, source: file://expect.lua}\n"
IMPORTS = 'imports: {expect: "app:expect"}'


def application(folder: Path, *entries: str, **files: str) -> Path:
    return write_application(
        folder / "app",
        {
            "_index.yaml": HEAD + LIBRARY + "".join(entries),
            "expect.lua": EXPECT,
            **{f"{name}.lua": text for name, text in files.items()},
        },
    )


def passing(name: str, meta: str = "type: test") -> str:
    return function(name, "return { run = function() return true end }", meta)


def verdicts(output: str) -> list[tuple[str, str]]:
    return re.findall(r"^  (PASS|FAIL) (\S+)", output, re.MULTILINE)


def test_order_of_suites_and_tests(tmp_path: Path) -> None:
    app = application(
        tmp_path,
        passing("late"),
        passing("b", "type: test, suite: second, order: 5"),
        passing("c", "type: test, suite: first, order: 2"),
        passing("a", "type: test, suite: first, order: 1"),
        passing("z", "type: test, suite: first"),
        passing("helper", "type: helper"),
        passing("untyped", "comment: no test"),
    )
    done = wippyc("test", app)
    assert done.returncode == 0, done.stderr
    order = [name for _, name in verdicts(done.stdout)]
    assert order == ["app:a", "app:c", "app:z", "app:b", "app:late"]
    assert re.search(r"^5 tests: 5 passed \(", done.stdout, re.MULTILINE)
    headings = [line for line in done.stdout.splitlines() if line and line[0] != " "]
    assert headings[:3] == ["first", "second", "(no suite)"]


def test_selection_by_pattern_and_suite(tmp_path: Path) -> None:
    app = application(
        tmp_path, passing("alpha", "type: test, suite: s"), passing("beta"), passing("alphabet")
    )

    def ran(*arguments: str) -> list[str]:
        return [name for _, name in verdicts(wippyc("test", app, *arguments).stdout)]

    assert ran("alpha") == ["app:alphabet", "app:alpha"]
    assert ran("app:*a") == ["app:beta", "app:alpha"]
    assert ran("--suite", "s") == ["app:alpha"]
    assert ran("beta", "--suite", "s") == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "no test matches nothing"),
        (["--suite", "none"], "no test in suite none"),
    ],
)
def test_nothing_to_run_is_wrong_usage(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = wippyc("test", application(tmp_path, passing("one")), *arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_an_application_without_tests(tmp_path: Path) -> None:
    done = wippyc("test", application(tmp_path))
    assert done.returncode == 2
    assert "no tests found" in done.stderr


FAILURES = {
    "raised": ('return { run = function() error("boom") end }', "app:raised:1: boom"),
    "asserted": (
        'return { run = function() assert(1 == 2, "not the same") end }',
        "not the same",
    ),
    "returned": ('return { run = function() return nil, "no luck" end }', "no luck"),
    "object": (
        'return { run = function() return nil, errors.new({ message = "gone" }) end }',
        "gone",
    ),
    "falsehood": ("return { run = function() return false end }", "the test returned false"),
    "summary": (
        'return { run = expect.run_cases({ function() error("x") end, function() end }) }',
        '"failed": 1',
    ),
    "case": (
        """
        return { run = function()
          expect.describe("sums", function()
            expect.it("adds", function() expect.expect(1 + 1).to_equal(3) end)
          end)
        end }
        """,
        "adds: app:case:3: expected 3, got 2",
    ),
    "native": ("return { run = function() local t return t.x end }", "attempt to index"),
    "deadlock": (
        "return { run = function() channel.new():receive() end }",
        "all coroutines blocked",
    ),
    "hanging": ("return { run = function() process.inbox():receive() end }", "has not ended after"),
    "unsupported": (
        'local sql = require("sql")\nreturn { run = function() sql.get("app:db") end }',
        "note: the module `sql` is not supported in compiled workers; give it a Python",
    ),
}


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("failing")
    entries = [
        function(
            name,
            source,
            extra=IMPORTS + ("\n    modules: [sql]" if name == "unsupported" else ""),
        )
        for name, (source, _) in FAILURES.items()
    ]
    app = application(folder, *entries)
    report = folder / "report.xml"
    done = wippyc("test", app, "--junit", report, "--timeout", "2")
    assert done.returncode == 1, done.stderr
    return done.stdout, report


@pytest.mark.parametrize("name", FAILURES)
def test_failures_tell_why(failing: tuple[str, Path], name: str) -> None:
    output, report = failing
    block = output.split(f"FAIL app:{name} ")[1].split("\n  FAIL")[0]
    assert FAILURES[name][1] in block
    cases = {
        case.get("name"): case for case in ElementTree.parse(report).getroot().iter("testcase")
    }
    failure = cases[name].find("failure")
    assert failure is not None
    assert FAILURES[name][1] in (failure.text or "")
    assert cases[name].get("classname") == "app"


def test_a_failure_has_its_lua_traceback(failing: tuple[str, Path]) -> None:
    block = failing[0].split("FAIL app:raised ")[1].split("\n  FAIL")[0]
    assert "in function 'run' <app:raised>" in block
    assert block.count("app:raised:1: boom") == 1


def test_counts_of_the_report(failing: tuple[str, Path]) -> None:
    suites = ElementTree.parse(failing[1]).getroot()
    count = str(len(FAILURES))
    assert (suites.get("tests"), suites.get("failures"), suites.get("errors")) == (
        count,
        count,
        "0",
    )


def test_entries_that_do_not_compile_are_failed_tests(tmp_path: Path) -> None:
    app = application(
        tmp_path,
        passing("a_fine"),
        function("b_syntax", "return { run = function( end }"),
        function("c_library", "return { run = function() end }", extra='imports: {lib: "app:bad"}'),
        "  - {name: bad, kind: library.lua, source: 'return {'}\n",
        "  - {name: d_lost, kind: function.lua, method: run, source: 'file://lost.lua', "
        "meta: {type: test}}\n",
        function("e_method", "return { other = function() end }"),
        "  - {name: view, kind: template.jet, set: app:none, source: 'file://view.jet'}\n",
        "  - {name: odd, kind: something.unknown}\n",
    )
    report = tmp_path / "report.xml"
    done = wippyc("test", app, "--junit", report)
    assert done.returncode == 1
    assert verdicts(done.stdout) == [
        ("PASS", "app:a_fine"),
        *(("FAIL", f"app:{name}") for name in ("b_syntax", "c_library", "d_lost", "e_method")),
    ]
    assert "P005" in done.stdout
    assert "file not found: 'file://lost.lua'" in done.stdout
    assert 'method "run" is not returned' in done.stdout
    suites = ElementTree.parse(report).getroot()
    assert (suites.get("tests"), suites.get("errors")) == ("5", "4")


def test_broken_entries_that_are_no_tests_do_not_disturb(tmp_path: Path) -> None:
    app = application(
        tmp_path,
        passing("fine"),
        "  - {name: bad, kind: library.lua, source: 'return {'}\n",
        function("other", "return nil +", "type: job"),
    )
    done = wippyc("test", app)
    assert done.returncode == 0
    assert "these entries are left out of the run" in done.stderr
    assert verdicts(done.stdout) == [("PASS", "app:fine")]


def test_each_test_has_a_context_of_its_own(tmp_path: Path) -> None:
    source = """
    local counter = require("counter")
    return { run = function()
      process.registry.register("me", process.pid())
      assert(process.registry.lookup("me") == process.pid())
      expect.expect(counter.next()).to_equal(1)
    end }
    """
    imports = 'imports: {counter: "app:counter", expect: "app:expect"}'
    app = application(
        tmp_path,
        "  - {name: counter, kind: library.lua, source: 'file://counter.lua'}\n",
        function("one", source, extra=imports),
        function("two", source, extra=imports),
        counter="local n = 0\nreturn { next = function() n = n + 1 return n end }",
    )
    done = wippyc("test", app)
    assert done.returncode == 0, done.stdout


def test_quiet_prints_failures_and_the_summary(tmp_path: Path) -> None:
    app = application(
        tmp_path, passing("fine"), function("sad", 'return { run = function() error("x") end }')
    )
    done = wippyc("test", app, "--quiet")
    assert done.returncode == 1
    assert verdicts(done.stdout) == [("FAIL", "app:sad")]
    assert "2 tests: 1 passed, 1 failed" in done.stdout


def test_a_folder_that_is_no_application(tmp_path: Path) -> None:
    assert wippyc("test", tmp_path / "none").returncode == 2
    assert wippyc("test", tmp_path).returncode == 2


WORKER = """\
  - name: worker
    kind: temporal.worker
    task_queue: tests
    lifecycle: {auto_start: true}
  - name: doubling
    kind: workflow.lua
    source: file://doubling.lua
    method: main
    modules: [funcs]
    meta: {temporal: {workflow: {worker: "app:worker"}}}
  - name: forbidden
    kind: workflow.lua
    source: file://forbidden.lua
    method: main
    modules: [http_client]
    meta: {temporal: {workflow: {worker: "app:worker"}}}
"""
DOUBLING = """
local function main(n)
  local message = process.inbox():receive()
  process.send(message:from(), "doubled", 2 * message:payload():data())
  return n
end
return { main = main }
"""
FORBIDDEN = """
local http_client = require("http_client")
return { main = function() return http_client.get("http://localhost") end }
"""
TALKING = """
return { run = function()
  local pid, err = process.spawn_monitored("app:doubling", "app:worker", 7)
  assert(not err, tostring(err))
  process.send(pid, "number", 21)
  expect.expect(process.inbox():receive():payload():data()).to_equal(42)
  expect.expect(process.events():receive().result.value).to_equal(7)
end }
"""

ASKING = """
return { run = function()
  local pid = process.spawn_monitored("app:doubling", "app:worker", 7)
  process.send(pid, "number", 21)
  local doubled = process.inbox():receive():payload():data()
  return { doubled, process.events():receive().result.value }
end }
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def with_workflows(tmp_path: Path) -> Path:
    return application(
        tmp_path,
        WORKER,
        function("talking", TALKING, extra=IMPORTS),
        passing("plain"),
        function("asking", ASKING, "comment: no test"),
        doubling=DOUBLING,
        forbidden=FORBIDDEN,
    )


def test_workflows_run_on_a_dev_server(with_workflows: Path) -> None:
    environ = {"TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}"}
    done = wippyc("test", with_workflows, "--dev", environ=environ)
    assert done.returncode == 0, done.stdout + done.stderr
    assert verdicts(done.stdout) == [("PASS", "app:plain"), ("PASS", "app:talking")]


def test_without_a_server_only_what_needs_it_fails(with_workflows: Path) -> None:
    environ = {"TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}"}
    done = wippyc("test", with_workflows, environ=environ)
    assert done.returncode == 1
    assert verdicts(done.stdout) == [("PASS", "app:plain"), ("FAIL", "app:talking")]
    assert "no Temporal server at" in done.stderr


def test_exec_runs_functions_that_talk_to_workflows(with_workflows: Path) -> None:
    index = with_workflows / "_index.yaml"
    index.write_text(index.read_text().replace("modules: [http_client]", "modules: []"))
    (with_workflows / "forbidden.lua").write_text("return { main = function() end }")
    environ = {"TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}"}
    done = wippyc("exec", with_workflows, "app:asking", "--dev", environ=environ)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip() == "[42, 7]"
