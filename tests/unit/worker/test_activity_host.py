"""Lua functions as activities, run in the SDK's activity environment."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from wippy_runtime.host import host
from wippy_runtime.lib import time
from wippy_runtime.lib.errors import Error
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.table import Table, array
from wippy_runtime.temporal.activity_host import lua_activity
from wippy_runtime.temporal.converter import NO_VALUE
from wippy_runtime.temporal.hooks import activity_name


def run(activity: Callable[..., Any], *arguments: Any, **info: Any) -> Any:
    """Run an activity as a worker would, sync or async."""
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, **info)
    result = environment.run(activity, *arguments)
    return asyncio.run(result) if inspect.iscoroutine(result) else result


def failure_of(activity: Callable[..., Any], *arguments: Any) -> ApplicationError:
    with pytest.raises(ApplicationError) as caught:
        run(activity, *arguments)
    return caught.value


def test_plain_functions_become_synchronous_activities() -> None:
    def double(value: Any = None, *_: Any) -> Any:
        return value * 2

    activity = lua_activity("app:double", double)
    assert not inspect.iscoroutinefunction(activity)
    assert activity_name(activity) == "app:double"
    assert run(activity, 21) == 42


def test_functions_that_wait_run_on_a_thread_of_their_own() -> None:
    async def where(*_: Any) -> Any:
        await time.sleep("1ms")
        return threading.current_thread().name

    activity = lua_activity("app:where", where)
    assert inspect.iscoroutinefunction(activity)
    assert run(activity).startswith("lua-loop-")


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize(
    ("result", "value"),
    [
        (5, 5),
        (None, None),
        ((), NO_VALUE),
        ((1, None), 1),
        ((1, 2), 1),
        ((1, False), 1),
        (("a", None, "c"), "a"),
    ],
)
def test_successful_results(result: Any, value: Any, is_async: bool) -> None:
    assert run(lua_activity("app:f", _returning(result, is_async))) == value


@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize(
    ("result", "message", "kind", "non_retryable"),
    [
        ((None, "text"), "text", "Internal", True),
        ((1, "text"), "text", "Internal", True),
        ((None, Error("plain")), "plain", "Internal", False),
        ((None, Error("no", kind="NotFound", retryable=False)), "no", "NotFound", True),
        ((None, Error("later", kind="Timeout", retryable=True)), "later", "Timeout", False),
        ((None, Error("odd", kind="Custom")), "odd", "Custom", False),
    ],
)
def test_returned_errors(
    result: Any, message: str, kind: str, non_retryable: bool, is_async: bool
) -> None:
    failure = failure_of(lua_activity("app:f", _returning(result, is_async)))
    assert (failure.message, failure.type, failure.non_retryable) == (message, kind, non_retryable)


def _returning(result: Any, is_async: bool) -> Callable[..., Any]:
    async def later(*_: Any) -> Any:
        await time.sleep(0)
        return result

    def now(*_: Any) -> Any:
        return result

    return later if is_async else now


@pytest.mark.parametrize(
    ("error", "message", "kind", "non_retryable"),
    [
        (LuaError("app:f:3: crash"), "app:f:3: crash", "Internal", False),
        (LuaError(Error("gone", kind="NotFound", retryable=False)), "gone", "NotFound", True),
        (LuaError(Table()), "table: 0x", "Internal", False),
        (RecursionError(), "stack overflow", "Internal", False),
    ],
)
def test_raised_errors(error: Exception, message: str, kind: str, non_retryable: bool) -> None:
    def fail(*_: Any) -> Any:
        raise error

    failure = failure_of(lua_activity("app:f", fail))
    assert failure.message.startswith(message)
    assert (failure.type, failure.non_retryable) == (kind, non_retryable)


def test_results_that_cannot_be_encoded_fail() -> None:
    mixed = array([1])
    mixed.set("name", "x")

    failure = failure_of(lua_activity("app:f", lambda *_: mixed))
    assert failure.message == (
        "failed to encode result: cannot encode mixed-key table: "
        "table has both numeric and non-numeric keys"
    )


def test_chunk_state_lives_as_long_as_the_pooled_state() -> None:
    def chunk() -> Any:
        counter = 0

        def count(*_: Any) -> Any:
            nonlocal counter
            counter += 1
            return counter

        return Table({"count": count})

    activity = lua_activity("app:counter", chunk, "count", yields=False)
    assert [run(activity) for _ in range(3)] == [1, 2, 3]
    other = lua_activity("app:counter", chunk, "count")
    assert [run(other), run(other)] == [1, 2]


def test_chunk_may_return_the_function_itself() -> None:
    assert run(lua_activity("app:f", lambda: lambda *_: "direct", "whatever", yields=False)) == (
        "direct"
    )


@pytest.mark.parametrize("exports", [Table(), Table({"other": print}), None, 5])
def test_missing_method(exports: Any) -> None:
    failure = failure_of(lua_activity("app:f", lambda: exports, "main", yields=False))
    assert failure.type == "NotFound"
    assert failure.message == 'method "main" not found in module'


def test_pool_limits_concurrency() -> None:
    running = most = 0

    async def work(*_: Any) -> Any:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await time.sleep("10ms")
        running -= 1
        return ()

    activity = lua_activity("app:work", work, pool=2)

    async def many() -> None:
        await asyncio.gather(*(ActivityEnvironment().run(activity) for _ in range(6)))

    asyncio.run(many())
    assert most == 2


def test_functions_call_each_other_in_process() -> None:
    lua_activity("app:add", lambda a=None, b=None, *_: a + b)
    lua_activity(
        "app:fail", lambda *_: (None, Error("nope", kind="Conflict", details=Table({"id": 1})))
    )
    lua_activity("app:text", lambda *_: (None, "just text"))

    async def main(*_: Any) -> Any:
        total, error = await host().call_function("app:add", [1, 2], None, {})
        _, conflict = await host().call_function("app:fail", [], None, {})
        _, text = await host().call_function("app:text", [], None, {})
        _, missing = await host().call_function("app:none", [], None, {})
        return array(
            [
                total,
                error is None,
                conflict.kind(),
                conflict.details()["id"],
                text.kind(),
                text.retryable(),
                missing.kind(),
            ]
        )

    result = run(lua_activity("app:main", main))
    assert result.elements() == [3, True, "Conflict", 1, "Internal", False, "NotFound"]


def test_arguments_of_direct_calls_are_copies() -> None:
    def change(table: Any = None, *_: Any) -> Any:
        table["changed"] = True
        return table["moment"] is None

    lua_activity("app:change", change)

    async def main(*_: Any) -> Any:
        table = Table({"moment": time.now()})
        lost, _ = await host().call_function("app:change", [table], None, {})
        return array([lost, table["changed"] is None])

    assert run(lua_activity("app:main", main)).elements() == [True, True]


def test_cancellation_reaches_lua_as_an_error() -> None:
    entered = threading.Event()

    async def main(*_: Any) -> Any:
        entered.set()
        result = await time.sleep("1h")
        return result[1].kind() if result else "slept"

    activity = lua_activity("app:main", main)

    async def scenario() -> Any:
        environment = ActivityEnvironment()
        task = asyncio.create_task(environment.run(activity))
        await asyncio.to_thread(entered.wait, 5)
        environment.cancel()
        task.cancel()
        return await task

    assert asyncio.run(scenario()) == "Canceled"


def test_heartbeats_are_sent_by_themselves() -> None:
    def busy(*_: Any) -> Any:
        deadline = threading.Event()
        deadline.wait(0.25)
        return ()

    async def waiting(*_: Any) -> Any:
        await time.sleep("250ms")
        return ()

    for function in (busy, waiting):
        beats: list[Any] = []
        environment = ActivityEnvironment()
        environment.on_heartbeat = lambda *details, seen=beats: seen.append(details)
        environment.info = replace(environment.info, heartbeat_timeout=timedelta(seconds=0.3))
        result = environment.run(lua_activity("app:f", function))
        if inspect.iscoroutine(result):
            asyncio.run(result)
        assert 1 <= len(beats) <= 4


def test_deadlock_is_a_retryable_failure() -> None:
    from wippy_runtime.lib.channel import Channel

    async def main(*_: Any) -> Any:
        return await Channel(0).receive()

    failure = failure_of(lua_activity("app:main", main))
    assert failure.message == "all coroutines blocked with no pending operations"
    assert (failure.type, failure.non_retryable) == ("Internal", False)
