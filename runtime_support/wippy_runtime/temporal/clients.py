"""The connected clients of this process, by client entry ID."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from temporalio.client import Client

_clients: dict[str, Client] = {}
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


def find_client(client_id: str) -> Client | None:
    """Return the client of an entry; without an ID, the only or first one."""
    with _lock:
        if client_id:
            return _clients.get(client_id)
        return next(iter(_clients.values()), None)
