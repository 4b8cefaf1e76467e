"""Isolation of process-wide registries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wippy_runtime.temporal import functions


@pytest.fixture(autouse=True)
def own_functions() -> Iterator[None]:
    """Give each test its own functions."""
    before = dict(functions._entries)
    functions._entries.clear()
    yield
    functions._entries.clear()
    functions._entries.update(before)
