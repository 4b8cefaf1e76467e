"""Corners of workflows: state, errors that cross borders, control flow through waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.examples import failure_of, outcome_of
from tests.compiled.forms import Form, main_of, outcomes, run_with


async def failing(app: Running, entry: str) -> Any:
    failure = await failure_of(app, await app.start(entry))
    return [failure.type, failure.message, failure.non_retryable]


async def twice_at_once(app: Running, entry: str) -> Any:
    return await asyncio.gather(app.run(entry, 3), app.run(entry, 4))


async def early_update(app: Running, entry: str) -> Any:
    handle = await app.start(entry)
    answers = await asyncio.gather(
        *(handle.execute_update("add", number) for number in (1, 2, 3)),
    )
    return sorted(answers), await app.result(handle)


async def cancel_while_calling(app: Running, entry: str) -> Any:
    handle = await app.start(entry)
    await asyncio.sleep(0.05)
    await handle.cancel()
    return await app.result(handle)


async def odd_signals(app: Running, entry: str) -> Any:
    handle = await app.start(entry)
    for value in ("héllo \U0001f600", "", [], {}, None, [[]], 1.5, 2**53 + 1, True):
        await handle.signal("value", value)
    return await app.result(handle)


FORMS = [
    Form(
        "upgrade passes every pcall",
        main_of("""
          if a == "again" then return "second run" end
          local ok = pcall(function()
            pcall(process.upgrade, nil, "again")
            error("not reached")
          end)
          return ok
        """),
        "second run",
    ),
    Form(
        "upgrade from a spawned coroutine",
        main_of("""
          if a then return a end
          coroutine.spawn(function() time.sleep("1ms") process.upgrade(nil, "from coroutine") end)
          process.inbox():receive()
        """),
        "from coroutine",
    ),
    Form(
        "an error value that is a table",
        main_of("error({ code = 7 })"),
        ["Internal", "table", False],
        lambda app, entry: _with_table(app, entry),
    ),
    Form("a second result that is no error", main_of("return 5, { code = 1 }"), 5),
    Form("a second result that is false", main_of("return 6, false"), 6),
    Form(
        "a text as second result fails for good",
        main_of('return { partial = true }, "not finished"'),
        ["Internal", "not finished", True],
        failing,
    ),
    Form(
        "a wrapped error keeps the inner kind",
        main_of("""
          local _, err = funcs.call("app:fail", "RateLimited", false)
          return nil, errors.wrap(err, "while ordering")
        """),
        ["RateLimited", "no such order", True],
        failing,
    ),
    Form(
        "a raised error object keeps its kind",
        main_of("""
          local _, err = funcs.call("app:fail", "Unavailable", false)
          error(err)
        """),
        ["Unavailable", "no such order", True],
        failing,
    ),
    Form(
        "arguments that cannot be encoded end the workflow past pcall",
        main_of("""
          pcall(function() funcs.call("app:echo", { 1, x = 2 }) end)
          return "survived"
        """),
        [
            "Internal",
            "failed to convert arguments: error converting payload at index 0: error transcoding "
            "value: failed to encode to JSON: cannot encode mixed-key table: table has both "
            "numeric and non-numeric keys",
            True,
        ],
        failing,
    ),
    Form(
        "a result that cannot be encoded",
        main_of("return { 1, nil, 3, x = 1 }"),
        [
            "Internal",
            "failed to encode result: error converting payload at index 0: error transcoding "
            "value: failed to encode to JSON: cannot encode mixed-key table: table has both "
            "numeric and non-numeric keys",
            True,
        ],
        failing,
    ),
    Form(
        "state of the file belongs to one execution",
        "local count, seen = 0, {}\nlocal function step()\n  count = count + 1\n"
        "  seen[count] = (funcs.call('app:double', count))\nend\n"
        "return function(n)\n  for _ = 1, n do step() end\n  return { count, seen }\nend\n",
        [[3, [2, 4, 6]], [4, [2, 4, 6, 8]]],
        twice_at_once,
    ),
    Form(
        "globals belong to one execution",
        "total = 0\nfunction add(n) total = total + n end\n"
        "return function(n) for i = 1, n do add(i) time.sleep('1ms') end return total end\n",
        [6, 10],
        twice_at_once,
    ),
    Form(
        "updates that come before the first listen",
        main_of("""
          time.sleep("200ms")
          local adds, total = process.listen("add", { message = true }), 0
          for _ = 1, 3 do
            local msg = adds:receive()
            process.send(msg:from(), "ack")
            total = total + msg:payload():data()
            process.send(msg:from(), "ok", msg:payload():data() * 10)
          end
          return total
        """),
        [[10, 20, 30], 6],
        early_update,
    ),
    Form(
        "cancellation leaves a running activity alone",
        main_of("""
          local value = funcs.call("app:slow", "300ms")
          local event = process.events():receive()
          return { value, event.kind }
        """),
        ["slow", "pid.cancel"],
        cancel_while_calling,
    ),
    Form(
        "signals of every type",
        main_of("""
          local values, seen = process.listen("value"), {}
          for n = 1, 9 do
            local value, ok = values:receive()
            seen[n] = { type = type(value), value = value, ok = ok }
          end
          return seen
        """),
        [
            {"type": "string", "value": "héllo \U0001f600", "ok": True},
            {"type": "string", "value": "", "ok": True},
            {"type": "table", "value": [], "ok": True},
            {"type": "table", "value": {}, "ok": True},
            {"type": "nil", "ok": True},
            {"type": "table", "value": [[]], "ok": True},
            {"type": "number", "value": 1.5, "ok": True},
            {"type": "number", "value": 2**53 + 1, "ok": True},
            {"type": "boolean", "value": True, "ok": True},
        ],
        odd_signals,
    ),
    Form(
        "channels through channels, and a select of sends",
        main_of("""
          local requests = channel.new()
          coroutine.spawn(function()
            while true do
              local request, ok = requests:receive()
              if not ok then return end
              request.reply:send((funcs.call("app:double", request.n)))
            end
          end)
          local total = 0
          for n = 1, 3 do
            local reply = channel.new(1)
            local r = channel.select({ requests:case_send({ n = n, reply = reply }) })
            assert(r.ok and r.channel == requests)
            total = total + (reply:receive())
          end
          requests:close()
          return total
        """),
        12,
    ),
    Form(
        "one channel in two cases and in two coroutines",
        main_of("""
          local ch, seen = channel.new(), {}
          for id = 1, 2 do
            coroutine.spawn(function()
              local r = channel.select({ ch:case_receive(), ch:case_receive() })
              table.insert(seen, id .. "=" .. r.value)
            end)
          end
          ch:send("x") ch:send("y")
          time.sleep("1ms")
          return seen
        """),
        ["1=x", "2=y"],
    ),
    Form(
        "goto, closures and waits in loops",
        main_of("""
          local actions = {}
          for n = 1, 4 do
            if n == 2 then goto continue end
            actions[#actions + 1] = function() time.sleep("1ms") return n * (a or 1) end
            ::continue::
          end
          local sum = 0
          for _, action in ipairs(actions) do sum = sum + action() end
          repeat
            local left = 3
            time.sleep(1)
            left = left - 3
          until left == 0
          return sum
        """),
        80,
        run_with(10),
    ),
    Form(
        "methods and metatables that wait",
        main_of("""
          local Account = {}
          Account.__index = Account
          function Account.new(balance) return setmetatable({ balance = balance }, Account) end
          function Account:deposit(n)
            self.balance = self.balance + (funcs.call("app:double", n))
          end
          Account.__add = function(x, y)
            time.sleep("1ms")
            return Account.new(x.balance + y.balance)
          end
          Account.__call = function(self, n) self:deposit(n) return self.balance end
          local one, two = Account.new(1), Account.new(10)
          one:deposit(2)
          local both = one + two
          return { one.balance, both.balance, both(5) }
        """),
        [5, 15, 25],
    ),
    Form(
        "sorting with a plain comparison between waits",
        main_of("""
          local names = {}
          for _, n in ipairs({ 3, 1, 2 }) do table.insert(names, (funcs.call("app:double", n))) end
          table.sort(names, function(x, y) return x > y end)
          return names
        """),
        [6, 4, 2],
    ),
    Form(
        "wrong function IDs are errors of the call",
        main_of("""
          local texts = {}
          for _, id in ipairs({ "", "double", ":double", "app:" }) do
            local _, err = funcs.call(id)
            table.insert(texts, err:kind() .. ": " .. err:message())
          end
          table.insert(texts, (pcall(funcs.call)))
          return texts
        """),
        [
            "Invalid: function ID required",
            "Invalid: namespace required in function ID",
            "Invalid: namespace required in function ID",
            "Invalid: name required in function ID",
            False,
        ],
    ),
    Form(
        "a function chosen at run time",
        main_of("""
          local names, seen = { "double", "echo" }, {}
          for _, name in ipairs(names) do
            local call = name == "double" and funcs.call or funcs.new().call
            if name == "double" then
              table.insert(seen, (call("app:" .. name, 4)))
            else
              table.insert(seen, (call(funcs.new(), "app:" .. name, 5)))
            end
          end
          return seen
        """),
        [8, [5]],
    ),
]


async def _with_table(app: Running, entry: str) -> Any:
    failure = await failure_of(app, await app.start(entry))
    return [failure.type, failure.message.split(":")[0], failure.non_retryable]


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory, temporal_env: Any, on_loop: Callable[..., Any]
) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("behaviour")
    return on_loop(outcomes(folder, temporal_env, FORMS))


@pytest.mark.parametrize("form", [pytest.param(form, id=form.name) for form in FORMS])
def test_form(form: Form, found: dict[str, Any]) -> None:
    outcome = outcome_of(found, form.name)
    assert (list(outcome) if isinstance(outcome, tuple) else outcome) == form.expected
