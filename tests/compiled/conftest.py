"""Fixtures for applications that a test writes itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.compiled.application import Act, act_on, compile_files


@pytest.fixture
def on_server(
    tmp_path: Path, temporal_env: Any, on_loop: Callable[..., Any]
) -> Callable[[Mapping[str, str], Act], Any]:
    """Compile an application and run an action while its workers run on the real server."""

    def run(files: Mapping[str, str], act: Act) -> Any:
        return on_loop(act_on(compile_files(tmp_path, files), temporal_env, act))

    return run
