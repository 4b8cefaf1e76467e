"""What analysis takes for granted of userdata holds in the runtime."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import wippy_runtime.lib
from wippy_runtime.lua.coroutines import Thread
from wippy_runtime.lua.userdata import Userdata
from wippyc.api.registry import modules


def _subclasses(parent: type[Userdata]) -> Iterator[type[Userdata]]:
    for each in parent.__subclasses__():
        yield each
        yield from _subclasses(each)


def test_only_marked_objects_have_fields() -> None:
    """Every class that has more than methods is marked, and no other."""
    for module in pkgutil.iter_modules(wippy_runtime.lib.__path__):
        importlib.import_module(f"wippy_runtime.lib.{module.name}")
    runtime = {
        each.__name__
        for each in _subclasses(Userdata)
        if each.__module__.startswith("wippy_runtime.")
        # A thread refuses what others answer with nil.
        and each is not Thread
        and (
            each.lua_index is not Userdata.lua_index or each.__getitem__ is not Userdata.__getitem__
        )
    }
    marked = {
        name
        for module in modules().values()
        for name, shape in module.objects.items()
        if shape.has_fields
    }
    assert marked == runtime
    assert "Response" in marked
