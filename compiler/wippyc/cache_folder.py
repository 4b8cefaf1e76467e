"""Results of earlier compilations in a folder: one file a result, named by what it was made from.

The name is a digest of everything the result depends on, wippyc's own sources and Python's version
among it, so a file is either right or never looked for. A file that cannot be read counts as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path


class CacheFolder:
    """Bytes by key.

    Args:
        folder: Where they are kept; made on the first store.
        tool: What changes when wippyc does.
    """

    def __init__(self, folder: Path, tool: str) -> None:
        self._folder = folder
        self._tool = f"{tool} {sys.version}"
        self._used: set[str] = set()

    def key(self, parts: Iterable[str | bytes]) -> str:
        """Return the name of the result that is made from `parts`; it counts as in use."""
        digest = hashlib.sha256(self._tool.encode())
        for part in parts:
            content = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
            digest.update(b"%d " % len(content))
            digest.update(content)
        name = digest.hexdigest()[:32]
        self.keep(name)
        return name

    def keep(self, key: str) -> None:
        """Note that a result is in use."""
        self._used.add(key)

    def load(self, key: str) -> bytes | None:
        """Return what is stored under a key, or `None`."""
        try:
            return (self._folder / key).read_bytes()
        except OSError:
            return None

    def has(self, key: str) -> bool:
        """Whether something is stored under a key."""
        return (self._folder / key).is_file()

    def store(self, key: str, content: bytes) -> None:
        """Keep a result; a folder that cannot be written keeps nothing."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            scratch = self._folder / f".{key}.{os.getpid()}"
            scratch.write_bytes(content)
            scratch.replace(self._folder / key)

    def forget_unused(self) -> None:
        """Remove the results whose key nobody has asked for."""
        with contextlib.suppress(OSError):
            for name in os.listdir(self._folder):
                if name not in self._used:
                    (self._folder / name).unlink(missing_ok=True)
