"""The extension point of generated workers."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from wippy_runtime.lua.table import Table, array
from wippy_runtime.temporal.configuration_error import ConfigurationError
from wippy_runtime.temporal.hooks import Hooks, activity_name, load_hooks
from wippy_runtime.temporal.python_implementation import implementation_activity, plain_activity


@pytest.fixture(autouse=True)
def clean_modules() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if "hooks" in name or name.startswith("demo_package"):
            del sys.modules[name]


def load(folder: Path, text: str | None, **process: str) -> Hooks:
    if text is not None:
        (folder / "hooks.py").write_text(text)
    return load_hooks("demo_package", process, folder)


def test_no_hooks(tmp_path: Path) -> None:
    assert load(tmp_path, None) == Hooks()


GOOD = """
from temporalio import activity
from temporalio.converter import PayloadCodec
from temporalio.worker import Interceptor

class Codec(PayloadCodec):
    async def encode(self, payloads): return list(payloads)
    async def decode(self, payloads): return list(payloads)

class Watch(Interceptor): ...

@activity.defn(name="extra")
async def extra(order: dict) -> str: return order["id"]

payload_codec = Codec()
interceptors = [Watch()]
activities = [extra]
implementations = {"app:f": lambda order: order}
"""


def test_everything_is_read(tmp_path: Path) -> None:
    hooks = load(tmp_path, GOOD)
    assert hooks.payload_codec is not None
    assert len(hooks.interceptors) == 1
    assert [activity_name(one) for one in hooks.activities] == ["extra"]
    assert list(hooks.implementations) == ["app:f"]
    assert hooks.origin.endswith("hooks.py")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("payload_codec = 5", "payload_codec must be a temporalio PayloadCodec instance, got 5"),
        ("interceptors = 'x'", "interceptors must be a list"),
        ("interceptors = [5]", "interceptors must be interceptor instances, got 5"),
        ("activities = [print]", "activities must be functions with @activity.defn"),
        ("implementations = []", "implementations must be a dict"),
        ("implementations = {'f': print}", "implementations must be entry IDs"),
        ("implementations = {'a:f': 5}", "implementations['a:f'] must be a function"),
        ("runtime = 1", "runtime must be a temporalio Runtime"),
        ("plugins = [1]", "plugins must be Temporal plugin instances"),
        ("interceptor = []", "unknown hook 'interceptor'; did you mean 'interceptors'?"),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("x = (", "SyntaxError"),
    ],
)
def test_mistakes_are_sentences(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path, text)
    assert message in str(caught.value)


def test_environment_names_a_file_or_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other_hooks.py").write_text("implementations = {'a:b': print}")
    assert load(tmp_path, None, WIPPY_HOOKS="other_hooks.py").implementations
    monkeypatch.syspath_prepend(str(tmp_path))
    assert load(tmp_path, None, WIPPY_HOOKS="other_hooks").implementations
    for name in ("missing.py", "missing_hooks"):
        with pytest.raises(ConfigurationError, match="WIPPY_HOOKS"):
            load(tmp_path, None, WIPPY_HOOKS=name)


def test_module_inside_the_package_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "demo_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "hooks.py").write_text("implementations = {'in:side': print}")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert list(load(tmp_path, "implementations = {'be:side': print}").implementations) == [
        "in:side"
    ]


@dataclass
class Order:
    """What a typed activity receives."""

    id: str
    items: list[str]


def run(function: Any, *arguments: Any) -> Any:
    result = ActivityEnvironment().run(function, *arguments)
    return asyncio.run(result) if asyncio.iscoroutine(result) else result


LUA_ORDER = Table({"id": "\xc3\xa4", "items": array(["x", "y"])})


def test_python_functions_see_plain_data() -> None:
    seen: list[Any] = []

    def implementation(order: Any) -> Any:
        seen.append(order)
        return {"ok": True, "names": ["ä"]}

    result = run(implementation_activity("app:f", implementation), LUA_ORDER)
    assert seen == [{"id": "ä", "items": ["x", "y"]}]
    assert isinstance(result, Table)
    assert result["ok"] is True
    assert result["names"][1] == "\xc3\xa4"


def test_type_hints_are_honoured() -> None:
    async def typed(order: Order) -> str:
        assert isinstance(order, Order)
        return order.items[0]

    assert run(plain_activity("typed", typed), LUA_ORDER) == "x"


def test_python_failures() -> None:
    def fail() -> None:
        raise ValueError("bad")

    def refuse() -> None:
        raise ApplicationError("no", type="Invalid", non_retryable=True)

    with pytest.raises(ApplicationError) as caught:
        run(plain_activity("f", fail))
    assert (caught.value.message, caught.value.type) == ("ValueError: bad", "Internal")
    with pytest.raises(ApplicationError) as caught:
        run(plain_activity("f", refuse))
    assert (caught.value.type, caught.value.non_retryable) == ("Invalid", True)


def test_activity_name() -> None:
    @activity.defn(name="named")
    def named() -> None: ...

    assert activity_name(named) == "named"
    assert activity_name(print) is None
