"""Timers, channels, coroutines and futures in workflows as Wippy documents them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.compiled.application import Running
from tests.compiled.forms import Form, main_of, outcomes


async def failing(app: Running, entry: str) -> Any:
    failure = await app.failure(entry)
    return [failure.type, failure.message, failure.non_retryable]


async def decide_in_time(app: Running, entry: str) -> Any:
    handle = await app.start(entry)
    await handle.signal("decide", "yes")
    return await app.result(handle)


FORMS = [
    Form(
        "after, timer, stop, reset",
        main_of("""
          local seen, started = {}, time.now()
          local timeout = time.after("20ms")
          local at, ok = timeout:receive()
          table.insert(seen, ok and at:after(started))
          local timer = time.timer(10 * time.MILLISECOND)
          table.insert(seen, timer:response() == timer:channel())
          table.insert(seen, timer:reset("40ms"))
          timer:response():receive()
          table.insert(seen, time.now():sub(started):milliseconds() >= 50)
          table.insert(seen, timer:stop())
          table.insert(seen, timer:reset("1ms"))
          local other = time.timer("1h")
          table.insert(seen, other:stop())
          local _, open = other:response():receive()
          table.insert(seen, open)
          return seen
        """),
        [True, True, True, True, False, False, True, False],
    ),
    Form(
        "ticker",
        main_of("""
          local ticker, ticks, last = time.ticker("10ms"), 0, nil
          for at in ticker:channel():iter() do
            ticks = ticks + 1
            if last then assert(at:after(last)) end
            last = at
            if ticks == 3 then ticker:stop() end
          end
          return ticks
        """),
        3,
    ),
    Form(
        "durations that are refused",
        main_of("""
          local texts = {}
          for _, start in ipairs({ time.after, time.timer, time.ticker }) do
            for _, duration in ipairs({ 0, "soon" }) do
              local none, err = start(duration)
              table.insert(texts, err:message())
            end
          end
          local none, err = time.sleep("soon")
          table.insert(texts, err:message())
          return texts
        """),
        [
            "time.after: duration must be > 0",
            'time: invalid duration "soon"',
            "time.timer: duration must be > 0",
            'time: invalid duration "soon"',
            "time.ticker: duration must be > 0",
            'time: invalid duration "soon"',
            'time: invalid duration "soon"',
        ],
    ),
    Form(
        "select of a signal and a timeout: the signal",
        main_of("""
          local decisions = process.listen("decide")
          local timeout = time.after("1m")
          local r = channel.select({ decisions:case_receive(), timeout:case_receive() })
          return { r.channel == decisions, r.value, r.ok }
        """),
        [True, "yes", True],
        decide_in_time,
    ),
    Form(
        "select of a signal and a timeout: the timeout",
        main_of("""
          local decisions = process.listen("decide")
          local timeout = time.after("20ms")
          local r = channel.select({ decisions:case_receive(), timeout:case_receive() })
          return { r.channel == timeout, r.ok }
        """),
        [True, True],
    ),
    Form(
        "select: order of cases, default, closed channels, sends",
        main_of("""
          local a, b = channel.new(1), channel.new(1)
          a:send("a") b:send("b")
          local first = channel.select({ b:case_receive(), a:case_receive() })
          local sent = channel.select({ a:case_send("x"), b:case_send("y") })
          local none = channel.select({ b:case_send("z"), default = true })
          local idle = channel.select({ channel.new():case_receive() }, true)
          local shut = channel.new()
          shut:close()
          shut:close()
          local closed = channel.select({ shut:case_receive() })
          return { first.value, sent.channel == b, sent.value, none.default, idle.default, idle.ok,
            closed.ok, closed.value == nil, pcall(shut.send, shut, 1) }
        """),
        [
            "b",
            True,
            "y",
            True,
            True,
            True,
            False,
            True,
            False,
            "app:flow:14: send on closed channel",
        ],
    ),
    Form(
        "buffered values are received before the close is seen",
        main_of("""
          local jobs, seen = channel.new(3), {}
          for n = 1, 3 do jobs:send(n) end
          jobs:close()
          while true do
            local n, ok = jobs:receive()
            table.insert(seen, ok and n or "closed")
            if not ok then return seen end
          end
        """),
        [1, 2, 3, "closed"],
    ),
    Form(
        "a sender blocked on a channel that closes gets an error",
        main_of("""
          local ch, seen = channel.new(), {}
          coroutine.spawn(function()
            local ok, err = ch:send(1)
            table.insert(seen, { ok == nil, err:message() })
          end)
          ch:close()
          time.sleep("1ms")
          return seen
        """),
        [[True, "send on closed channel"]],
    ),
    Form(
        "spawned coroutines run first, up to their first wait",
        main_of("""
          local seen, done = {}, channel.new()
          for _, name in ipairs({ "a", "b" }) do
            coroutine.spawn(function()
              table.insert(seen, "start " .. name)
              time.sleep(name == "a" and "20ms" or "5ms")
              done:send(name)
            end)
            table.insert(seen, "spawned " .. name)
          end
          for _ = 1, 2 do table.insert(seen, (done:receive())) end
          return seen
        """),
        ["start a", "spawned a", "start b", "spawned b", "b", "a"],
    ),
    Form(
        "workers over channels",
        main_of("""
          local jobs, results = channel.new(2), channel.new(2)
          for id = 1, 3 do
            coroutine.spawn(function()
              while true do
                local job, ok = jobs:receive()
                if not ok then break end
                results:send({ job = job, value = (funcs.call("app:double", job)), id = id })
              end
            end)
          end
          coroutine.spawn(function()
            for job = 1, 7 do jobs:send(job) end
            jobs:close()
          end)
          local sum, workers = 0, {}
          for _ = 1, 7 do
            local result = results:receive()
            sum = sum + result.value
            workers[result.id] = true
          end
          return { sum, #workers }
        """),
        [56, 3],
    ),
    Form(
        "an error of a spawned coroutine ends the workflow",
        main_of("""
          coroutine.spawn(function() error("worker broke") end)
          time.sleep("1m")
        """),
        ["Internal", "app:flow:3: worker broke", False],
        failing,
    ),
    Form(
        "a deadlock is an error",
        main_of("""
          local ch = channel.new()
          return (ch:receive())
        """),
        ["Internal", "all coroutines blocked with no pending operations", False],
        failing,
    ),
    Form(
        "futures",
        main_of("""
          local future, err = funcs.async("app:double", 21)
          local before = { future:is_complete(), future:is_canceled(), (future:result()) == nil }
          local payload, ok = future:response():receive()
          local value = future:result()
          local again, open = future:channel():receive()
          local failed = funcs.async("app:fail", errors.NOT_FOUND, false)
          local response = failed:response():receive()
          local none, problem = failed:result()
          local same, has = failed:error()
          return { before, payload:data(), ok, value:data(), again == nil, open,
            future:is_complete(), response:kind(), problem:message(), has, same:kind() }
        """),
        [
            [False, False, True],
            42,
            True,
            42,
            True,
            False,
            True,
            "NotFound",
            "no such order",
            True,
            "NotFound",
        ],
    ),
    Form(
        "a future loses against a timeout and is cancelled",
        main_of("""
          local slow = funcs.new():with_options({ ["activity.retry_policy"] =
            { maximum_attempts = 1 } }):async("app:slow", "1s")
          local timeout = time.after("20ms")
          local r = channel.select({ slow:response():case_receive(), timeout:case_receive() })
          local late = r.channel == timeout
          local cancelled = slow:cancel()
          local value, ok = slow:response():receive()
          local none, err = slow:result()
          return { late, cancelled, slow:is_canceled(), value == nil, ok, err:kind(),
            err:message() }
        """),
        [True, True, True, True, False, "Canceled", "canceled"],
    ),
    Form(
        "fan-out with futures",
        main_of("""
          local futures, total = {}, 0
          for n = 1, 5 do futures[n] = funcs.async("app:double", n) end
          for _, future in ipairs(futures) do
            local payload = future:response():receive()
            total = total + payload:data()
          end
          return total
        """),
        30,
    ),
    Form(
        "generators wait in the middle",
        main_of("""
          local function produce()
            for n = 1, 3 do
              coroutine.yield((funcs.call("app:double", n)))
            end
          end
          local next_value, seen = coroutine.wrap(produce), {}
          for n in next_value do
            table.insert(seen, n)
            if #seen == 3 then break end
          end
          local thread = coroutine.create(function(x)
            local y = coroutine.yield(x + 1)
            time.sleep("1ms")
            return y * 2
          end)
          local _, one = coroutine.resume(thread, 1)
          local ok, two = coroutine.resume(thread, 10)
          return { seen, one, ok, two, coroutine.status(thread) }
        """),
        [[2, 4, 6], 2, True, 20, "dead"],
    ),
    Form(
        "errors in protected calls that wait",
        main_of("""
          local ok, err = pcall(function()
            time.sleep("1ms")
            local value, problem = funcs.call("app:fail", "Invalid", false)
            error(problem)
          end)
          local fine, value = pcall(function() return (funcs.call("app:double", 4)) end)
          local handled, text = xpcall(function() time.sleep("1ms") error("x", 0) end,
            function(e) return "handled " .. e end)
          return { ok, err:kind(), fine, value, handled, text }
        """),
        [False, "Invalid", True, 8, False, "handled x"],
    ),
    Form(
        "local activity",
        main_of("""return { (funcs.call("app:nearby", 4)),
            (funcs.async("app:nearby", 5)):response():receive():data() }"""),
        [8, 10],
    ),
    Form(
        "unknown activity",
        main_of("""
          local value, err = funcs.new():with_options({ retry_policy = { max_attempts = 1 } })
            :call("app:nobody", 1)
          return { value == nil, err:kind(), err:retryable(), string.sub(err:message(), 1, 39) }
        """),
        [True, "NotFound", True, "unable to find activityType=app:nobody."],
    ),
    Form(
        "tables that come back through channels are the same tables",
        main_of("""
          local t, u, w, x = { n = 1 }, { n = 1 }, { n = 1 }, { n = 1, call = false }
          local queue = channel.new(4)
          queue:send(t)
          queue:send({ inner = u })
          queue:send(w)
          queue:send({ x })
          local got = queue:receive()
          got.n = "5"
          local box = queue:receive()
          box.inner.n = "6"
          local picked = channel.select({ queue:case_receive() })
          picked.value.n = "7"
          picked = channel.select({ queue:case_receive() })
          picked.value[1].n = nil
          picked.value[1].call = function(v) return v + 1 end
          local late, done = { n = 1 }, channel.new(1)
          coroutine.spawn(function()
            local value = queue:receive()
            value.n = value.n .. "0"
            done:send(true)
          end)
          queue:send(late)
          done:receive()
          return { t.n + 1, u.n + 1, w.n + 1, x.n == nil, x.call(late.n), pcall(function()
            return x.n + 1
          end) == false }
        """),
        [6, 7, 8, True, 11, True],
    ),
    Form(
        "time is the time of the task",
        main_of("""
          local a, b = time.now(), time.now()
          time.sleep("5ms")
          return { a:equal(b), time.now():after(a), os.time() >= a:unix(),
            math.abs(time.now():unix() - os.time()) <= 1 }
        """),
        [True, True, True, True],
    ),
    Form(
        "identifiers and random values",
        main_of("""
          local first, second = uuid.v4(), uuid.v4()
          local secret = crypto.random.string(16)
          return { #first == 36, first ~= second, #secret == 16, #(uuid.v7()) == 36,
            math.random(5) <= 5, hash.md5("x") ~= nil, base64.encode("hi") }
        """),
        [True, True, True, True, True, True, "aGk="],
    ),
]


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory, temporal_env: Any, on_loop: Callable[..., Any]
) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("concurrency")
    return on_loop(outcomes(folder, temporal_env, FORMS))


@pytest.mark.parametrize("form", [pytest.param(form, id=form.name) for form in FORMS])
def test_form(form: Form, found: dict[str, Any]) -> None:
    outcome = found[form.name]
    if isinstance(outcome, BaseException):
        raise outcome
    assert outcome == form.expected
