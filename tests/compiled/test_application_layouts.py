"""Applications of several workers, with custom workflow names, libraries and the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.compiled.application import HEAD, Running, activity_entry, workflow_entry

SECOND_WORKER = """\
  - name: second
    kind: temporal.worker
    client: app:client
    task_queue: QUEUE-second
    lifecycle: {auto_start: true}
"""

LIBRARY = """\
  - name: steps
    kind: library.lua
    source: file://steps.lua
    modules: [funcs, time]
"""

STEPS = """
local funcs = require("funcs")
local time = require("time")
local steps = { count = 0 }

-- Waits in the library, with a callback of whoever uses it.
function steps.each(list, callback)
  local results = {}
  for n, item in ipairs(list) do
    time.sleep("1ms")
    steps.count = steps.count + 1
    results[n] = callback((funcs.call("app:double", item)))
  end
  return results
end

return steps
"""

DOUBLE = "return function(x) return x * 2 end"


def test_library_that_waits_has_its_own_state_in_each_execution(
    on_server: Callable[..., Any],
) -> None:
    imports = "imports: {steps: app:steps}"
    files = {
        "_index.yaml": HEAD
        + LIBRARY
        + workflow_entry("flow", extra=imports)
        + activity_entry("double"),
        "steps.lua": STEPS,
        "double.lua": DOUBLE,
        "flow.lua": 'local steps = require("steps")\n'
        "return function(list)\n"
        "  local seen = steps.each(list, function(x) time.sleep(1) return x + 1 end)\n"
        "  return { seen, steps.count }\nend\n",
    }

    async def act(app: Running) -> Any:
        return [await app.run("flow", [1, 2, 3]), await app.run("flow", [5])]

    assert on_server(files, act) == [[[3, 5, 7], 3], [[11], 1]]


def test_children_and_activities_on_the_queue_of_another_worker(
    on_server: Callable[..., Any],
) -> None:
    child = workflow_entry("child").replace("worker: app:worker", "worker: app:second")
    activity = activity_entry("double").replace("worker: app:worker", "worker: app:second")
    files = {
        "_index.yaml": HEAD + SECOND_WORKER + workflow_entry("flow") + child + activity,
        "double.lua": DOUBLE,
        "child.lua": "return function(n) return { n, workflow.info().task_queue } end",
        "flow.lua": """
return function()
  local own = workflow.info().task_queue
  local executor = funcs.new():with_options({ ["activity.task_queue"] = own .. "-second" })
  local doubled = executor:call("app:double", 4)
  local hosts, seen = { "app:second", "temporal:" .. own .. "-second", own .. "-second" }, {}
  for n, host in ipairs(hosts) do
    local pid = process.spawn("app:child", host, n)
    local event = process.events():receive()
    local value = event.result.value
    table.insert(seen, { value[1], value[2] == own .. "-second",
      string.match(pid, "^{(.-)|") == "app:client@" .. (n == 3 and host or "app:second") })
  end
  return { doubled, seen }
end
""",
    }

    async def act(app: Running) -> Any:
        return await app.run("flow")

    assert on_server(files, act) == [8, [[1, True, True], [2, True, True], [3, True, True]]]


def test_custom_workflow_name_and_entry_id_both_start_it(on_server: Callable[..., Any]) -> None:
    named = workflow_entry("child").replace(
        "workflow: {worker: app:worker}", "workflow: {worker: app:worker, name: ChildFlow}"
    )
    files = {
        "_index.yaml": HEAD + workflow_entry("flow") + named,
        "child.lua": "return function(n)\n"
        "  if n == 1 then process.upgrade(nil, 2) end\n"
        "  return { n, process.id(), workflow.info().workflow_type }\nend\n",
        "flow.lua": 'return function() return (workflow.exec("app:child", 7)) end',
    }

    async def act(app: Running) -> Any:
        handle = await app.client.start_workflow(
            "ChildFlow", 1, id=f"{app.compiled.queue}-named", task_queue=app.compiled.queue
        )
        return [await app.run("flow"), await app.result(handle)]

    # A continued run has the entry ID as its type, as on Wippy.
    assert on_server(files, act) == [
        [7, "app:child", "app:child"],
        [2, "app:child", "app:child"],
    ]


def test_sandboxed_worker(
    on_server: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WIPPY_SANDBOXED", "1")
    # The sandbox imports the workflow's module again for each execution.
    monkeypatch.syspath_prepend(str(tmp_path / "out" / "src"))
    files = {
        "_index.yaml": HEAD
        + workflow_entry("flow", "funcs, time, uuid")
        + activity_entry("double"),
        "double.lua": DOUBLE,
        "flow.lua": """
return function()
  local decided, done = process.listen("decide"), channel.new()
  coroutine.spawn(function() done:send((funcs.call("app:double", 4))) end)
  local id = uuid.v4()
  return { done:receive(), decided:receive(), #id, time.now():unix() > 0 }
end
""",
    }

    async def act(app: Running) -> Any:
        handle = await app.start("flow")
        await handle.signal("decide", "yes")
        return await app.result(handle)

    assert on_server(files, act) == [8, "yes", 36, True]
