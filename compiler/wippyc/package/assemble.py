"""Puts a generated package together: modules, line maps, runtime, boilerplate and manifest."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from wippyc.package.file_tree import FileTree, content_hash, file_tree
from wippyc.package.folders import template_folder
from wippyc.package.memory import Findings, PackageMemory
from wippyc.package.names import package_name
from wippyc.package.optional import mentions_of_packages, reachable_packages
from wippyc.package.plan import EntryPlan, PackagePlan, plan_package
from wippyc.package.render import Boilerplate, render_boilerplate
from wippyc.package.vendor import (
    LIBRARY,
    RUNTIME,
    RuntimePart,
    known_part,
    library_tables,
    requirements_of,
    runtime_part,
)
from wippyc.pipeline_model import CompiledModule, CompileOptions, CompileResult

# Raised when generated code changes on purpose; histories recorded on an older number still replay.
EMISSION_VERSION = 1

# What a package needs that imports an installed runtime instead of carrying its own.
RUNTIME_REQUIREMENT = "wippyc>=0.1,<1"

GENERATOR = "wippyc"

NOTHING_KNOWN = PackageMemory()


def assemble(
    result: CompileResult,
    options: CompileOptions,
    *,
    extra_runtime: Iterable[str] = (),
    memory: PackageMemory = NOTHING_KNOWN,
) -> FileTree:
    """Return all files of the generated package, in memory.

    Args:
        result: An error-free compilation.
        options: The options it was made with.
        extra_runtime: Runtime modules to vendor besides those the application needs.
        memory: What earlier builds found out.

    Raises:
        ValueError: The result has errors, or two modules have the same path.
    """
    if result.has_errors or result.project is None:
        raise ValueError("a compilation with errors cannot be packaged")
    package = options.package or package_name(result.project.name)
    roots = sorted({*extra_runtime, *_runtime_modules(result.modules)})
    part, optional = _runtime(roots, [module.text for module in result.modules], memory)
    is_vendored = options.runtime == "vendor"
    requirements = (
        requirements_of(part.packages | optional)
        if is_vendored
        else (*requirements_of(optional), RUNTIME_REQUIREMENT)
    )
    plan = plan_package(
        result.project, result.modules, options, package=package, requirements=requirements
    )
    root = PurePosixPath("src", package)
    files = [(root / path, text) for path, text in _module_files(result.modules)]
    if is_vendored:
        files += [(root / RUNTIME / path, text) for path, text in part.files]
        files.append((root / RUNTIME / "LICENSE", _license()))
    boilerplate = render_boilerplate(plan, memory)
    files += boilerplate.with_build_id(_build_id(boilerplate, files)).items()
    manifest = _manifest(plan, files)
    tree = file_tree(package, [*files, (root / "manifest.json", manifest)])
    _verify(tree, {root / module.path for module in result.modules})
    return tree


def _runtime(
    roots: Sequence[str], texts: Sequence[str], memory: PackageMemory
) -> tuple[RuntimePart, frozenset[str]]:
    """Return the part of the runtime that modules need, and the optional packages they can reach.

    Args:
        roots: Runtime modules they import.
        texts: Their texts.
        memory: What earlier builds found out.
    """

    def read_runtime() -> Findings:
        part = runtime_part(roots)
        return {
            "files": [str(path) for path, _ in part.files],
            "packages": sorted(part.packages),
            "mentions": [mentions_of_packages(part.libraries)],
        }

    found = memory.find(("files", "packages", "mentions"), roots, read_runtime)
    part = known_part(found["files"], found["packages"])
    outside = [text for path, text in part.files if path.parts[0] != LIBRARY]
    mentions = re.compile("|".join(found["mentions"]))
    mentioning = [text for text in texts if mentions.search(text)]

    def reach_packages() -> Findings:
        return {"packages": sorted(reachable_packages([*mentioning, *outside], part.libraries))}

    reached = memory.find(("packages",), (*found["files"], *mentioning), reach_packages)
    return part, frozenset(reached["packages"])


def _runtime_modules(modules: Iterable[CompiledModule]) -> set[str]:
    imported = {name for module in modules for name in module.runtime_modules}
    return imported | {name for module in modules for name in library_tables(module.text)}


def _module_files(modules: tuple[CompiledModule, ...]) -> list[tuple[PurePosixPath, str]]:
    files = []
    folders: set[PurePosixPath] = set()
    for module in modules:
        files.append((module.path, module.text))
        dotted = ".".join(module.path.with_suffix("").parts)
        files.append((PurePosixPath("lua_maps", f"{dotted}.json"), module.line_map))
        folders.update(parent for parent in module.path.parents if parent.name)
    files += [(folder / "__init__.py", "") for folder in sorted(folders, key=str)]
    return files


def _license() -> str:
    return (template_folder() / "runtime_license.txt").read_text(encoding="utf-8")


def _build_id(boilerplate: Boilerplate, files: list[tuple[PurePosixPath, str]]) -> str:
    digest = hashlib.sha256()
    texts = [*files, *boilerplate.without_build_id.items()]
    for path, text in sorted(texts, key=lambda file: str(file[0])):
        digest.update(f"{path}\0{content_hash(text)}\n".encode())
    return digest.hexdigest()[:16]


def _manifest(plan: PackagePlan, files: list[tuple[PurePosixPath, str]]) -> str:
    content = {
        "generator": GENERATOR,
        "emission": EMISSION_VERSION,
        "package": plan.package,
        "runtime": "vendor" if plan.is_vendored else "dependency",
        "entries": {entry.id: _manifest_entry(entry) for entry in plan.entries},
        "files": {str(path): content_hash(text) for path, text in sorted(files, key=_path_text)},
    }
    return json.dumps(content, indent=2, ensure_ascii=True) + "\n"


def _path_text(file: tuple[PurePosixPath, str]) -> str:
    return str(file[0])


def _manifest_entry(entry: EntryPlan) -> dict[str, str | None]:
    return {
        "kind": entry.kind,
        "role": entry.role,
        "worker": entry.worker,
        "module": entry.module,
        "source": entry.source,
        "source_sha256": hashlib.sha256(
            entry.source_text.encode("utf-8", "surrogatepass")
        ).hexdigest(),
    }


def _verify(tree: FileTree, known: set[PurePosixPath]) -> None:
    """Refuse to hand out a Python file that Python cannot read.

    Args:
        tree: All files.
        known: Modules that were read when their line maps were made.
    """
    runtime = PurePosixPath("src", tree.package, RUNTIME)
    for path, text in tree:
        text.encode("utf-8")
        if path.suffix == ".py" and path not in known and runtime not in path.parents:
            ast.parse(text, str(path))
