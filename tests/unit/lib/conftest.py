"""A function call around the library under test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from wippy_runtime.host import current_host
from wippy_runtime.temporal.function_host import FunctionHost
from wippy_runtime.temporal.function_run import Outcome, run_function
from wippy_runtime.temporal.functions import FunctionEntry


class FixedHost(FunctionHost):
    """A function host whose clock stands still."""

    def __init__(self, nanoseconds: int = 1_700_000_000_123_456_789) -> None:
        super().__init__("app:test")
        self.nanoseconds = nanoseconds
        self.records: list[tuple[str, str, dict[str, Any]]] = []

    def now_ns(self) -> int:
        """Return the fixed time."""
        return self.nanoseconds

    def log(self, level: str, message: str, fields: Any) -> None:
        """Keep the record."""
        self.records.append((level, message, dict(fields)))


@pytest.fixture
def fixed_host() -> Iterator[FixedHost]:
    """Make a host with a fixed clock the current one."""
    host = FixedHost()
    token = current_host.set(host)
    yield host
    current_host.reset(token)


@pytest.fixture
def run_lua() -> Callable[..., Outcome]:
    """Run a function the way an activity does and return its outcome."""

    def run(function: Callable[..., Any], *arguments: Any) -> Outcome:
        return asyncio.run(run_function(FunctionEntry("app:test", function), arguments))

    return run
