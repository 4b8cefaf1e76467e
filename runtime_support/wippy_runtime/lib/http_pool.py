"""HTTP connection pools: one per event loop and way of connecting."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from weakref import WeakKeyDictionary

import httpx

from ..loop_resources import on_loop_end

MAXIMUM_REDIRECTS = 10


@dataclass(frozen=True, slots=True)
class Transport:
    """How to connect.

    Attributes:
        unix_socket: Path of a Unix socket to connect to instead of the URL's host.
        verify: Whether to check the server's certificate.
        ca_file: PEM file of the authority to trust.
        cert_file: PEM file of the client certificate.
        key_file: PEM file of its private key.
    """

    unix_socket: str | None = None
    verify: bool = True
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None


_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Transport, httpx.AsyncClient]] = (
    WeakKeyDictionary()
)


def client_for(transport: Transport) -> httpx.AsyncClient:
    """Return the client of the current event loop for a way of connecting.

    Raises:
        OSError: A certificate file cannot be read.
    """
    loop = asyncio.get_running_loop()
    clients = _pools.get(loop)
    if clients is None:
        clients = _pools[loop] = {}
        opened = clients

        async def close() -> None:
            for client in opened.values():
                await client.aclose()
            opened.clear()

        on_loop_end(close)
    client = clients.get(transport)
    if client is None:
        client = clients[transport] = _new_client(transport)
    return client


def _new_client(transport: Transport) -> httpx.AsyncClient:
    # Applications expect each request to stand alone: no cookie is kept.
    jar = CookieJar(policy=DefaultCookiePolicy(allowed_domains=_NOTHING))
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    context = _ssl_context(transport)
    if transport.unix_socket is not None:
        return httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(
                uds=transport.unix_socket, verify=context, limits=limits
            ),
            cookies=jar,
            max_redirects=MAXIMUM_REDIRECTS,
        )
    return httpx.AsyncClient(
        verify=context, cookies=jar, limits=limits, max_redirects=MAXIMUM_REDIRECTS
    )


_NOTHING: Sequence[str] = ()


def _ssl_context(transport: Transport) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=transport.ca_file)
    if not transport.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if transport.cert_file is not None:
        context.load_cert_chain(transport.cert_file, transport.key_file)
    return context
