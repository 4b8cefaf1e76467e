"""Compiling Lua in a scratch folder and importing what comes out."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from wippy_runtime.lua.results import first
from wippy_runtime.lua.table import Table
from wippyc.package.assemble import assemble
from wippyc.package.write import write_tree
from wippyc.pipeline import compile_project
from wippyc.pipeline_model import CompileOptions

_serial = itertools.count(1)

FUNCTION_APPLICATION = """\
version: "1.0"
namespace: app
entries:
  - name: client
    kind: temporal.client
    address: localhost:7233
  - name: worker
    kind: temporal.worker
    client: app:client
    task_queue: benchmark
  - name: program
    kind: function.lua
    source: file://program.lua
    method: main
    meta: {temporal: {activity: {worker: app:worker}}}
"""


def compile_application(folder: Path, files: Mapping[str, str]) -> str:
    """Compile an application, make its package importable and return the package's name.

    Raises:
        ValueError: The compiler found errors.
    """
    package = f"benchmark_application_{next(_serial)}"
    source = folder / package
    for name, text in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    options = CompileOptions(package=package, runtime="dependency")
    result = compile_project(source, options)
    if not result.modules:
        raise ValueError("\n".join(f"{d.rule.code} {d.message}" for d in result.diagnostics))
    output = folder / f"{package}_output"
    write_tree(assemble(result, options), output)
    sys.path.insert(0, str(output / "src"))
    return package


def compiled_function(folder: Path, lua: str) -> Callable[[], Any]:
    """Compile a chunk that returns a function, and return that function's Python form."""
    package = compile_application(folder, {"_index.yaml": FUNCTION_APPLICATION, "program.lua": lua})
    module = importlib.import_module(f"{package}.activities.program")
    entry = module.program.__wippy_function__ if hasattr(module, "program") else _entry(module)
    if entry.method is None:
        target: Callable[[], Any] = entry.target
        return target
    made = first(entry.target())
    found: Callable[[], Any] = made[entry.method] if isinstance(made, Table) else made
    return found


def _entry(module: ModuleType) -> Any:
    for value in vars(module).values():
        entry = getattr(value, "__wippy_function__", None)
        if entry is not None:
            return entry
    raise LookupError(f"{module.__name__} has no entry function")
