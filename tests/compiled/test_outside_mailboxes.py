"""Functions outside workflows: their mailboxes, what they watch, and workflows that answer."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from tests.compiled.application import (
    HEAD,
    Running,
    activity_entry,
    compile_files,
    running,
    workflow_entry,
)
from wippy_runtime.temporal.converter import text_data_converter
from wippy_runtime.temporal.local_processes import NODE

# Answers every message; ends as told.
ANSWERING = """
local function main(mode)
  if mode == "return" then return 42 end
  if mode == "fail" then
    return nil, errors.new({ message = "broken", kind = errors.CONFLICT, retryable = false })
  end
  local inbox, events = process.inbox(), process.events()
  while true do
    local r = channel.select({ inbox:case_receive(), events:case_receive() })
    if r.channel == events then return "cancelled: " .. tostring(r.value.reason) end
    local message = r.value
    if message:topic() == "fail" then error("told to fail") end
    if message:topic() == "stop" then return "stopped" end
    local sent, err = process.send(message:from(), "answer",
      { to = message:payload():data(), by = process.pid() })
    if err then return nil, err end
  end
end
return { main = main }
"""

# Sends to a PID that is given, and tells how it went.
SENDING = """
return { main = function(pid)
  local sent, err = process.send(pid, "note", 1)
  if err then return { kind = err:kind(), message = err:message() } end
  return { sent = sent }
end }
"""

CALLER = """
return { main = function(name, ...)
  local value, err = funcs.call(name, ...)
  if err then error(err) end
  return value
end }
"""

FUNCTIONS = {
    "talks": """
        local pid = process.spawn("app:answering", "app:worker", "answer")
        local answers = process.inbox()
        local seen = {}
        for number = 1, 3 do
          process.send(pid, "question", number)
          local message = answers:receive()
          seen[number] = { message:topic(), message:payload():data().to,
            message:payload():data().by == pid, message:from() == pid }
        end
        process.send(pid, "stop")
        return seen
    """,
    "listens": """
        local answers = process.listen("answer")
        local spawner = process.with_options({}):with_message("question", "first")
        local pid = spawner:with_message("question", "second"):spawn("app:answering",
          "app:worker", "answer")
        local seen = { answers:receive().to, answers:receive().to }
        process.send(pid, "stop")
        return seen
    """,
    "monitors": """
        local pid = process.spawn_monitored("app:answering", "app:worker", "return")
        local event = process.events():receive()
        return { event.kind == process.event.EXIT, event.from == pid, event.result.value,
          event.result.error == nil, event.type, event.pid == pid, event.reason, event.at > 0 }
    """,
    "monitors_failure": """
        local pid = process.spawn_monitored("app:answering", "app:worker", "fail")
        local event = process.events():receive()
        local err = event.result.error
        return { event.kind, err:kind(), err:message(), err:retryable(), event.reason }
    """,
    "monitors_later": """
        local pid = process.spawn("app:answering", "app:worker", "answer")
        local ok = process.monitor(pid)
        process.terminate(pid)
        local event = process.events():receive()
        return { ok, event.from == pid, event.result.error:kind(), event.result.error:message() }
    """,
    "unmonitors": """
        local pid = process.spawn_monitored("app:answering", "app:worker", "answer")
        local ok = process.unmonitor(pid)
        process.send(pid, "stop")
        local events = process.events()
        local r = channel.select({ events:case_receive(), time.after("700ms"):case_receive() })
        return { ok, r.channel == events }
    """,
    "cancels": """
        local pid = process.spawn_monitored("app:answering", "app:worker", "answer")
        local ok, err = process.cancel(pid, "too late")
        local event = process.events():receive()
        return { ok, err == nil, event.result.value }
    """,
    "linked_trapping": """
        process.set_options({ trap_links = true })
        local pid = process.spawn_linked("app:answering", "app:worker", "fail")
        local event = process.events():receive()
        return { event.kind == process.event.LINK_DOWN, event.from == pid, event.type,
          event.result.error:message() }
    """,
    "linked_and_monitored": """
        process.set_options({ trap_links = true })
        local pid = process.spawn_linked_monitored("app:answering", "app:worker", "fail")
        local events = process.events()
        return { events:receive().kind, events:receive().kind }
    """,
    "linked_normal_end": """
        process.spawn_linked("app:answering", "app:worker", "return")
        return { process.events():receive().kind }
    """,
    "links_later": """
        process.set_options({ trap_links = true })
        local pid = process.spawn("app:answering", "app:worker", "answer")
        process.link(pid)
        process.send(pid, "fail")
        local event = process.events():receive()
        return { event.kind, string.find(event.result.error:message(), "told to fail") ~= nil }
    """,
    "unlinks": """
        local pid = process.spawn_linked("app:answering", "app:worker", "answer")
        process.unlink(pid)
        process.send(pid, "fail")
        time.sleep("500ms")
        return { "alive" }
    """,
    "linked_to_the_end": """
        local pid = process.spawn_linked("app:answering", "app:worker", "answer")
        process.send(pid, "fail")
        process.inbox():receive()
    """,
    "unknown_targets": """
        local found = {}
        for _, pid in ipairs({ "nobody", "{app:client@app:worker|no-such-workflow}",
            "{app:worker|}", "{elsewhere@app:other|x}" }) do
          local ok, err = process.send(pid, "note", 1)
          table.insert(found, { err:message(), err:kind() })
        end
        local ok, err = process.monitor("{app:client@app:worker|no-such-workflow}")
        table.insert(found, { err:kind(), err:retryable() })
        return found
    """,
    "names": """
        process.registry.register("asker", process.pid())
        local pid = process.spawn("app:answering", "app:worker", "answer")
        process.registry.register("answerer", pid)
        process.send("answerer", "question", "by name")
        local answer = process.inbox():receive():payload():data()
        process.send("answerer", "stop")
        return { answer.to, answer.by == process.registry.lookup("answerer") }
    """,
    "processes": """
        local pid = process.spawn_monitored("app:echo", "app:processes", "hello ")
        process.send(pid, "ask", { "world" })
        local message = process.inbox():receive()
        process.cancel(pid, "done")
        local event = process.events():receive()
        return { message:payload():data(), message:from() == pid, event.from == pid,
          event.result.value }
    """,
    "process_terminated": """
        local pid = process.spawn_monitored("app:echo", "app:processes", "")
        process.terminate(pid)
        local event = process.events():receive()
        local ok, err = process.send(pid, "ask", 1)
        return { event.result.error:kind(), err:kind() }
    """,
    "process_result": """
        local value, err = process.exec("app:sum", "app:processes", 1, 2)
        local _, failure = process.exec("app:sum", "app:processes", 1, {})
        return { value, err == nil, failure:kind() }
    """,
}

ECHO = """
return { main = function(prefix)
  local inbox, events = process.inbox(), process.events()
  while true do
    local r = channel.select({ inbox:case_receive(), events:case_receive() })
    if r.channel == events then return r.value.kind .. " " .. r.value.reason end
    process.send(r.value:from(), "echo", prefix .. r.value:payload():data()[1])
  end
end }
"""

EXPECTED: dict[str, Any] = {
    "talks": [["answer", number, True, True] for number in (1, 2, 3)],
    "listens": ["first", "second"],
    "monitors": [True, True, 42, True, "EXIT", True, "normal", True],
    "monitors_failure": ["pid.exit", "Conflict", "broken", False, "broken"],
    "monitors_later": [True, True, "Canceled", "workflow terminated"],
    "unmonitors": [True, False],
    "cancels": [True, True, "cancelled: too late"],
    "linked_trapping": [True, True, "LINK_DOWN", "broken"],
    "linked_and_monitored": ["pid.exit", "pid.link.down"],
    "linked_normal_end": ["pid.exit"],
    "links_later": ["pid.link.down", True],
    "unlinks": ["alive"],
    "unknown_targets": [
        ["could not resolve 'nobody' as PID or registered name", "NotFound"],
        ["workflow not found for ID: no-such-workflow", ""],
        ["target workflow ID is empty", "Invalid"],
        ["could not resolve '{elsewhere@app:other|x}' as PID or registered name", "NotFound"],
        ["Internal", False],
    ],
    "names": ["by name", True],
    "processes": ["hello world", True, True, "pid.cancel done"],
    "process_terminated": ["Canceled", "NotFound"],
    "process_result": [3, True, "Internal"],
}


def process_entry(name: str) -> str:
    return f"""\
  - name: {name}
    kind: process.lua
    source: file://{name}.lua
    method: main
"""


def function_files() -> dict[str, str]:
    files = {
        f"{name}.lua": f"return {{ main = function()\n{source}\nend }}\n"
        for name, source in FUNCTIONS.items()
    }
    return files | {
        "answering.lua": ANSWERING,
        "sending.lua": SENDING,
        "caller.lua": CALLER,
        "echo.lua": ECHO,
        "sum.lua": "return { main = function(a, b) return a + b end }",
    }


def index(head: str = HEAD) -> str:
    entries = [workflow_entry(name, "funcs, time") for name in ("answering", "sending", "caller")]
    entries += [activity_entry(name, "time") for name in FUNCTIONS]
    entries += [process_entry(name) for name in ("echo", "sum")]
    return head + "".join(entries)


@pytest.fixture(scope="module")
def app(
    tmp_path_factory: pytest.TempPathFactory, temporal_env: Any, on_loop: Callable[..., Any]
) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("mailboxes")
    files = {"_index.yaml": index(), **function_files()}
    context = running(compile_files(folder, files), temporal_env)
    yield on_loop(context.__aenter__())
    on_loop(context.__aexit__(None, None, None))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_functions(app: Running, on_loop: Callable[..., Any], name: str) -> None:
    assert on_loop(app.run("caller", f"app:{name}")) == EXPECTED[name]


def test_a_failed_link_ends_the_function(app: Running, on_loop: Callable[..., Any]) -> None:
    failure = on_loop(app.failure("caller", "app:linked_to_the_end"))
    assert failure.message == "linked process failed"


def test_sending_to_a_function_that_has_ended(app: Running, on_loop: Callable[..., Any]) -> None:
    pid = f"{{{NODE}@app:gone#lua.1|1}}"
    assert on_loop(app.run("sending", pid)) == {
        "kind": "NotFound",
        "message": f"process not found: {pid}",
    }


# Workflows and functions on workers, and thus in processes, of their own.
TWO_WORKERS = (
    HEAD
    + """\
  - name: worker_for_functions
    kind: temporal.worker
    client: app:client
    task_queue: QUEUE-functions
    lifecycle: {auto_start: true}
"""
)
ELSEWHERE = """
return { main = function(name)
  local executor = funcs.new():with_options({ ["activity.task_queue"] = "QUEUE-functions" })
  local value, err = executor:call(name)
  if err then error(err) end
  return value
end }
"""


@contextmanager
def worker_process(package: str, source: Path, target: str, worker: str) -> Iterator[None]:
    environ = {
        **os.environ,
        "TEMPORAL_ADDRESS": target,
        "PYTHONPATH": os.pathsep.join([str(source), *filter(None, sys.path)]),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", package, "--only", worker, "--log-level", "error"], env=environ
    )
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(30) == 0


def test_workflows_answer_functions_of_another_process(
    tmp_path: Path, temporal_env: Any, on_loop: Callable[..., Any]
) -> None:
    text = index(TWO_WORKERS)
    for name in FUNCTIONS:
        text = text.replace(
            activity_entry(name, "time"),
            activity_entry(name, "time").replace("app:worker", "app:worker_for_functions"),
        )
    files = {"_index.yaml": text, **function_files(), "caller.lua": ELSEWHERE}
    compiled = compile_files(tmp_path, files)
    target = temporal_env.client.service_client.config.target_host
    app = Running(compiled, text_client(temporal_env.client))
    gone = f"{{wippyc-reply-{uuid.uuid4()}@app:gone#lua.1|1}}"

    async def act() -> Any:
        waiting = await app.start("sending", gone)
        results = [
            await app.run("caller", f"app:{name}") for name in ("talks", "listens", "monitors")
        ]
        return results, await app.result(waiting)

    source = compiled.folder / "src"
    with (
        worker_process(compiled.package, source, target, "app:worker"),
        worker_process(compiled.package, source, target, "app:worker_for_functions"),
    ):
        results, unreachable = on_loop(act())
    assert results == [EXPECTED["talks"], EXPECTED["listens"], EXPECTED["monitors"]]
    assert unreachable == {"kind": "NotFound", "message": f"process not found: {gone}"}


def text_client(client: Client) -> Client:
    return Client(
        client.service_client, namespace=client.namespace, data_converter=text_data_converter
    )
