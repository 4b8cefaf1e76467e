"""Applications that mix Lua's features with waits, each compiled alone and run on the server.

What a function may wait for is found out from the whole application, so other entries could hide
what is missed in one. A coroutine that nobody awaits fails the test.
"""

from __future__ import annotations

import gc
import json
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from tests.compiled.lone_applications import LoneApplication, lone_applications


@pytest.mark.parametrize(
    "application", [pytest.param(each, id=each.name) for each in lone_applications()]
)
def test_application(application: LoneApplication, on_server: Callable[..., Any]) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        outcome = on_server(application.files, application.play)
        gc.collect()
    assert json.loads(json.dumps(outcome)) == application.expected
    assert [str(each.message) for each in caught if "never awaited" in str(each.message)] == []
