"""Fixtures shared by all tests."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

_Value = TypeVar("_Value")

# A busy machine is no bug: examples are bounded in number, not in time.
settings.register_profile("wippyc", deadline=None)
settings.load_profile("wippyc")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that accepts goldens."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="accept generated code as the new goldens instead of comparing it",
    )


_DEFAULT_BINARY = Path.home() / ".cache" / "wippyc" / "bin" / "temporal"


@pytest.fixture(scope="session")
def event_runner() -> Iterator[asyncio.Runner]:
    """One event loop for the whole session: SDK clients and the server handle live on it."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def on_loop(
    event_runner: asyncio.Runner,
) -> Callable[[Coroutine[Any, Any, _Value]], _Value]:
    """Run a coroutine on the session's event loop."""
    return event_runner.run


@pytest.fixture(scope="session")
def temporal_env(event_runner: asyncio.Runner) -> Iterator[Any]:
    """A real Temporal dev server, shared by the session; use unique task queues and IDs.

    The binary is `WIPPYC_TEMPORAL_CLI` or the one in the cache of wippyc; without either the SDK
    downloads one.
    """
    from temporalio.testing import WorkflowEnvironment

    binary = Path(os.environ.get("WIPPYC_TEMPORAL_CLI", _DEFAULT_BINARY))
    environment = event_runner.run(
        WorkflowEnvironment.start_local(
            dev_server_existing_path=str(binary) if binary.exists() else None,
            dev_server_log_level="error",
        )
    )
    yield environment
    event_runner.run(environment.shutdown())
