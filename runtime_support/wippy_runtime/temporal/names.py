"""Names of processes as one execution knows them."""

from __future__ import annotations


class LocalNames:
    """A name registry that lives as long as its execution."""

    def __init__(self) -> None:
        self._pids: dict[str, str] = {}

    def register(self, name: str, pid: str) -> bool:
        """Give a PID a name; false when another PID holds it."""
        return self._pids.setdefault(name, pid) == pid

    def lookup(self, name: str) -> str | None:
        """Return the PID registered under a name."""
        return self._pids.get(name)

    def unregister(self, name: str) -> bool:
        """Remove a name; false when it was not registered."""
        return self._pids.pop(name, None) is not None
