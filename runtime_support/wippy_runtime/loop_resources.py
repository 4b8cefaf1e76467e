"""Things that belong to one event loop, such as connections, closed before the loop ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

Cleanup = Callable[[], Awaitable[None]]

_cleanups: WeakKeyDictionary[asyncio.AbstractEventLoop, list[Cleanup]] = WeakKeyDictionary()


def on_loop_end(cleanup: Cleanup) -> None:
    """Run `cleanup` on the current event loop before that loop ends."""
    _cleanups.setdefault(asyncio.get_running_loop(), []).append(cleanup)


async def release_loop_resources() -> None:
    """Run the cleanups of the current event loop, the latest first."""
    for cleanup in reversed(_cleanups.pop(asyncio.get_running_loop(), [])):
        await cleanup()
