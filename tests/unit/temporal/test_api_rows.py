"""The compiler's table and the runtime's functions must agree."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from wippyc.api.model import ApiFunction
from wippyc.api.registry import modules

MODULES = ("channel", "ctx", "funcs", "payload", "process", "workflow")
OBJECTS = {
    ("channel", "Channel"): "lib.channel",
    ("funcs", "Executor"): "lib.funcs",
    ("funcs", "Future"): "lib.funcs",
    ("payload", "Payload"): "lib.payload",
    ("process", "Spawner"): "lib.process_spawner",
    ("process", "Message"): "lib.process_message",
}


def _rows() -> Iterator[Any]:
    for name in MODULES:
        module = modules()[name]
        python = importlib.import_module(f"wippy_runtime.{module.python}")
        for row in module.functions.values():
            target = getattr(python, row.python or row.name.replace(".", "_"))
            yield pytest.param(row, target, 0, id=f"{name}.{row.name}")
    for (name, type_name), path in OBJECTS.items():
        python_type = getattr(importlib.import_module(f"wippy_runtime.{path}"), type_name)
        for row in modules()[name].objects[type_name].methods.values():
            target = getattr(python_type, python_type.lua_methods[row.name])
            assert python_type.lua_methods[row.name] == (row.python or row.name)
            yield pytest.param(row, target, 1, id=f"{type_name}:{row.name}")


@pytest.mark.parametrize(("row", "target", "bound"), list(_rows()))
def test_row_matches_function(row: ApiFunction, target: Any, bound: int) -> None:
    assert inspect.iscoroutinefunction(target) is row.yields
    parameters = list(inspect.signature(target).parameters.values())[bound:]
    takes_any = any(p.kind is p.VAR_POSITIONAL for p in parameters)
    assert takes_any is (row.parameters is None)
    if row.parameters is not None:
        assert len(parameters) == row.parameters
        assert all(p.default is None for p in parameters)


@pytest.mark.parametrize("name", ["payload", "process"])
def test_constants_exist_in_both_spellings(name: str) -> None:
    module = modules()[name]
    python = importlib.import_module(f"wippy_runtime.{module.python}")
    for constant in module.constants:
        value = getattr(python, constant.replace(".", "_"))
        table, _, field = constant.partition(".")
        if field and table in module.constants:
            assert getattr(python, table)[field] == value
