"""Interceptors that carry context headers: of clients, of workflows, of activities.

One object, `WippyInterceptor`, serves as client interceptor and, because workers take over the
interceptors of their client, as worker interceptor.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NoReturn, Protocol, TypeVar

import temporalio.client
import temporalio.worker
from temporalio.api.common.v1 import Payload

from ..host import current_host
from .headers import (
    SECURITY_HEADER,
    incoming_headers,
    outgoing_context,
    outgoing_sender,
    with_context,
)


class _WithHeaders(Protocol):
    headers: Mapping[str, Payload]


_Input = TypeVar("_Input", bound=_WithHeaders)


def _caller() -> tuple[Mapping[str, Any], Payload | None]:
    """Return context values and security header of the code that makes the call."""
    host = current_host.get(None)
    values = outgoing_context.get()
    if values is None:
        values = host.context() if host is not None else {}
    return values, getattr(host, "security_header", None)


def _add_headers(request: _Input, *, sender: str = "") -> _Input:
    values, security = _caller()
    headers = with_context(request.headers, values, sender=sender, security=security)
    return dataclasses.replace(request, headers=headers)  # type: ignore[type-var]


class _ClientOutbound(temporalio.client.OutboundInterceptor):
    async def start_workflow(
        self, input: temporalio.client.StartWorkflowInput
    ) -> temporalio.client.WorkflowHandle[Any, Any]:
        sender = outgoing_sender.get() if input.start_signal else ""
        return await super().start_workflow(_add_headers(input, sender=sender))

    async def signal_workflow(self, input: temporalio.client.SignalWorkflowInput) -> None:
        return await super().signal_workflow(_add_headers(input, sender=outgoing_sender.get()))


class _WorkflowInbound(temporalio.worker.WorkflowInboundInterceptor):
    def init(self, outbound: temporalio.worker.WorkflowOutboundInterceptor) -> None:
        super().init(_WorkflowOutbound(outbound))

    async def handle_signal(self, input: temporalio.worker.HandleSignalInput) -> None:
        token = incoming_headers.set(input.headers)
        try:
            await super().handle_signal(input)
        finally:
            incoming_headers.reset(token)


class _WorkflowOutbound(temporalio.worker.WorkflowOutboundInterceptor):
    def continue_as_new(self, input: temporalio.worker.ContinueAsNewInput) -> NoReturn:
        super().continue_as_new(_add_headers(input))

    def start_activity(
        self, input: temporalio.worker.StartActivityInput
    ) -> temporalio.workflow.ActivityHandle[Any]:
        return super().start_activity(_add_headers(input))

    def start_local_activity(
        self, input: temporalio.worker.StartLocalActivityInput
    ) -> temporalio.workflow.ActivityHandle[Any]:
        return super().start_local_activity(_add_headers(input))

    async def start_child_workflow(
        self, input: temporalio.worker.StartChildWorkflowInput
    ) -> temporalio.workflow.ChildWorkflowHandle[Any, Any]:
        return await super().start_child_workflow(_add_headers(input))

    async def signal_child_workflow(
        self, input: temporalio.worker.SignalChildWorkflowInput
    ) -> None:
        await super().signal_child_workflow(_add_headers(input, sender=_own_pid()))

    async def signal_external_workflow(
        self, input: temporalio.worker.SignalExternalWorkflowInput
    ) -> None:
        await super().signal_external_workflow(_add_headers(input, sender=_own_pid()))


def _own_pid() -> str:
    host = current_host.get(None)
    return host.pid() if host is not None else ""


class _ActivityInbound(temporalio.worker.ActivityInboundInterceptor):
    async def execute_activity(self, input: temporalio.worker.ExecuteActivityInput) -> Any:
        token = incoming_headers.set(input.headers)
        try:
            return await super().execute_activity(input)
        finally:
            incoming_headers.reset(token)


class WippyInterceptor(temporalio.client.Interceptor, temporalio.worker.Interceptor):
    """Carries `ctx` values, security identity and signal senders in headers."""

    def intercept_client(
        self, next: temporalio.client.OutboundInterceptor
    ) -> temporalio.client.OutboundInterceptor:
        """Add headers to workflow starts and signals."""
        return _ClientOutbound(next)

    def intercept_activity(
        self, next: temporalio.worker.ActivityInboundInterceptor
    ) -> temporalio.worker.ActivityInboundInterceptor:
        """Expose the headers of an activity through `incoming_headers`."""
        return _ActivityInbound(next)

    def workflow_interceptor_class(
        self, input: temporalio.worker.WorkflowInterceptorClassInput
    ) -> type[temporalio.worker.WorkflowInboundInterceptor] | None:
        """Add headers to commands and expose the headers of signals."""
        return _WorkflowInbound


__all__ = ["SECURITY_HEADER", "WippyInterceptor"]
