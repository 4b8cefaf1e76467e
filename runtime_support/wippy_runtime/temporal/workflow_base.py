"""Base class of compiled workflows: signals, updates, queries, and the run of `main`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from types import CoroutineType
from typing import Any, ClassVar, TypeVar

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError
from temporalio.workflow import HandlerUnfinishedPolicy

from ..lua.results import first, settle
from ..lua.scheduler import Deadlock
from ..lua.strings import from_text
from ..lua.table import Table
from ..lua.translate import as_lua_error
from .converter import NO_VALUE, ConversionError, WippyPayloadConverter
from .failures import (
    ExecutionFailure,
    failure_of_raised,
    failure_of_returned,
    internal_failure,
)
from .headers import incoming_headers, read_context
from .stack_traces import stack_trace
from .versions import TaskFailure
from .workflow_host import WorkflowHost

_converter = WippyPayloadConverter()

_ABANDON = HandlerUnfinishedPolicy.ABANDON


class WippyWorkflow:
    """What every compiled workflow inherits.

    A subclass sets `entry_id` and has a `@workflow.run` method that returns
    `await self.execute(main, args)`.
    """

    entry_id: ClassVar[str] = ""

    def __init__(self) -> None:
        """Create the host, before the first signal is handled."""
        self._host = WorkflowHost(self.entry_id)
        workflow.set_query_handler("__stack_trace", self._stack_trace)

    async def execute(self, main: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        """Run a Lua main function and turn its outcome into the workflow's.

        Args:
            main: The function, plain or `async`.
            arguments: Decoded input.

        Returns:
            The first result as an encoded payload.

        Raises:
            ApplicationError: The function returned an error or raised.
        """

        async def run_main() -> Any:
            result = main(*arguments)
            return await result if type(result) is CoroutineType else result

        return await self._run(run_main)

    async def execute_chunk(
        self, chunk: Callable[[], Any], method: str, arguments: Sequence[Any]
    ) -> Any:
        """Run a chunk, then the main function it exports.

        Args:
            chunk: Runs the source once and returns its exports: a function, or a table of them.
            method: Name of the main function in that table.
            arguments: Decoded input.

        Returns:
            The first result as an encoded payload.

        Raises:
            ApplicationError: Chunk or function returned an error or raised, or there is no such
                function.
        """

        async def run_main() -> Any:
            result = find_method(first(settle(chunk())), method)(*arguments)
            return await result if type(result) is CoroutineType else result

        return await self._run(run_main)

    async def _run(self, run_main: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        host = self._host
        # Never reset: the task of the run has a context of its own, and when a worker goes away
        # the coroutine may be closed in another one.
        host.enter()
        try:
            result = await host.scheduler.run(run_main(), on_cancel=host.on_cancel)
        except ExecutionFailure as failure:
            raise failure.failure from None
        except TaskFailure as failure:
            raise RuntimeError(str(failure)) from None
        except Deadlock as deadlock:
            raise internal_failure(str(deadlock), retryable=True) from None
        except ApplicationError:
            raise
        except Exception as error:
            raise failure_of_exception(error) from None
        return encoded_result(result)

    @workflow.signal(dynamic=True, unfinished_policy=_ABANDON)
    def _on_signal(self, name: str, args: Sequence[RawValue]) -> None:
        _, sender = read_context(incoming_headers.get() or {})
        self._host.on_message(name, sender, args)

    @workflow.update(dynamic=True, unfinished_policy=_ABANDON)
    async def _on_update(self, name: str, args: Sequence[RawValue]) -> Any:
        info = workflow.current_update_info()
        assert info is not None
        answer = self._host.updates.begin(info.id)
        self._host.on_message(name, from_text(f"{{update|{info.id}}}"), args)
        return await answer

    @workflow.query(name="state")
    def _state(self) -> dict[str, Any]:
        return {}

    @workflow.query(name="pid")
    def _workflow_id(self) -> str:
        return from_text(workflow.info().workflow_id)

    @workflow.query(dynamic=True)
    def _unknown_query(self, name: str, _args: Sequence[RawValue]) -> Any:
        raise ApplicationError(f"unknown query type: {name}")

    def _stack_trace(self) -> str:
        return from_text(stack_trace(self.entry_id, self._host.scheduler.live_coroutines()))


def find_method(exports: Any, method: str) -> Callable[..., Any]:
    """Return the main function among the exports of a chunk.

    Raises:
        ApplicationError: There is no function of that name.
    """
    found: Any = exports.get_raw(method) if isinstance(exports, Table) else exports
    if not callable(found) or isinstance(found, Table):
        raise ApplicationError(
            f'method "{method}" not found in module', type="NotFound", non_retryable=True
        )
    function: Callable[..., Any] = found
    return function


def encoded_result(result: Any) -> RawValue:
    """Return the payload of what a main function returned.

    Raises:
        ApplicationError: It returned an error, or a value that cannot be encoded.
    """
    values = result if type(result) is tuple else (result,)
    failure = failure_of_returned(values[1]) if len(values) > 1 else None
    if failure is not None:
        raise failure
    try:
        return RawValue(_converter.to_payload(values[0] if values else NO_VALUE))
    except ConversionError as error:
        text = from_text(f"failed to encode result: {error}")
        raise internal_failure(text) from None


def failure_of_exception(error: Exception) -> ApplicationError:
    """Return the failure of an exception that left Lua code."""
    translated = as_lua_error(error)
    return failure_of_raised(translated.value, translated.lua_traceback or None)


_Workflow = TypeVar("_Workflow", bound=type[WippyWorkflow])


def alias_of(cls: _Workflow, name: str) -> _Workflow:
    """Return a second definition of a workflow under another type name.

    Wippy starts workflows by entry ID, other clients by their custom name; both must be
    registered.
    """
    original = cls.run  # type: ignore[attr-defined]

    async def run(self: Any, *args: Any) -> Any:
        return await original(self, *args)

    alias_name = f"{cls.__name__}Alias"
    run.__qualname__ = f"{alias_name}.run"
    run.__module__ = cls.__module__
    namespace = {
        "run": workflow.run(run),
        "__module__": cls.__module__,
        "__qualname__": alias_name,
    }
    alias = type(alias_name, (cls,), namespace)
    return workflow.defn(name=name, sandboxed=False)(alias)  # type: ignore[return-value]
