"""What generated code uses of the library is exported, as type checkers understand that."""

from __future__ import annotations

import ast
import importlib
import inspect

import pytest

from wippyc.api.registry import modules
from wippyc.emit.api_calls import python_name

_WITH_FUNCTIONS = [name for name, module in modules().items() if module.functions]


@pytest.mark.parametrize("name", _WITH_FUNCTIONS)
def test_functions_are_exported(name: str) -> None:
    module = modules()[name]
    python = importlib.import_module(f"wippy_runtime.{module.python}")
    exported = set(getattr(python, "__all__", ()))
    imported = {
        alias.asname or alias.name
        for statement in ast.parse(inspect.getsource(python)).body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
        if alias.asname != alias.name
    }
    used = {python_name(row) for row in module.functions.values()}
    used.update(constant.replace(".", "_") for constant in module.constants)
    assert not used & (imported - exported)
