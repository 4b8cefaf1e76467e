"""The part of the runtime that an application gets."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from wippyc.package import vendor

FILES = {
    "__init__.py": "",
    "registry.py": "",
    "host.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
    "    from .lua.scheduler import Scheduler\n    import pandas\n",
    "lua/__init__.py": "",
    "lua/scheduler.py": "import asyncio\n",
    "lua/table.py": "from . import values\n",
    "lua/values.py": "",
    "lua/strings.py": "from .modules import module_table\nTEXT = module_table('text')\n",
    "lua/modules.py": "",
    "lib/text.py": "",
    "lib/__init__.py": "",
    "lib/http_client.py": "def get():\n    import httpx\n    from ..lua.table import Table\n",
    "lib/yaml.py": "import yaml\nfrom .. import host\n",
    "lib/unused.py": "import sqlalchemy\n",
    "lib/optional.py": "try:\n    import orjson\nexcept ImportError:\n    import json\n",
    "temporal/__init__.py": "",
    "temporal/application.py": "",
    "temporal/plugin.py": "from .application import Application\n",
    "temporal/worker.py": "import temporalio.worker\nfrom .application import Application\n",
}


@pytest.fixture
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(vendor, "runtime_folder", lambda: tmp_path)
    return tmp_path


def names(part: vendor.RuntimePart) -> list[str]:
    return [str(path) for path, _ in part.files]


@pytest.mark.usefixtures("runtime")
def test_a_worker_alone_needs_little() -> None:
    part = vendor.runtime_part([])
    assert names(part) == [
        "__init__.py",
        "registry.py",
        "temporal/__init__.py",
        "temporal/application.py",
        "temporal/plugin.py",
        "temporal/worker.py",
    ]
    assert part.packages == {"temporalio"}


@pytest.mark.usefixtures("runtime")
def test_imports_are_followed_inside_functions_and_for_type_checkers() -> None:
    part = vendor.runtime_part(["lib.http_client", "lib.yaml"])
    assert {"lua/table.py", "lua/values.py", "host.py", "lua/scheduler.py"} <= set(names(part))
    assert "lib/unused.py" not in names(part)
    assert vendor.requirements_of(part.packages) == (
        "httpx>=0.27,<1",
        "pyyaml>=6,<7",
        "temporalio>=1.35,<2",
    )


@pytest.mark.usefixtures("runtime")
def test_what_an_import_error_is_caught_for_is_no_requirement() -> None:
    assert vendor.runtime_part(["lib.optional"]).packages == {"temporalio"}


@pytest.mark.usefixtures("runtime")
def test_an_unknown_package_is_an_error() -> None:
    with pytest.raises(vendor.UnknownDependencyError, match="sqlalchemy"):
        vendor.requirements_of(vendor.runtime_part(["lib.unused"]).packages)


@pytest.mark.usefixtures("runtime")
def test_a_missing_module_is_an_error() -> None:
    with pytest.raises(LookupError, match=r"lib\.nothing"):
        vendor.runtime_part(["lib.nothing"])


@pytest.mark.usefixtures("runtime")
def test_modules_used_as_tables_are_needed() -> None:
    part = vendor.runtime_part(["lua.strings"])
    assert "lib/text.py" in names(part)


def all_optional_packages(folder: Path) -> set[str]:
    calls = (
        node
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "optional_package"
    )
    return {
        argument.value.partition(".")[0]
        for call in calls
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }


def test_globals_bring_the_libraries_they_look_for() -> None:
    text = (vendor.runtime_folder() / "lua" / "globals.py").read_text()
    (libraries,) = (
        ast.literal_eval(node.value)
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_LIBRARIES"
    )
    assert set(vendor.IMPORTED_BY_NAME["lua.globals"]) == {"base", *libraries}


def test_every_import_of_the_real_runtime_leads_somewhere() -> None:
    folder = vendor.runtime_folder()
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level:
                base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
                found = base.with_suffix(".py").is_file() or (base / "__init__.py").is_file()
                assert found, f"{path}: from {'.' * node.level}{node.module or ''}"


def test_every_module_of_the_real_runtime_can_be_vendored() -> None:
    folder = vendor.runtime_folder()
    modules = [
        ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(folder.rglob("*.py"))
        if path != folder / "__init__.py"
    ]
    part = vendor.runtime_part(modules)
    assert vendor.requirements_of(part.packages)
    assert vendor.requirements_of(part.packages | all_optional_packages(folder))
    for path, text in part.files:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                assert node.module is not None
                assert not node.module.startswith(("wippy", "luaparser", "libcst")), path
