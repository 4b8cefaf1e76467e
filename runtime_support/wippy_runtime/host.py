"""What surrounds a running Lua chunk: the workflow or the function call it belongs to.

Library modules (`lib/`) never ask where they run. They ask the host of the current execution,
found through a context variable, for the few things that differ between a workflow (clock and
timers of the history, activities as commands) and a function (real clock, direct calls).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .lua.scheduler import Scheduler


class Host(Protocol):
    """The services an execution offers to library modules."""

    is_workflow: bool
    entry_id: str
    scheduler: Scheduler

    def now_ns(self) -> int:
        """Current time in nanoseconds since the epoch (workflow time in a workflow)."""

    async def sleep(self, nanoseconds: int) -> None:
        """Suspend the calling Lua coroutine."""

    def random(self) -> random.Random:
        """The generator behind `math.random` (seeded by the history in a workflow)."""

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        """Write one log record with the Lua position; silent during replay."""

    def context(self) -> Mapping[str, Any]:
        """Values that `ctx.get` sees."""

    async def call_function(
        self, function_id: str, arguments: Sequence[Any], options: Any, context: Mapping[str, Any]
    ) -> tuple[Any, Any]:
        """Behind `funcs.call`: an activity in a workflow, a direct call elsewhere."""


current_host: ContextVar[Host] = ContextVar("wippy_host")


def host() -> Host:
    """Return the host of the running execution.

    Raises:
        LookupError: Outside any execution (compiled code called directly from Python).
    """
    return current_host.get()
