"""Workflows as the compiler writes them, by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from temporalio import activity, workflow
from temporalio.exceptions import ApplicationError

from wippy_runtime.lib import channel, coroutine, errors, funcs, process, time
from wippy_runtime.lib import ctx as ctx_module
from wippy_runtime.lib import workflow as workflow_module
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.table import Table, array
from wippy_runtime.temporal.commands import attempt
from wippy_runtime.temporal.workflow_base import WippyWorkflow, alias_of


@activity.defn(name="app:double")
async def double(value: Any) -> Any:
    return value * 2


@activity.defn(name="app:fail")
async def fail() -> Any:
    detail = {"errors": [{"msg": "no such order", "kind": "NotFound", "retry": False}]}
    raise ApplicationError("no such order", detail, type="NotFound", non_retryable=True)


@activity.defn(name="app:slow")
async def slow() -> Any:
    import asyncio

    await asyncio.sleep(3600)


@activity.defn(name="app:headers")
async def read_headers() -> Any:
    from wippy_runtime.temporal.headers import incoming_headers, read_context

    values, _ = read_context(incoming_headers.get() or {})
    return Table(values)


ACTIVITIES = (double, fail, slow, read_headers)


async def inline_main(amount: Any = None, *_: Any) -> Any:
    doubled, err = await attempt(
        workflow.execute_activity(
            "app:double", args=[amount], start_to_close_timeout=timedelta(minutes=10)
        )
    )
    if err is not None:
        return None, err
    await workflow.sleep(timedelta(milliseconds=20))
    _, missing = await funcs.call("app:fail")
    details = missing.details()
    return Table(
        {
            "doubled": doubled,
            "kind": missing.kind(),
            "message": missing.message(),
            "retryable": missing.retryable(),
            "wrapper": details["_wrapper"],
            "state": details["_retry_state"],
        }
    )


@workflow.defn(name="app:inline", sandboxed=False)
class Inline(WippyWorkflow):
    entry_id = "app:inline"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(inline_main, args)


async def inbox_main(*_: Any) -> Any:
    seen: list[Any] = []
    inbox = process.inbox()
    chosen = process.listen("chosen")[0]
    while True:
        selected = await channel.select(array([inbox.case_receive(), chosen.case_receive()]))
        if selected["channel"] is chosen:
            seen.append(selected["value"])
        else:
            message = selected["value"]
            if message.topic() == "stop":
                return Table({"seen": array(seen), "from": message.from_()})
            seen.append(message.topic() + "=" + message.payload().data()[0])


@workflow.defn(name="app:inbox", sandboxed=False)
class Inbox(WippyWorkflow):
    entry_id = "app:inbox"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(inbox_main, args)


async def bump_main(*_: Any) -> Any:
    total = 0
    bumps = process.listen("bump", Table({"message": True}))[0]
    while total < 10:
        message, _ok = await bumps.receive()
        sender = message.from_()
        by = message.payload().data()[0]["by"]
        if by < 0:
            await process.send(sender, "nak", "negative")
            continue
        early = (await process.send(sender, "ok", 1))[1]
        await process.send(sender, "ack")
        await time.sleep("5ms")
        total = total + by
        await process.send(sender, "ok", Table({"value": total, "early": early.message()}))
        late = (await process.send(sender, "ok", 1))[1]
        assert late.message().startswith("unknown update: ")
    return total


@workflow.defn(name="app:bump", sandboxed=False)
class Bump(WippyWorkflow):
    entry_id = "app:bump"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(bump_main, args)


async def child_main(action: Any = None, parent: Any = None, *_: Any) -> Any:
    if action == "fail":
        return None, errors.new(Table({"message": "broken", "kind": "Conflict"}))
    if action == "wait":
        message, _ok = await process.inbox().receive()
        await process.send(message.from_(), "pong", message.payload().data()[0])
        return message.topic()
    if action == "context":
        return ctx_module.all()
    if action == "cancel":
        event, _ok = await process.events().receive()
        await time.sleep("1ms")
        return event["kind"] + event["at"][-1]
    return "done"


@workflow.defn(name="app:child", sandboxed=False)
class Child(WippyWorkflow):
    entry_id = "app:child"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(child_main, args)


async def parent_main(*_: Any) -> Any:
    events = process.events()
    inbox = process.inbox()
    out = Table()
    pid, err = await process.spawn("app:child", "app:worker", "done")
    event, _ok = await events.receive()
    out["same"] = event["from"] == pid and event["pid"] == pid
    out["value"] = event["result"]["value"]
    out["reason"] = event["reason"]
    _, _ = await process.spawn("app:child", "", "fail")
    event, _ok = await events.receive()
    error = event["result"]["error"]
    out["failure"] = error.kind() + " " + error.message() + " " + error.details()["_wrapper"]
    _, _ = (
        await process.with_context(Table({"tenant": "t1"}))
        .with_message("hello", 1)
        .spawn("app:child", "app:worker", "wait")
    )
    message, _ok = await inbox.receive()
    out["pong"] = message.topic() + str(message.payload().data()[0])
    out["replied_as"] = message.from_() != ""
    await events.receive()
    _, err = await process.with_context(Table({"tenant": "t1"})).exec(
        "app:child", "app:worker", "context"
    )
    _, err = await workflow_module.exec("app:child", "fail")
    out["exec_retry"] = err.retryable()
    cancelled, _ = await process.spawn("app:child", "app:worker", "cancel")
    out["cancelled"] = (await process.cancel(cancelled))[0]
    event, _ok = await events.receive()
    out["cancel_value"] = event["result"]["value"]
    _, err = await process.send("{app:client@app:worker|no-such-workflow}", "x")
    out["missing"] = err.message()
    _, err = await process.cancel("{app:client@app:worker|no-such-workflow}")
    out["missing_cancel"] = err.message() + " " + err.kind()
    _, err = await process.monitor(cancelled)
    out["monitor"] = err.message()
    out["self"] = (await process.send(process.pid()[0], "x"))[0]
    return out


@workflow.defn(name="app:parent", sandboxed=False)
class Parent(WippyWorkflow):
    entry_id = "app:parent"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(parent_main, args)


async def spawn_main(*_: Any) -> Any:
    order: list[str] = []
    done = channel.new()

    def worker(name: str, delay: str) -> Any:
        async def body(*_: Any) -> Any:
            order.append("start " + name)
            await time.sleep(delay)
            order.append("end " + name)
            await done.send(name)

        return body

    await coroutine.spawn(worker("a", "40ms"))
    order.append("main 1")
    await coroutine.spawn(worker("b", "10ms"))
    order.append("main 2")
    first, _ok = await done.receive()
    second, _ok = await done.receive()
    timeout = time.after("15ms")
    selected = await channel.select(array([done.case_receive(), timeout.case_receive()]))
    order.append("timeout" if selected["channel"] is timeout else "value")
    return Table({"order": array(order), "ends": first + second})


@workflow.defn(name="app:spawn", sandboxed=False)
class Spawning(WippyWorkflow):
    entry_id = "app:spawn"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(spawn_main, args)


async def future_main(*_: Any) -> Any:
    first, _ = funcs.async_("app:double", 4)
    second, _ = (
        funcs.new()
        .with_options(Table({"activity.wait_for_cancellation": False}))
        .async_("app:slow")
    )
    pending = first.result()
    received, _ok = await first.response().receive()
    await time.sleep("20ms")
    second.cancel()
    _, cancelled = second.result()
    closed = (await second.response().receive())[1]
    _, error = funcs.new().with_options(Table({"task_queue": 5})).async_("app:double", 1)
    local, _ = await funcs.call("app:local", 6)
    seen, _ = await funcs.new().with_context(Table({"tenant": "t2"})).call("app:headers")
    return Table(
        {
            "pending": pending[0] is None and pending[1] is None,
            "value": received.data()[0],
            "again": first.result()[0].data()[0],
            "complete": first.is_complete(),
            "cancelled": cancelled.kind() + " " + cancelled.message(),
            "closed": closed,
            "bad": error.message(),
            "tenant": seen["tenant"],
            "outer": seen["outer"],
            "local": local,
        }
    )


@activity.defn(name="app:local")
async def local_activity(value: Any) -> Any:
    return value + 1


@workflow.defn(name="app:future", sandboxed=False)
class Futures(WippyWorkflow):
    entry_id = "app:future"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(future_main, args)


async def upgrade_main(count: Any = None, *_: Any) -> Any:
    if count >= 3:
        info, _ = workflow_module.info()
        assert info["workflow_type"] == "app:upgrade"
        assert info["start_time"].unix() > 0
        return count

    async def restart(*_: Any) -> Any:
        process.upgrade(None, count + 1)

    await coroutine.spawn(restart)
    await time.sleep("1h")
    return "unreachable"


@workflow.defn(name="app:upgrade", sandboxed=False)
class Upgrading(WippyWorkflow):
    entry_id = "app:upgrade"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(upgrade_main, args)


async def outcome_main(kind: Any = None, *_: Any) -> Any:
    match kind:
        case "nothing":
            return ()
        case "nil":
            return None
        case "text":
            return None, "plain text"
        case "value and text":
            return 1, "wins"
        case "error":
            return None, errors.new("soft")
        case "hard":
            fields = {"message": "hard", "kind": "NotFound", "retryable": False}
            return None, errors.new(Table({**fields, "details": Table({"id": 7})}))
        case "wrapped":
            inner = errors.wrap(errors.new("inner"), "ctx")
            return None, errors.wrap(inner, "outer")
        case "ignored":
            return "v", Table()
        case "raised":
            raise LuaError("app:outcome:3: boom")
        case "raised error":
            raise LuaError(errors.new(Table({"message": "obj", "kind": "Conflict"})))
        case "raised in coroutine":

            async def body(*_: Any) -> Any:
                raise LuaError("deep")

            await coroutine.spawn(body)
            await time.sleep("1h")
        case "deadlock":
            await channel.new().receive()
        case "mixed":
            table = array([1])
            table["x"] = 1
            return table
        case "bad argument":
            table = array([1])
            table["x"] = 1
            try:
                return await funcs.call("app:double", table)
            except Exception:
                return "caught"
        case "empty list":
            return Table()
        case "unicode":
            return "h\xc3\xa9llo \xff"
    return kind


@workflow.defn(name="app:outcome", sandboxed=False)
class Outcomes(WippyWorkflow):
    entry_id = "app:outcome"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(outcome_main, args)


def outcome_chunk() -> Any:
    state = Table({"count": 0})

    async def main(*_: Any) -> Any:
        state["count"] = state["count"] + 1
        await time.sleep(0)
        await time.sleep("-1s")
        return state["count"]

    return Table({"main": main})


@workflow.defn(name="app:chunk", sandboxed=False)
class Chunked(WippyWorkflow):
    entry_id = "app:chunk"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute_chunk(outcome_chunk, "main", args)


ChunkedAlias = alias_of(Chunked, "CustomName")


async def attributes_main(*_: Any) -> Any:
    ok, err = workflow_module.attrs(
        Table({"memo": Table({"note": "n\xc3\xa9", "count": 2}), "search": Table()})
    )
    assert err is None, err
    version, _ = workflow_module.version("change", -1, 2)
    again, _ = workflow_module.version("change", -1, 2)
    length, _ = workflow_module.history_length()
    return Table({"ok": ok, "version": version, "again": again, "length": length})


@workflow.defn(name="app:attributes", sandboxed=False)
class Attributes(WippyWorkflow):
    entry_id = "app:attributes"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(attributes_main, args)


async def generator_main(*_: Any) -> Any:
    async def body(start: Any = None, *_: Any) -> Any:
        await time.sleep("5ms")
        got = await coroutine.yield_(start + 1)
        doubled, _err = await funcs.call("app:double", got)
        await coroutine.yield_(doubled)
        return "end"

    thread = coroutine.create(body)
    one = await coroutine.resume(thread, 1)
    two = await coroutine.resume(thread, 10)
    three = await coroutine.resume(thread)
    four = await coroutine.resume(thread)
    return Table(
        {"values": array([one[1], two[1], three[1]]), "dead": four[0] is False, "why": four[1]}
    )


@workflow.defn(name="app:generator", sandboxed=False)
class Generators(WippyWorkflow):
    entry_id = "app:generator"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(generator_main, args)


WORKFLOWS = (
    Inline,
    Inbox,
    Bump,
    Child,
    Parent,
    Spawning,
    Futures,
    Upgrading,
    Outcomes,
    Chunked,
    ChunkedAlias,
    Attributes,
    Generators,
)


async def relay_main(target: Any = None, *_: Any) -> Any:
    sent, _ = await process.send(target, "note", "h\xc3\xa9", 2)
    _, err = await process.send("{app:nobody|1}", "note")
    _, unknown = await process.send("no pid at all", "note")
    return Table({"sent": sent, "err": err.kind(), "unknown": unknown.message()})


@workflow.defn(name="app:relay", sandboxed=False)
class Relaying(WippyWorkflow):
    entry_id = "app:relay"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(relay_main, args)


async def context_main(depth: Any = None, *_: Any) -> Any:
    seen, _ = await funcs.call("app:headers")
    if depth > 0:
        process.upgrade("app:context", depth - 1)
    return Table({"own": ctx_module.all()[0], "activity": seen})


@workflow.defn(name="app:context", sandboxed=False)
class Contexts(WippyWorkflow):
    entry_id = "app:context"

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(context_main, args)


WORKFLOWS = (*WORKFLOWS, Relaying, Contexts)
