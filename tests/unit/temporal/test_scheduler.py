"""Scheduling of Lua coroutines and channels on a plain event loop."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest

from wippy_runtime.host import current_host
from wippy_runtime.lib import channel, coroutine
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.scheduler import Deadlock, Scheduler, suspend
from wippy_runtime.lua.table import Table, array
from wippy_runtime.mailbox import INBOX_TOPIC, Envelope, Mailbox


class LoopHost:
    """As much of a host as scheduling needs."""

    is_workflow = False
    entry_id = "app:test"

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.scheduler = Scheduler(
            flush=self.mailbox.flush, is_subscribed=self.mailbox.is_subscribed
        )
        self.mailbox.on_arrival = self.scheduler.notify
        self.libraries: dict[str, Any] = {}


def play(main: Callable[[], Any], **options: Any) -> Any:
    """Run an `async` function as the main coroutine."""

    async def drive() -> Any:
        host = LoopHost()
        token = current_host.set(host)  # type: ignore[arg-type]
        try:
            return await asyncio.wait_for(host.scheduler.run(main(), **options), 5)
        finally:
            current_host.reset(token)

    return asyncio.run(drive())


def test_spawned_coroutine_runs_before_its_spawner_goes_on() -> None:
    order: list[str] = []

    async def main() -> None:
        async def child() -> None:
            order.append("child")
            await suspend(None)
            order.append("child again")

        order.append("main")
        await coroutine.spawn(child)
        order.append("main again")
        await suspend(None)
        order.append("end")

    play(main)
    assert order == ["main", "child", "main again", "child again", "end"]


def test_coroutines_take_turns_in_order() -> None:
    order: list[str] = []

    async def main() -> None:
        def body(name: str) -> Callable[[], Any]:
            async def run() -> None:
                for _ in range(3):
                    order.append(name)
                    await suspend(None)

            return run

        for name in "abc":
            await coroutine.spawn(body(name))
        for _ in range(4):
            await suspend(None)

    play(main)
    assert order == ["a", "a", "b", "a", "b", "c", "b", "c", "c"]


def test_unbuffered_send_waits_for_a_receiver_and_performer_runs_first() -> None:
    order: list[str] = []

    async def main() -> None:
        pipe = channel.new()

        async def receiver() -> None:
            value, ok = await pipe.receive()
            order.append(f"received {value} {ok}")

        await coroutine.spawn(receiver)
        order.append("sending")
        assert await pipe.send("x") is True
        order.append("sent")
        await suspend(None)

    play(main)
    assert order == ["sending", "sent", "received x True"]


def test_buffered_channel_completes_on_the_spot_until_full() -> None:
    async def main() -> Any:
        pipe = channel.new(2)
        await pipe.send(1)
        await pipe.send(2)
        full = await channel.select(array([pipe.case_send(3)]), True)
        await pipe.close()
        values = [await pipe.receive() for _ in range(4)]
        return full["default"], values

    assert play(main) == (True, [(1, True), (2, True), (None, False), (None, False)])


def test_blocked_senders_are_served_in_order() -> None:
    async def main() -> list[Any]:
        pipe = channel.new(1)

        def sender(value: int) -> Callable[[], Any]:
            async def run() -> None:
                await pipe.send(value)

            return run

        for value in range(5):
            await coroutine.spawn(sender(value))
        return [(await pipe.receive())[0] for _ in range(5)]

    assert play(main) == [0, 1, 2, 3, 4]


def test_closing_wakes_receivers_and_senders() -> None:
    seen: list[Any] = []

    async def main() -> None:
        empty, full = channel.new(), channel.new()

        async def receive() -> None:
            seen.append(await empty.receive())

        async def send() -> None:
            value, error = await full.send(1)
            seen.append((value, error.message()))

        await coroutine.spawn(receive)
        await coroutine.spawn(send)
        assert await empty.close() == ()
        await full.close()
        await full.close()
        await suspend(None)
        await suspend(None)

    play(main)
    assert seen == [(None, False), (None, "send on closed channel")]


def test_sending_on_a_closed_channel_raises() -> None:
    async def main() -> None:
        pipe = channel.new()
        await pipe.close()
        await pipe.send(1)

    with pytest.raises(LuaError) as raised:
        play(main)
    assert raised.value.value == "send on closed channel"


def test_select_takes_the_first_ready_case_in_list_order() -> None:
    async def main() -> Any:
        first, second = channel.new(1), channel.new(1)
        await second.send("b")
        await first.send("a")
        cases = array([first.case_receive(), second.case_receive()])
        one = await channel.select(cases)
        two = await channel.select(cases)
        default = await channel.select(Table({"default": True}))
        return one["value"], two["value"], two["channel"] is second, default["ok"]

    assert play(main) == ("a", "b", True, True)


def test_select_withdraws_from_losing_channels() -> None:
    async def main() -> Any:
        work, quit_channel = channel.new(), channel.new()

        async def producer() -> None:
            for value in range(100):
                await work.send(value)

        await coroutine.spawn(producer)
        total = 0
        for _ in range(100):
            cases = array([quit_channel.case_receive(), work.case_receive()])
            total += (await channel.select(cases))["value"]
        return total, len(quit_channel.receivers), len(work.receivers)

    assert play(main) == (4950, 0, 0)


def test_blocked_select_wins_by_send_or_by_close() -> None:
    async def main() -> Any:
        out, other = channel.new(), channel.new()

        async def take() -> None:
            await suspend(None)
            await out.receive()

        await coroutine.spawn(take)
        sent = await channel.select(array([out.case_send("v"), other.case_receive()]))

        async def close() -> None:
            await suspend(None)
            await other.close()

        await coroutine.spawn(close)
        closed = await channel.select(array([out.case_send("v"), other.case_receive()]))

        async def close_out() -> None:
            await suspend(None)
            await out.close()

        await coroutine.spawn(close_out)
        nothing, error = await channel.select(array([out.case_send("v")]))
        return sent["value"], closed["ok"], nothing, error.message()

    assert play(main) == ("v", False, None, "send on closed channel")


def test_channel_iterator_ends_when_closed() -> None:
    async def main() -> list[Any]:
        pipe = channel.new(3)
        for value in "abc":
            await pipe.send(value)
        await pipe.close()
        step = pipe.iter()
        found = []
        while (value := await step()) is not None:
            found.append(value)
        return found

    assert play(main) == ["a", "b", "c"]


def test_futures_resume_in_order_of_completion() -> None:
    async def main() -> list[str]:
        order: list[str] = []

        def sleeper(name: str, delay: float) -> Callable[[], Any]:
            async def run() -> None:
                await asyncio.sleep(delay)
                order.append(name)

            return run

        await coroutine.spawn(sleeper("slow", 0.03))
        await coroutine.spawn(sleeper("fast", 0.01))
        await asyncio.sleep(0.06)
        return order

    assert play(main) == ["fast", "slow"]


def test_an_error_in_any_coroutine_ends_the_execution_and_drops_the_others() -> None:
    dropped: list[str] = []

    async def main() -> None:
        async def failing() -> None:
            await asyncio.sleep(0.01)
            raise LuaError("boom")

        async def waiting() -> None:
            try:
                await asyncio.sleep(60)
            finally:
                dropped.append("waiting")

        await coroutine.spawn(failing)
        await coroutine.spawn(waiting)
        await asyncio.sleep(60)

    with pytest.raises(LuaError, match="boom"):
        play(main)
    assert dropped == ["waiting"]


def test_main_drops_the_others_when_it_returns() -> None:
    async def main() -> str:
        async def forever() -> None:
            await asyncio.sleep(3600)

        await coroutine.spawn(forever)
        return "done"

    assert play(main) == "done"


def test_deadlock_is_noticed_unless_a_message_may_come() -> None:
    async def blocked() -> None:
        await channel.new().receive()

    with pytest.raises(Deadlock, match="all coroutines blocked with no pending operations"):
        play(blocked)

    async def subscribed() -> Any:
        mailbox = current_host.get().mailbox
        inbox = channel.new()
        mailbox.subscribe(INBOX_TOPIC, inbox, lambda envelope: envelope.payloads[0])
        loop = asyncio.get_running_loop()
        loop.call_later(0.01, mailbox.deliver, Envelope("t", "", (7,)))
        return (await inbox.receive())[0]

    assert play(subscribed) == 7


def test_cancelling_the_driver_is_an_event_if_wanted() -> None:
    requests: list[str] = []

    async def drive() -> Any:
        host = LoopHost()
        current_host.set(host)  # type: ignore[arg-type]

        async def main() -> str:
            await asyncio.sleep(0.05)
            return "finished"

        def on_cancel(error: asyncio.CancelledError) -> bool:
            requests.append(str(error))
            return True

        task = asyncio.ensure_future(host.scheduler.run(main(), on_cancel=on_cancel))
        await asyncio.sleep(0.01)
        task.cancel("please")
        return await task

    assert asyncio.run(drive()) == "finished"
    assert requests == ["please"]


def test_yield_outside_a_coroutine_is_a_catchable_error() -> None:
    async def main() -> Any:
        async def task() -> None:
            pass

        await coroutine.spawn(task)
        try:
            await coroutine.yield_(1)
        except LuaError as error:
            return error.value
        return None

    assert "attempt to yield from outside a coroutine" in play(main)


def test_coroutine_yield_in_a_spawned_task_is_an_error_there() -> None:
    async def main() -> None:
        async def body() -> None:
            await coroutine.yield_(1)

        await coroutine.spawn(body)
        await suspend(None)

    with pytest.raises(LuaError, match="attempt to yield from outside a coroutine"):
        play(main)


def test_generator_with_system_waits_between_yields() -> None:
    async def main() -> list[Any]:
        async def body(start: int) -> str:
            for number in range(start, start + 3):
                await asyncio.sleep(0.001)
                await coroutine.yield_(number)
            return "end"

        generate = coroutine.wrap(body)
        return [await generate(5) for _ in range(4)]

    assert play(main) == [5, 6, 7, "end"]


def test_status_and_running() -> None:
    async def main() -> list[Any]:
        seen: list[Any] = [coroutine.running()]
        threads: list[Any] = []

        async def inner() -> None:
            seen.append(coroutine.status(threads[0]))
            seen.append(coroutine.running() is threads[1])
            await coroutine.yield_()

        async def outer() -> None:
            threads.append(coroutine.create(inner))
            await coroutine.resume(threads[1])
            seen.append(coroutine.status(threads[0]))
            seen.append((await coroutine.resume(threads[0]))[0])

        threads.append(coroutine.create(outer))
        seen.append(coroutine.status(threads[0]))
        await coroutine.resume(threads[0])
        seen += [coroutine.status(threads[0]), coroutine.status(threads[1])]
        return seen

    assert play(main) == [
        None,
        "suspended",
        "normal",
        True,
        "running",
        False,
        "dead",
        "suspended",
    ]


def test_errors_of_a_coroutine_reach_its_resumer() -> None:
    async def main() -> Any:
        async def body() -> None:
            await asyncio.sleep(0)
            raise LuaError("inside")

        thread = coroutine.create(body)
        first = await coroutine.resume(thread)
        second = await coroutine.resume(thread)
        try:
            await coroutine.wrap(body)()
        except LuaError as error:
            return first, second, error.value
        return None

    assert play(main) == (
        (False, "inside"),
        (False, "cannot resume dead coroutine"),
        "inside",
    )


def test_plain_variants_need_no_scheduler() -> None:
    async def body(first: int) -> int:
        second = await coroutine.yield_(first + 1)
        third, fourth = await coroutine.yield_()
        return int(second + third + fourth)

    thread = coroutine.create(body)
    assert coroutine.resume_now(thread, 1) == (True, 2)
    assert coroutine.resume_now(thread, 10) == (True,)
    assert coroutine.resume_now(thread, 20, 30) == (True, 60)
    assert coroutine.resume_now(thread) == (False, "cannot resume dead coroutine")
    assert coroutine.wrap_now(body)(4) == 5


def test_plain_resume_of_a_coroutine_that_waits_is_an_error() -> None:
    async def body() -> None:
        await suspend(None)

    ok, message = coroutine.resume_now(coroutine.create(body))
    assert ok is False
    assert "attempt to yield across a native call boundary" in message


def test_plain_function_as_a_coroutine() -> None:
    assert coroutine.resume_now(coroutine.create(lambda *values: values), 1, 2) == (True, 1, 2)


def test_closing_a_suspended_coroutine() -> None:
    cleaned: list[str] = []

    async def body() -> None:
        try:
            await coroutine.yield_()
        finally:
            cleaned.append("yes")

    thread = coroutine.create(body)
    coroutine.resume_now(thread)
    assert coroutine.close(thread) is True
    assert cleaned == ["yes"]
    assert coroutine.status(thread) == "dead"


def test_random_channel_programs_lose_nothing() -> None:
    for round_number in range(30):
        generator = random.Random(round_number)
        capacity = generator.randrange(4)
        senders = generator.randrange(1, 6)
        per_sender = generator.randrange(1, 20)
        delays = [generator.random() < 0.3 for _ in range(senders * per_sender)]

        async def main(
            capacity: int = capacity,
            senders: int = senders,
            per_sender: int = per_sender,
            delays: list[bool] = delays,
        ) -> list[Any]:
            pipe = channel.new(capacity)

            def sender(number: int) -> Callable[[], Any]:
                async def run() -> None:
                    for step in range(per_sender):
                        if delays[number * per_sender + step]:
                            await suspend(None)
                        await pipe.send((number, step))

                return run

            for number in range(senders):
                await coroutine.spawn(sender(number))
            return [(await pipe.receive())[0] for _ in range(senders * per_sender)]

        received = play(main)
        assert received == play(main)
        for number in range(senders):
            steps = [step for who, step in received if who == number]
            assert steps == list(range(per_sender))
