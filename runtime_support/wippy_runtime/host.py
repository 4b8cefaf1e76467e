"""What surrounds a running Lua chunk: the workflow or the function call it belongs to.

Library modules (`lib/`) never ask where they run. They ask the host of the current execution,
found through a context variable, for the few things that differ between a workflow (clock and
timers of the history, activities as commands) and a function (real clock, direct calls).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

if TYPE_CHECKING:
    from .lua.scheduler import Scheduler
    from .mailbox import Mailbox

Result = tuple[Any, Any]
"""What a Lua function that may fail returns: `(value, None)` or `(None, error)`."""


class Cancellable(Protocol):
    """Something started that can be cancelled, e.g. a timer."""

    def cancel(self) -> None:
        """Stop it; a second call does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpawnRequest:
    """One `process.spawn*` or `process.exec`.

    Attributes:
        process_id: Entry ID of the workflow or process.
        host: Host argument as written: a worker's entry ID, `temporal:<queue>`, a queue, or "".
        arguments: Lua arguments of its main function.
        is_monitored: Whether the spawner gets an EXIT event.
        is_linked: Whether an abnormal end reaches the spawner.
        options: Option table of `with_options`, by Lua key.
        context: Values of `with_context`; `None` to inherit the spawner's alone.
        name: Name of `with_name`, or "".
        messages: Start-up messages: topic and payloads.
        actor: Security actor of `with_actor`.
        scope: Security scope of `with_scope`.
    """

    process_id: str
    host: str
    arguments: tuple[Any, ...] = ()
    is_monitored: bool = False
    is_linked: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] | None = None
    name: str = ""
    messages: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    actor: Any = None
    scope: Any = None


class Host(Protocol):
    """The services an execution offers to library modules.

    Every method that returns a `Result` reports failures as the second value; it raises only for
    what Lua code must not catch.
    """

    is_workflow: bool
    entry_id: str
    scheduler: Scheduler
    mailbox: Mailbox
    libraries: dict[str, Any]

    def now_ns(self) -> int:
        """Current time in nanoseconds since the epoch (workflow time in a workflow)."""

    async def sleep(self, nanoseconds: int) -> None:
        """Suspend the calling Lua coroutine; zero or less only lets the others run."""

    def start_timer(self, nanoseconds: int, callback: Callable[[], None]) -> Cancellable:
        """Call `callback` once, `nanoseconds` (> 0) from now, between two steps of coroutines.

        The callback usually offers a value to a channel. A pending timer keeps the execution
        from being reported as deadlocked.
        """

    def random(self) -> random.Random:
        """The generator behind `math.random` (seeded by the history in a workflow)."""

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        """Write one log record with the Lua position; silent during replay."""

    def context(self) -> Mapping[str, Any]:
        """Values that `ctx.get` sees."""

    async def call_function(
        self, function_id: str, arguments: Sequence[Any], options: Any, context: Mapping[str, Any]
    ) -> Result:
        """Behind `funcs.call`: an activity in a workflow, a direct call elsewhere."""

    def start_function(
        self,
        function_id: str,
        arguments: Sequence[Any],
        options: Any,
        context: Mapping[str, Any],
        on_done: Callable[[Any, Any], None],
    ) -> tuple[Cancellable | None, Any]:
        """Behind `funcs.async`: start without waiting.

        Args:
            function_id: Entry ID.
            arguments: Lua arguments.
            options: Option table of the executor, by Lua key.
            context: Values merged over the caller's own.
            on_done: Called once with `(value, error)` between two steps of coroutines.

        Returns:
            The started call and `None`, or `None` and why it could not start.
        """

    def pid(self) -> str:
        """Own PID, e.g. `{app:client@app:worker|order-1}`; "" when there is none."""

    async def send(self, destination: str, topic: str, arguments: Sequence[Any]) -> Result:
        """Behind `process.send`."""

    async def spawn(self, request: SpawnRequest) -> Result:
        """Behind `process.spawn*`: the PID once started."""

    async def execute(self, request: SpawnRequest) -> Result:
        """Behind `process.exec`: the result of a process run to its end."""

    async def control(self, operation: str, destination: str, reason: str) -> Result:
        """Behind `process.cancel`, `terminate`, `monitor`, `unmonitor`, `link` and `unlink`."""

    def upgrade(self, entry_id: str, arguments: Sequence[Any]) -> NoReturn:
        """Behind `process.upgrade`: end this run and start anew; "" means the own entry."""

    async def execute_workflow(self, workflow_id: str, arguments: Sequence[Any]) -> Result:
        """Behind `workflow.exec`."""

    def workflow_info(self) -> Mapping[str, Any] | None:
        """Behind `workflow.info`; `None` outside workflows."""

    def workflow_version(self, change_id: str, minimum: int, maximum: int) -> int:
        """Behind `workflow.version`, arguments already checked."""

    def upsert_attributes(
        self, search: Mapping[str, Any] | None, memo: Mapping[str, Any] | None
    ) -> Result:
        """Behind `workflow.attrs`."""

    def names(self) -> NameRegistry:
        """Behind `process.registry`."""


class NameRegistry(Protocol):
    """Names of processes on this node."""

    def register(self, name: str, pid: str) -> bool:
        """Give a PID a name; false when another PID holds it."""

    def lookup(self, name: str) -> str | None:
        """Return the PID registered under a name."""

    def unregister(self, name: str) -> bool:
        """Remove a name; false when it was not registered."""


current_host: ContextVar[Host] = ContextVar("wippy_host")


def host() -> Host:
    """Return the host of the running execution.

    Raises:
        LookupError: Outside any execution (compiled code called directly from Python).
    """
    return current_host.get()
