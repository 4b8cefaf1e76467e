"""How the functions of an application get at clients that no worker has connected."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Mapping

from temporalio.client import Client
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.client import Plugin as ClientPlugin

from .application import Application, ClientSpec
from .connection import connect, resolve_connection
from .converter import data_converter
from .environment import Environment
from .hooks import Hooks
from .interceptors import WippyInterceptor

Offer = Callable[[], Awaitable[Client]]


def client_offers(
    application: Application, hooks: Hooks, environment: Environment, process: Mapping[str, str]
) -> dict[str, Offer]:
    """Return what connects each client of an application, by client entry ID.

    Nothing connects before it is called. An application without client entries has one client,
    made of the connection defaults.

    Args:
        application: The compiled application.
        hooks: Checked hooks.
        environment: Registry that fills placeholders.
        process: Process environment.
    """
    specs = {client.id: client for client in application.clients}
    if not specs:
        default = ClientSpec(
            id="temporal",
            address=application.default_address,
            namespace=application.default_namespace,
        )
        specs[default.id] = default

    def offer(spec: ClientSpec) -> Offer:
        async def connected() -> Client:
            return await connect(
                resolve_connection(spec, environment, process),
                runtime=hooks.runtime,
                data_converter=dataclasses.replace(
                    data_converter, payload_codec=hooks.payload_codec
                ),
                interceptors=[
                    *(each for each in hooks.interceptors if isinstance(each, ClientInterceptor)),
                    WippyInterceptor(),
                ],
                plugins=[each for each in hooks.plugins if isinstance(each, ClientPlugin)],
            )

        return connected

    return {client_id: offer(spec) for client_id, spec in specs.items()}
