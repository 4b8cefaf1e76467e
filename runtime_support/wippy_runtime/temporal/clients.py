"""The Temporal clients of this process, by client entry ID."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping

from temporalio import activity
from temporalio.client import Client

_clients: dict[str, Client] = {}
_offers: dict[str, Callable[[], Awaitable[Client]]] = {}
_lock = threading.Lock()


def register_client(client_id: str, client: Client) -> None:
    """Make a connected client available to functions."""
    with _lock:
        _clients[client_id] = client


def forget_clients(clients: Mapping[str, Client]) -> None:
    """Take back clients registered before, unless others took their place."""
    with _lock:
        for client_id, client in clients.items():
            if _clients.get(client_id) is client:
                del _clients[client_id]


def offer_clients(offers: Mapping[str, Callable[[], Awaitable[Client]]]) -> None:
    """Replace what says how to connect clients that nobody has connected yet."""
    with _lock:
        _offers.clear()
        _offers.update(offers)


def find_client(client_id: str) -> Client | None:
    """Return the connected client of an entry; without an ID, the only or first one."""
    with _lock:
        if client_id:
            return _clients.get(client_id)
        return next(iter(_clients.values()), None)


def is_client(client_id: str) -> bool:
    """Return whether an entry ID is that of a client of this process."""
    with _lock:
        return client_id in _clients or client_id in _offers


async def obtain_client(client_id: str) -> Client | None:
    """Return the client of an entry, connecting it on its first use.

    Without an ID it is the only or first one. In a worker that another program runs it is the
    client of that worker. `None` when this process has no such client.

    Raises:
        ConfigurationError: The server cannot be reached.
    """
    client = find_client(client_id)
    if client is not None:
        return client
    with _lock:
        name = client_id or next(iter(_offers), "")
        offer = _offers.get(name)
    if offer is not None:
        connected = await offer()
        with _lock:
            # Two functions may have connected at the same time: the first one's stays.
            return _clients.setdefault(name, connected)
    return _client_of_activity()


def _client_of_activity() -> Client | None:
    try:
        return activity.client()
    except RuntimeError:
        return None
