"""Fixtures for applications that a test writes itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.compiled.application import Act, act_on, compile_files
from tests.compiled.examples import Scenario, play


@pytest.fixture
def on_server(
    tmp_path: Path, temporal_env: Any, on_loop: Callable[..., Any]
) -> Callable[[Mapping[str, str], Act], Any]:
    """Compile an application and run an action while its workers run on the real server."""

    def run(files: Mapping[str, str], act: Act) -> Any:
        return on_loop(act_on(compile_files(tmp_path, files), temporal_env, act))

    return run


@pytest.fixture(scope="module")
def play_example(
    tmp_path_factory: pytest.TempPathFactory, temporal_env: Any, on_loop: Callable[..., Any]
) -> Callable[[str, Mapping[str, Scenario]], dict[str, Any]]:
    """Run the scenarios of an example on the real server and return their outcomes by name."""

    def run(name: str, scenarios: Mapping[str, Scenario]) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp(name)
        outcomes: dict[str, Any] = on_loop(play(name, scenarios, folder, temporal_env))
        return outcomes

    return run


@pytest.fixture(autouse=True, scope="session")
def _quiet_failed_attempts() -> None:
    """Activities fail on purpose here; the SDK logs each attempt as a warning."""
    logging.getLogger("temporalio.activity").setLevel(logging.ERROR)
