"""Names of the functions and processes of this node, behind `process.registry`."""

from __future__ import annotations

import threading


class ProcessNames:
    """Names and the PIDs they stand for. Safe to use from several threads."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._lock = threading.Lock()

    def register(self, name: str, pid: str) -> bool:
        """Give a PID a name; false when another PID holds it."""
        with self._lock:
            return self._names.setdefault(name, pid) == pid

    def lookup(self, name: str) -> str | None:
        """Return the PID registered under a name."""
        with self._lock:
            return self._names.get(name)

    def unregister(self, name: str) -> bool:
        """Remove a name; false when it was not registered."""
        with self._lock:
            return self._names.pop(name, None) is not None

    def resolve(self, destination: str) -> str:
        """Return the PID a destination means: itself, or what the name stands for."""
        return self.lookup(destination) or destination

    def forget(self, pid: str) -> None:
        """Remove every name of a process that ended."""
        with self._lock:
            for name in [name for name, holder in self._names.items() if holder == pid]:
                del self._names[name]


process_names = ProcessNames()
"""The names of this Python process."""
