"""Processes in workflows as Wippy documents them: spawning, messages, events, updates, upgrade."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import (
    WorkflowExecutionStatus,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
)

from tests.compiled.application import Running
from tests.compiled.forms import Form, main_of, outcomes, run_with


async def approve(app: Running, entry: str) -> Any:
    handle = await app.start(entry)
    await handle.signal("note", "ignored")
    await handle.signal("approve", {"approved_by": "admin"})
    return await app.result(handle)


async def mixed_signals(app: Running, entry: str) -> Any:
    handle = await app.start(entry, start_signal="item", start_signal_args=["first"])
    for number in range(3):
        await handle.signal("item", number)
    await handle.signal("pair", args=[1, 2])
    await handle.signal("other", "x")
    await handle.signal("stop", args=[])
    return await app.result(handle)


async def updates(app: Running, entry: str) -> Any:
    handle = await app.start(entry)
    first = await handle.execute_update("bump", {"by": 2}, id="u-1")
    failures = []
    for value in ("refuse", "break"):
        with pytest.raises(WorkflowUpdateFailedError) as failed:
            await handle.execute_update("bump", value)
        failures.append(failed.value.cause.message)  # type: ignore[attr-defined]
    nothing = await handle.execute_update("bump", {"by": 0})
    await handle.signal("bump", {"by": 5})
    await handle.execute_update("bump", {"by": 1, "last": True})
    return [first, failures, nothing, await app.result(handle)]


async def cancel_twice(app: Running, entry: str) -> Any:
    handle = await app.start(entry)
    await handle.signal("ready")
    await handle.cancel()
    await handle.cancel()
    result = await app.result(handle)
    status = (await handle.describe()).status
    assert status == WorkflowExecutionStatus.COMPLETED
    return result


async def cancelled_failure(app: Running, entry: str) -> Any:
    failure_task = asyncio.create_task(_failure_after_cancel(app, entry))
    return await failure_task


async def _failure_after_cancel(app: Running, entry: str) -> Any:
    from temporalio.client import WorkflowFailureError

    handle = await app.start(entry)
    await handle.cancel()
    with pytest.raises(WorkflowFailureError) as failed:
        await app.result(handle)
    cause = failed.value.cause
    return [type(cause).__name__, cause.message, cause.type]  # type: ignore[attr-defined]


async def queries(app: Running, entry: str) -> Any:
    handle = await app.start(entry)
    answers = [await handle.query("state"), await handle.query("pid") == handle.id]
    with pytest.raises(WorkflowQueryFailedError, match="unknown query type: total"):
        await handle.query("total")
    stack = await handle.query("__stack_trace")
    await handle.signal("stop")
    await app.result(handle)
    return [*answers, f"{entry}.lua:2:" in stack and "in function 'main'" in stack]


FORMS = [
    Form(
        "spawn on a worker entry, current event fields",
        main_of("""
          local pid, err = process.spawn("app:child", "app:worker", "return", { total = 3 })
          local event = process.events():receive()
          return { err == nil, event.kind == process.event.EXIT, event.from == pid,
            event.result.value.total, event.result.error == nil, type(event.at),
            string.match(pid, "^{app:client@app:worker|") ~= nil }
        """),
        [True, True, True, 3, True, "number", True],
    ),
    Form(
        "spawn on temporal:queue, older event fields",
        main_of("""
          local child_pid = process.spawn("app:child", "temporal:QUEUE", "return", 1)
          local events = process.events()
          local seen = {}
          for event in events:iter() do
            if event.pid == child_pid and event.type == "EXIT" then
              if event.reason == "normal" then table.insert(seen, "completed") end
              break
            end
          end
          local failing = process.spawn("app:child", "temporal:QUEUE", "fail")
          for event in events:iter() do
            if event.pid == failing and event.type == "EXIT" then
              if event.reason ~= "normal" then table.insert(seen, event.reason) end
              break
            end
          end
          return seen
        """),
        ["completed", "broken"],
    ),
    Form(
        "spawn on a literal queue and on the own one",
        main_of("""
          local first = process.spawn("app:child", workflow.info().task_queue, "return", "a")
          local second = process.spawn("app:child", "", "return", "b")
          local ends = {}
          for _ = 1, 2 do
            local event = process.events():receive()
            ends[event.from == first and 1 or 2] = event.result.value
          end
          return { ends, string.find(second, "@app:worker|", 1, true) ~= nil }
        """),
        [["a", "b"], True],
    ),
    Form(
        "failure of a child",
        main_of("""
          local pid = process.spawn_monitored("app:child", "app:worker", "fail")
          local err = process.events():receive().result.error
          return { err:kind(), err:message(), err:retryable(), err:details().at,
            err:details()._wrapper, err:details()._workflow_type, err:details()._retry_state,
            errors.is(err, errors.CONFLICT), tostring(err) }
        """),
        [
            "Conflict",
            "broken",
            False,
            "child",
            "child_workflow",
            "app:child",
            "RetryPolicyNotSet",
            True,
            "broken",
        ],
    ),
    Form(
        "every kind of spawn reports the end",
        main_of("""
          local count = 0
          for _, spawn in ipairs({ process.spawn, process.spawn_monitored,
              process.spawn_linked, process.spawn_linked_monitored }) do
            local pid = spawn("app:child", "app:worker", "return", count)
            local event = process.events():receive()
            if event.from == pid and event.result.value == count then count = count + 1 end
          end
          return count
        """),
        4,
    ),
    Form(
        "exec of a child, both ways",
        main_of("""
          local a = process.exec("app:child", "app:worker", "return", 1)
          local b = workflow.exec("app:child", "return", 2)
          local none, err = workflow.exec("app:child", "raise")
          local other, problem = process.exec("app:child", "app:worker", "fail")
          return { a, b, none == nil, err:kind(), err:message(), err:retryable(),
            problem:kind(), problem:retryable() }
        """),
        [1, 2, True, "Internal", "app:child:9: child blew up", True, "Conflict", False],
    ),
    Form(
        "wrong arguments of exec and spawn",
        main_of("""
          local texts = {}
          local function note(_, err) table.insert(texts, err:kind() .. ": " .. err:message()) end
          note(workflow.exec(""))
          note(workflow.exec("child"))
          note(process.exec("app:child"))
          note(process.exec("app:child", ""))
          note(process.exec("child", "app:worker"))
          note(process.spawn("app:child"))
          note(process.spawn_linked("app:child"))
          note(process.spawn("app:child", "app:worker", { 1, x = 2 }))
          note(process.with_options({ ["workflow.run_timeout"] = "soon" })
            :spawn("app:child", "app:worker"))
          return texts
        """),
        [
            "Invalid: workflow ID required",
            "Invalid: invalid workflow ID format (namespace:name required)",
            "Invalid: exec requires id and host arguments",
            "Invalid: host ID required",
            "Invalid: invalid process ID format (namespace:name required)",
            "Invalid: spawn requires at least id and host arguments",
            "Invalid: spawn_linked requires at least id and host arguments",
            "Internal: failed to convert arguments: error converting payload at index 0: error "
            "transcoding value: failed to encode to JSON: cannot encode mixed-key table: table has "
            "both numeric and non-numeric keys",
            ": invalid temporal child workflow options for app:child: workflow.run_timeout must be "
            'a duration string (e.g. "5s"): time: invalid duration "soon"',
        ],
    ),
    Form(
        "spawner: options, name, messages, context",
        main_of("""
          local own = workflow.info().workflow_id
          local base = process.with_options({ ["temporal.workflow.id"] = own .. "-a" })
          local first, err = base:with_message("x", 1):with_message("y", "two")
            :with_message("stop"):spawn("app:child", "app:worker", "collect")
          local seen = process.events():receive().result.value
          local second = process.with_context({ tenant = "t1" })
            :with_options({ ["workflow.execution_timeout"] = "30s", ["workflow.summary"] = "s" })
            :with_context({ level = 2 })
            :with_name(own .. "-b"):spawn_monitored("app:child", "app:worker", "context")
          local context = process.events():receive().result.value
          return { first == "{app:client@app:worker|" .. own .. "-a}", seen,
            second == "{app:client@app:worker|" .. own .. "-b}", context }
        """),
        [True, ["x=1", "y=two"], True, {"tenant": "t1", "level": 2}],
    ),
    Form(
        "options of children: conflict, timeout, parent close policy",
        main_of("""
          local own = workflow.info().workflow_id
          local spawner = process.with_options({ ["workflow.id"] = own .. "-c",
            ["workflow.parent_close_policy"] = "request_cancel",
            ["workflow.execution_timeout"] = 400 })
          local pid = spawner:spawn("app:child", "app:worker", "hang")
          local none, err = spawner:spawn("app:child", "app:worker", "hang")
          local event = process.events():receive()
          local timeout = event.result.error
          return { err:message(), err:kind(), err:details()._wrapper, timeout:kind(),
            timeout:message(), timeout:retryable() }
        """),
        [
            "child workflow execution already started",
            "Internal",
            "child_workflow",
            "Timeout",
            "Child workflow timeout",
            False,
        ],
    ),
    Form(
        "conversation with a child by process.send",
        main_of("""
          local child = process.spawn("app:child", "app:worker", "answer")
          local ok, err = process.send(child, "question", { n = 6 })
          local msg = process.inbox():receive()
          local data = msg:payload():data()
          local event = process.events():receive()
          return { ok, err == nil, msg:topic(), data.got.n, msg:from() == data.by,
            event.result.value == process.pid() }
        """),
        [True, True, "answer", 6, True, True],
    ),
    Form(
        "messages that cannot be sent",
        main_of("""
          local texts = {}
          local function note(ok, err)
            table.insert(texts, tostring(ok) .. " " .. err:kind() .. ": " .. err:message())
          end
          note(process.send("order-77", "hello"))
          note(process.send("{app:client@app:worker|no-such-workflow}", "hello"))
          note(process.send("{app:client@app:worker|x}", "@inbox"))
          note(process.send("{app:client@app:worker|x}"))
          note(process.cancel("{app:client@app:worker|no-such-workflow}"))
          note(process.terminate("{app:client@app:worker|no-such-workflow}"))
          note(process.send("{update|7}", "ack"))
          note(process.listen(""))
          note(process.listen("@events"))
          local to_self = process.send(process.pid(), "hello")
          return { texts, to_self }
        """),
        [
            [
                "nil NotFound: could not resolve 'order-77' as PID or registered name",
                "nil Internal: unknown external workflow execution",
                "nil Invalid: cannot send to @ topics",
                "nil Invalid: send requires at least destination and topic arguments",
                "nil Internal: unknown external workflow execution",
                "nil Internal: unknown external workflow execution",
                "nil : unknown update: 7",
                "nil Invalid: topic cannot be empty",
                "nil Invalid: cannot listen to @ topics",
            ],
            True,
        ],
    ),
    Form(
        "linking and monitoring are refused",
        main_of("""
          local texts = {}
          for _, name in ipairs({ "monitor", "unmonitor", "link", "unlink" }) do
            local ok, err = process[name]("{app:client@app:worker|x}")
            table.insert(texts, err:message())
          end
          return texts
        """),
        [
            "process.monitor not supported in workflow context: "
            "child workflows are automatically monitored",
            "process.unmonitor not supported in workflow context",
            "process.link not supported in workflow context: "
            "Temporal doesn't support bidirectional linking",
            "process.unlink not supported in workflow context",
        ],
    ),
    Form(
        "inbox until a topic",
        main_of("""
          local inbox = process.inbox()
          while true do
            local msg = inbox:receive()
            if msg:topic() == "approve" then
              local data = msg:payload():data()
              return { data.approved_by, msg:from() }
            end
          end
        """),
        ["admin", ""],
        approve,
    ),
    Form(
        "listen to data, the inbox gets the rest",
        main_of("""
          local items, pairs_ = process.listen("item"), process.listen("pair")
          local stop = process.listen("stop")
          local inbox, seen = process.inbox(), {}
          for _ = 1, 4 do table.insert(seen, (items:receive())) end
          local pair = pairs_:receive()
          local none, ok = stop:receive()
          local msg = inbox:receive()
          return { seen, pair, none == nil and ok, msg:topic(), msg:payload():data(),
            process.listen("item") == items }
        """),
        [["first", 0, 1, 2], [1, 2], True, "other", "x", True],
        mixed_signals,
    ),
    Form(
        "listen to messages",
        main_of("""
          local items = process.listen("item", { message = true })
          local msg = items:receive()
          local pair = process.listen("pair", { message = true }):receive()
          local stop = process.listen("stop", { message = true }):receive()
          return { msg:topic(), msg:payload():data(), msg:from(), #pair:payload(),
            pair:payload()[2]:data(), stop:payload() == nil, tostring(pair) }
        """),
        ["item", "first", "", 2, 2, True, "process.Message{topic=pair}"],
        mixed_signals,
    ),
    Form(
        "unlisten gives later messages to the inbox",
        main_of("""
          local items, seen = process.listen("item"), {}
          table.insert(seen, (items:receive()))
          local done = process.unlisten(items)
          repeat
            local value, open = items:receive()
            if open then table.insert(seen, value) end
          until not open
          local inbox = process.inbox()
          repeat
            local msg = inbox:receive()
            if msg:topic() == "item" then table.insert(seen, (msg:payload():data())) end
          until msg:topic() == "stop"
          return { seen, done, process.listen("item") ~= items }
        """),
        [["first", 0, 1, 2], True, True],
        mixed_signals,
    ),
    Form(
        "updates and signals served by one listener",
        main_of("""
          local bumps, total, refused, plain = process.listen("bump", { message = true }), 0, {}, 0
          while true do
            local msg = bumps:receive()
            local input, from = msg:payload():data(), msg:from()
            if input == "refuse" then
              process.send(from, "nak", "not now")
              table.insert(refused, (select(2, process.send(from, "ok"))):message()
                == "unknown update: " .. string.match(from, "|(.*)}"))
            elseif input == "break" then
              local _, early = process.send(from, "ok", 1)
              process.send(from, "ack")
              process.send(from, "error", early:message())
            elseif from == "" then
              plain, total = plain + 1, total + input.by
            else
              process.send(from, "ack")
              total = total + input.by
              if input.by == 0 then
                process.send(from, "ok")
              else
                process.send(from, "ok", { value = total, from = from })
              end
              if input.last then return { total, plain, refused } end
            end
          end
        """),
        [
            {"value": 2, "from": "{update|u-1}"},
            ["not now", "update not accepted (state: pending)"],
            None,
            [8, 1, [True]],
        ],
        updates,
    ),
    Form(
        "cancellation is an event and interrupts nothing",
        main_of("""
          local ready = process.listen("ready")
          ready:receive()
          local started = time.now()
          time.sleep("150ms")
          local slept = time.now():sub(started):milliseconds()
          local event = process.events():receive()
          local r = channel.select({ process.events():case_receive(), default = true })
          return { event.kind, event.type, event.from, type(event.at), slept >= 140, r.default,
            (funcs.call("app:double", 4)) }
        """),
        ["pid.cancel", "CANCEL", "{|topology}", "string", True, True, 8],
        cancel_twice,
    ),
    Form(
        "ending as cancelled",
        main_of("""
          process.events():receive()
          return nil, errors.new({ message = "stopped by request", kind = errors.CANCELED })
        """),
        ["ApplicationError", "stopped by request", "Canceled"],
        cancelled_failure,
    ),
    Form(
        "cancel and terminate of a child",
        main_of("""
          local values = {}
          for _, stop in ipairs({ process.cancel, process.terminate }) do
            local pid = process.spawn("app:child", "app:worker", "cancel")
            local ok, err = stop(pid, "no longer needed")
            local event = process.events():receive()
            table.insert(values, { ok, err == nil, event.from == pid, event.result.value })
          end
          return values
        """),
        [[True, True, True, "pid.cancel"], [True, True, True, "pid.cancel"]],
    ),
    Form(
        "continue-as-new with state",
        main_of("""
          local state = a or { runs = 0, ids = {} }
          state.runs = state.runs + 1
          state.ids[state.runs] = workflow.info().run_id
          if state.runs < 4 then process.upgrade(nil, state) end
          return { state.runs, #state.ids, state.ids[1] ~= state.ids[4] }
        """),
        [4, 4, True],
    ),
    Form(
        "continue-as-new as another entry",
        main_of("""
          if a == nil then process.upgrade("", "self") end
          process.upgrade("app:child", "return", { from = a })
        """),
        {"from": "self"},
    ),
    Form(
        "own identity",
        main_of("""
          local info = workflow.info()
          return { process.id() == info.workflow_type,
            process.pid() == "{app:client@app:worker|" .. info.workflow_id .. "}" }
        """),
        [True, True],
    ),
    Form(
        "options and names of a process",
        main_of("""
          local values = { process.get_options().trap_links,
            process.set_options({ trap_links = true }), process.get_options().trap_links }
          for _, bad in ipairs({ { trap_links = 1 }, { upgradable = true } }) do
            local ok, err = process.set_options(bad)
            table.insert(values, err:message())
          end
          table.insert(values, (process.registry.register("me")))
          table.insert(values, process.registry.lookup("me") == process.pid())
          table.insert(values, process.registry.unregister("me"))
          local _, err = process.registry.lookup("me")
          table.insert(values, err:message())
          return values
        """),
        [
            False,
            True,
            True,
            "trap_links must be a boolean",
            "option upgradable is not supported",
            True,
            True,
            True,
            "name not registered",
        ],
    ),
    Form(
        "queries",
        main_of("""  process.inbox():receive()
        """),
        [{}, True, True],
        queries,
    ),
    Form(
        "context of the caller reaches activities and children",
        main_of("""
          local inner = process.with_context({ region = "eu" })
          inner:spawn("app:child", "app:worker", "context")
          local child = process.events():receive().result.value
          local activity = funcs.new():with_context({ step = 2 }):call("app:context")
          local _, err = ctx.get("missing")
          return { child, activity, next((ctx.all())) == nil, err:kind(), err:message() }
        """),
        [{"region": "eu"}, {"step": 2}, True, "NotFound", "key not found: missing"],
    ),
    Form(
        "attributes and memo",
        main_of("""
          local ok, err = workflow.attrs({ memo = { step = "packed", n = 2 } })
          local texts = {}
          for _, bad in ipairs({ {}, { search = 1 }, { memo = "x" },
              { search = { k = { 1, 2 } } }, { search = { k = { a = 1 } } } }) do
            local none, problem = workflow.attrs(bad)
            table.insert(texts, problem:message())
          end
          return { ok, texts }
        """),
        [
            True,
            [
                "at least one of search or memo required",
                "search must be a table",
                "memo must be a table",
                'search attribute "k": keyword list item at index 0 must be string, got int64',
                'search attribute "k": unsupported value type map[string]interface {}',
            ],
        ],
    ),
    Form(
        "input of several values with holes",
        main_of("return { a == nil, b, c == nil }"),
        [True, "x", True],
        run_with(None, "x"),
    ),
]


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory, temporal_env: Any, on_loop: Callable[..., Any]
) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("processes")
    return on_loop(outcomes(folder, temporal_env, FORMS))


@pytest.mark.parametrize("form", [pytest.param(form, id=form.name) for form in FORMS])
def test_form(form: Form, found: dict[str, Any]) -> None:
    outcome = found[form.name]
    if isinstance(outcome, BaseException):
        raise outcome
    assert outcome == form.expected
