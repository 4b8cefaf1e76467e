"""Every form that Wippy's Temporal documentation shows, each with a program that uses it.

Both generations of the documentation count: the current one (`activity.*` keys, worker entries as
hosts, `event.kind`) and the older one (unprefixed keys, `temporal:queue`, `event.type`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.application import HEAD, Running, activity_entry, workflow_entry

ECHO = """
local function main(...)
  local count = select("#", ...)
  return { args = count < 3 and { ... } or nil, count = count }
end
return { main = main }
"""
FAIL = """
local function main(kind, retryable)
  return nil, errors.new({ message = "no such order", kind = kind, retryable = retryable,
    details = { id = 7 } })
end
return { main = main }
"""
FLAKY = """
local count = 0
local function main(succeed_at)
  count = count + 1
  if count < succeed_at then error("attempt " .. count) end
  return count
end
return { main = main }
"""


def application(workflow: str, *, head: str = HEAD, extra: str = "") -> dict[str, str]:
    """One workflow `app:flow` and the activities above."""
    entries = workflow_entry("flow") + activity_entry("echo") + activity_entry("fail")
    entries += activity_entry("flaky") + activity_entry("nearby", local=True)
    return {
        "_index.yaml": head + entries + extra,
        "flow.lua": workflow,
        "echo.lua": ECHO,
        "fail.lua": FAIL,
        "flaky.lua": FLAKY,
        "nearby.lua": ECHO,
    }


OLDER_HEAD = """\
version: "1.0"
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: QUEUE
    workflows: true
    activities: true
    lifecycle:
      auto_start: true
"""

# name, Lua of the workflow, input, expected result
RESULTS: list[tuple[str, str, tuple[Any, ...], Any]] = [
    (
        "call an activity",
        'local function main(x) local r, err = funcs.call("app:echo", x, "b") return r.args end\n'
        "return { main = main }",
        ("a",),
        ["a", "b"],
    ),
    (
        "return main itself",
        "return function(x) return x + 1 end",
        (41,),
        42,
    ),
    (
        "require of modules",
        'local funcs = require("funcs")\nlocal time = require("time")\n'
        "local function main(order)\n"
        '  local payment, err = funcs.call("app:echo", order.total)\n'
        "  if err then return nil, err end\n"
        '  time.sleep("10ms")\n'
        "  return { got = payment.args[1] }\nend\nreturn { main = main }",
        ({"total": 5},),
        {"got": 5},
    ),
    (
        "executor with current option keys",
        "local function main()\n"
        "  local executor = funcs.new():with_options({\n"
        '    ["activity.start_to_close_timeout"] = "30s",\n'
        '    ["activity.retry_policy"] = { maximum_attempts = 3, initial_interval = 10 },\n'
        "  })\n"
        '  local r, err = executor:call("app:flaky", 3)\n'
        "  return r\nend\nreturn { main = main }",
        (),
        3,
    ),
    (
        "executor with older option keys",
        "local function main()\n"
        "  local executor = funcs.new()\n"
        "  executor = executor:with_options({\n"
        '    start_to_close_timeout = "30s",\n'
        '    retry_policy = { max_attempts = 2, initial_interval = "10ms",\n'
        '      backoff_coefficient = 2.0, max_interval = "1m" },\n'
        "  })\n"
        '  local r, err = executor:call("app:flaky", 5)\n'
        "  return { failed = r == nil, kind = err:kind(), message = err:message() }\n"
        "end\nreturn { main = main }",
        (),
        {"failed": True, "kind": "Internal", "message": "app:flaky:5: attempt 2"},
    ),
    (
        "options known at run time only",
        "local function main(attempts)\n"
        "  local executor = funcs.new():with_options({\n"
        '    ["temporal.activity.start_to_close_timeout"] = "30s",\n'
        '    ["activity.retry_policy"] = { maximum_attempts = attempts, initial_interval = 10 },\n'
        "  })\n"
        '  local r, err = executor:call("app:flaky", 2)\n'
        "  return { value = r, message = err and err:message() }\nend\nreturn { main = main }",
        (1,),
        {"message": "app:flaky:5: attempt 1"},
    ),
    (
        "bad options are an error of the call",
        "local function main(t)\n"
        '  local r, err = funcs.new():with_options({ ["activity.start_to_close_timeout"] = t })\n'
        '    :call("app:echo")\n'
        "  return { r == nil, err:message() }\nend\nreturn { main = main }",
        ("soon",),
        [
            True,
            "invalid temporal activity options for app:echo: activity.start_to_close_timeout must "
            'be a duration string (e.g. "5s"): time: invalid duration "soon"',
        ],
    ),
    (
        "local activity",
        'local function main() return (funcs.call("app:nearby", 1)).count end\n'
        "return { main = main }",
        (),
        1,
    ),
    (
        "error of an activity",
        "local function main()\n"
        '  local r, err = funcs.call("app:fail", errors.NOT_FOUND, false)\n'
        "  return { tostring(err), err:kind(), err:retryable(), err:details().id,\n"
        '    err:details()._wrapper, errors.is(err, "NotFound"), type(err) }\n'
        "end\nreturn { main = main }",
        (),
        ["no such order", "NotFound", False, 7, "activity", True, "userdata"],
    ),
    (
        "compensation",
        "local function main(input)\n"
        '  local result, err = funcs.call("app:fail", "Invalid", false)\n'
        "  if err then\n"
        '    funcs.call("app:echo", { error = tostring(err), input = input })\n'
        '    return { status = "failed", error = tostring(err) }\n'
        "  end\n  return result\nend\nreturn { main = main }",
        (1,),
        {"status": "failed", "error": "no such order"},
    ),
    (
        "workflow.info",
        "local workflow = require('workflow')\n"
        "local function main()\n"
        "  local info = workflow.info()\n"
        "  return { info.workflow_type, type(info.workflow_id), type(info.run_id), info.attempt,\n"
        "    info.namespace, type(info.task_queue), info.start_time ~= nil }\n"
        "end\nreturn { main = main }",
        (),
        ["app:flow", "string", "string", 1, "default", "string", True],
    ),
    (
        "workflow.version of a new execution",
        "local function main()\n"
        '  local version = workflow.version("change-id", 1, 2)\n'
        "  if version == 2 then return 'new' end\n  return 'old'\nend\nreturn { main = main }",
        (),
        "new",
    ),
    (
        "history length and size",
        "local function main()\n"
        "  local length, size = workflow.history_length(), workflow.history_size()\n"
        "  return { length > 0, size > 0 }\nend\nreturn { main = main }",
        (),
        [True, True],
    ),
    (
        "memo",
        "local function main()\n"
        "  local ok, err = workflow.attrs({ memo = { customer_id = '123' } })\n"
        "  return { ok, err == nil }\nend\nreturn { main = main }",
        (),
        [True, True],
    ),
    (
        "durable sleeps in every unit",
        "local function main()\n"
        '  time.sleep("5ms") time.sleep(3 * time.MILLISECOND) time.sleep(1000000)\n'
        '  time.sleep(time.parse_duration("2ms")) time.sleep(0)\n'
        "  return true\nend\nreturn { main = main }",
        (),
        True,
    ),
    (
        "several arguments and nil holes",
        "local function main(a, b, c) return { a == nil, b, c == nil,\n"
        '  (funcs.call("app:echo", nil, b, nil)).count } end\nreturn { main = main }',
        (None, "x"),
        [True, "x", True, 3],
    ),
]


@pytest.mark.parametrize(
    ("workflow", "arguments", "expected"),
    [pytest.param(*row[1:], id=row[0]) for row in RESULTS],
)
def test_form_gives_documented_result(
    workflow: str, arguments: tuple[Any, ...], expected: Any, on_server: Callable[..., Any]
) -> None:
    async def act(app: Running) -> Any:
        return await app.run("flow", *arguments)

    assert on_server(application(workflow), act) == expected


def test_older_worker_without_client_uses_the_default_connection(
    on_server: Callable[..., Any],
) -> None:
    files = application(
        'return function() return (funcs.call("app:echo", 1)).count end', head=OLDER_HEAD
    )
    files[".wippy.yaml"] = "temporal:\n  address: 127.0.0.1:1\n  namespace: nowhere\n"

    async def act(app: Running) -> Any:
        return await app.run("flow")

    # The environment's TEMPORAL_ADDRESS goes before `.wippy.yaml`.
    assert on_server(files, act) == 1


def test_returned_error_fails_the_workflow_with_its_kind(on_server: Callable[..., Any]) -> None:
    source = """
    return function(kind)
      return nil, errors.new({ message = "out of stock", kind = kind, retryable = false })
    end
    """

    async def act(app: Running) -> Any:
        return await app.failure("flow", "Conflict")

    failure = on_server(application(source), act)
    assert (failure.message, failure.type, failure.non_retryable) == (
        "out of stock",
        "Conflict",
        True,
    )
    assert failure.details[0]["errors"][0]["kind"] == "Conflict"


def test_runtime_error_of_a_workflow_shows_lua_lines(on_server: Callable[..., Any]) -> None:
    source = (
        "local function total(order)\n  return order.lines.count + 1\nend\n"
        "return { main = function(order) return { total(order) } end }\n"
    )

    async def act(app: Running) -> Any:
        return await app.failure("flow", {"lines": None})

    failure = on_server(application(source), act)
    assert failure.message == (
        "app:flow:2: attempt to index a non-table object(nil) with key 'count'"
    )
    assert failure.type == "Internal"
    stack = failure.failure.stack_trace
    assert "flow.lua:2:10: in function 'total'" in stack
    assert "flow.lua:4:" in stack


def test_runtime_error_of_an_activity_shows_lua_lines(on_server: Callable[..., Any]) -> None:
    files = application(
        "return function()\n"
        "  local r, err = funcs.new():with_options({ max_attempts = 1,\n"
        '    ["activity.retry_policy"] = { maximum_attempts = 1 } }):call("app:echo2", { a = 1 })\n'
        "  return { err:kind(), err:message() }\nend",
        extra=activity_entry("echo2"),
    )
    files["echo2.lua"] = "local function main(x)\n  return x.missing.field\nend\nreturn main\n"

    async def act(app: Running) -> Any:
        return await app.run("flow")

    assert on_server(files, act) == [
        "Internal",
        "app:echo2:2: attempt to index a non-table object(nil) with key 'field'",
    ]
