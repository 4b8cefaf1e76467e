"""Libraries with state: a library's chunk runs once for each execution that uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .host import host
from .lua.results import first, settle


def load_library(entry_id: str, chunk: Callable[[], Any]) -> Any:
    """Return what a library's chunk returns, running it if the execution has not yet.

    Args:
        entry_id: Entry ID of the library.
        chunk: Runs the library's source and returns its exports.

    Raises:
        LuaError: The chunk raised, or tried to yield.
    """
    libraries = host().libraries
    if entry_id not in libraries:
        libraries[entry_id] = first(settle(chunk()))
    return libraries[entry_id]
