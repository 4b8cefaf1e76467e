"""What is in a generated package."""

from __future__ import annotations

import ast
import dataclasses
import json
import subprocess
import sys
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from handmade import client_entry, compiled, lua_entry, other_entry, result

from wippyc.cache_folder import CacheFolder
from wippyc.diagnostics.model import Diagnostic, Rule, Severity
from wippyc.package.assemble import assemble
from wippyc.package.file_tree import FileTree, content_hash
from wippyc.package.memory import PackageMemory
from wippyc.package.render import ANY_BUILD_ID
from wippyc.package.write import write_tree
from wippyc.pipeline_model import CompiledModule, CompileOptions, CompileResult

MODULES = (
    compiled("order_flow"),
    compiled("charge", "activity"),
    compiled("loose", "activity"),
    compiled("prices", "library"),
)


def shop() -> CompileResult:
    entries = (
        lua_entry("loose", "function.lua", None),
        other_entry(
            "url", "env.variable", {"variable": "SHOP_URL", "storage": "os", "default": "x"}
        ),
        other_entry("os", "env.storage.os", {}),
    )
    return result(*MODULES, entries=entries)


def text_of(tree: FileTree, path: str) -> str:
    return tree.files[PurePosixPath(path)]


def test_the_layout_is_complete() -> None:
    tree = assemble(shop(), CompileOptions())
    paths = {str(path) for path in tree.files if "wippy_runtime" not in path.parts}
    assert paths == {
        ".dockerignore",
        "Dockerfile",
        "README.md",
        "pyproject.toml",
        "temporal.toml.example",
        "src/shop/__init__.py",
        "src/shop/__main__.py",
        "src/shop/worker.py",
        "src/shop/manifest.json",
        "src/shop/workflows/__init__.py",
        "src/shop/workflows/order_flow.py",
        "src/shop/activities/__init__.py",
        "src/shop/activities/charge.py",
        "src/shop/activities/loose.py",
        "src/shop/libraries/__init__.py",
        "src/shop/libraries/prices.py",
        "src/shop/lua_maps/workflows.order_flow.json",
        "src/shop/lua_maps/activities.charge.json",
        "src/shop/lua_maps/activities.loose.json",
        "src/shop/lua_maps/libraries.prices.json",
    }
    assert PurePosixPath("src/shop/wippy_runtime/temporal/worker.py") in tree.files
    assert "MIT License" in text_of(tree, "src/shop/wippy_runtime/LICENSE")


def test_the_licence_is_the_repository_s() -> None:
    licence = Path(__file__).parents[2] / "LICENSE"
    tree = assemble(shop(), CompileOptions())
    assert text_of(tree, "src/shop/wippy_runtime/LICENSE") == licence.read_text()


def test_the_worker_declares_the_application() -> None:
    worker = text_of(assemble(shop(), CompileOptions()), "src/shop/worker.py")
    assert "from .workflows.order_flow import OrderFlow" in worker
    assert 'id="app:client",' in worker
    assert "workflows=(OrderFlow,)," in worker
    assert "activities=(charge,)," in worker
    assert "functions=(loose,)," in worker
    assert 'EnvironmentVariable(id="app:url", name="SHOP_URL", storage="app:os"' in worker
    assert 'api_key="${env:SECRET_KEY}"' in worker


def test_placeholders_are_not_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2-hunter2")
    for _, text in assemble(shop(), CompileOptions()):
        assert "hunter2" not in text


def test_names_that_collide_get_an_alias() -> None:
    modules = (compiled("main", "activity"), compiled("a", cls="Flow"), compiled("b", cls="Flow"))
    worker = text_of(assemble(result(*modules), CompileOptions()), "src/shop/worker.py")
    assert "from .activities.main import main as main_2" in worker
    assert "from .workflows.a import Flow\n" in worker
    assert "from .workflows.b import Flow as Flow_2" in worker


def test_a_dependency_runtime_is_not_part_of_the_package() -> None:
    tree = assemble(shop(), CompileOptions(runtime="dependency"))
    assert not any("wippy_runtime" in path.parts for path in tree.files)
    assert "from wippy_runtime.temporal.worker import" in text_of(tree, "src/shop/worker.py")
    project = tomllib.loads(text_of(tree, "pyproject.toml"))["project"]
    assert project["dependencies"] == ["wippyc>=0.1,<1"]


def test_pyproject_is_valid_and_depends_on_what_is_imported() -> None:
    project = tomllib.loads(text_of(assemble(shop(), CompileOptions()), "pyproject.toml"))
    assert "temporalio>=1.35,<2" in project["project"]["dependencies"]
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["project"]["scripts"] == {"shop-worker": "shop.worker:main"}


def test_the_manifest_lists_every_other_file() -> None:
    tree = assemble(shop(), CompileOptions())
    manifest = json.loads(text_of(tree, "src/shop/manifest.json"))
    expected = {
        str(path): content_hash(text) for path, text in tree if path.name != "manifest.json"
    }
    assert manifest["files"] == expected
    assert manifest["emission"] == 1
    assert manifest["entries"]["app:order_flow"]["module"] == "workflows/order_flow.py"
    assert manifest["entries"]["app:loose"]["worker"] is None


def test_the_build_id_follows_the_content() -> None:
    def build_id(modules: CompileResult) -> str:
        worker = text_of(assemble(modules, CompileOptions()), "src/shop/worker.py")
        return worker.split('build_id="')[1].split('"')[0]

    assert build_id(shop()) == build_id(shop())
    assert build_id(shop()) != build_id(result(compiled("order_flow")))


HOSTILE = 'x"""\n\\N{BULLET}"; __import__("os").system("false") #\u2028{{ 7 * 7 }}|`'


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    entries = (
        other_entry("v", "env.variable", {"variable": HOSTILE, "default": HOSTILE}),
        client_entry(),
    )
    tree = assemble(result(compiled("flow"), entries=entries, name=HOSTILE), CompileOptions())
    worker = PurePosixPath("src", tree.package, "worker.py")
    constants = [
        node.value
        for node in ast.walk(ast.parse(tree.files[worker]))
        if isinstance(node, ast.Constant)
    ]
    assert HOSTILE in constants
    assert tomllib.loads(text_of(tree, "pyproject.toml"))["project"]["name"]
    assert "49" not in text_of(tree, "README.md")
    table = [line for line in text_of(tree, "README.md").splitlines() if "a variable of" in line]
    assert len(table) == 1


def test_errors_cannot_be_packaged() -> None:
    rule = Rule("X1", "bad", Severity.ERROR, "Bad.")
    broken = CompileResult(
        project=shop().project,
        modules=(),
        diagnostics=(Diagnostic(rule=rule, message="bad", span=None),),
    )
    with pytest.raises(ValueError, match="errors"):
        assemble(broken, CompileOptions())


def test_boilerplate_passes_the_package_s_own_checks(tmp_path: Path) -> None:
    write_tree(assemble(shop(), CompileOptions()), tmp_path)
    for command in (["ruff", "check"], ["ruff", "format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", *command, "--no-cache", "--exclude", "wippy_runtime", "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def asking(name: str, statement: str) -> CompiledModule:
    module = compiled(name, "activity")
    text = f"from ..wippy_runtime.lib import json\n\n\ndef {name}() -> None:\n    {statement}\n"
    return dataclasses.replace(module, text=text, runtime_modules=frozenset({"lib.json"}))


@pytest.mark.parametrize("default", ["x", ANY_BUILD_ID])
def test_a_package_from_memory_is_as_one_from_nothing(tmp_path: Path, default: str) -> None:
    entry = other_entry("url", "env.variable", {"variable": "SHOP_URL", "default": default})
    results = [
        result(*MODULES, entries=(entry,)),
        result(*MODULES, asking("keys", "json.encode"), entries=(entry,)),
        result(*MODULES, asking("keys", "json.validate"), entries=(entry,)),
        result(*MODULES, entries=(entry,), name="other"),
    ]
    fresh = [assemble(each, CompileOptions()) for each in results]
    projects = {text_of(tree, "pyproject.toml") for tree in fresh}
    assert len(projects) == 3
    for _ in range(2):
        memory = PackageMemory(CacheFolder(tmp_path, "tool"))
        for each, tree in zip(results, fresh, strict=True):
            assert assemble(each, CompileOptions(), memory=memory).files == tree.files


def test_what_the_memory_has_no_use_for_is_removed(tmp_path: Path) -> None:
    memory = PackageMemory(CacheFolder(tmp_path, "tool"))
    assemble(shop(), CompileOptions(), memory=memory)
    kept = {path.name for path in tmp_path.iterdir()}
    (tmp_path / "old").write_text("{}")
    for damage in ("", "[]", "{}", '{"packages": [1]}', '{"packages": null}', "\xff"):
        for name in kept:
            (tmp_path / name).write_text(damage)
        again = PackageMemory(CacheFolder(tmp_path, "tool"))
        assert (
            assemble(shop(), CompileOptions(), memory=again).files
            == assemble(shop(), CompileOptions()).files
        )
    again.forget_unused()
    assert {path.name for path in tmp_path.iterdir()} == kept
