"""Which part of the runtime an application needs, and what that part depends on.

The runtime is read as text and never imported: a module is needed when a generated module or a
needed module imports it, inside functions too, since the runtime imports heavy parts lazily.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

RUNTIME = "wippy_runtime"
LIBRARY = "lib"

# What every worker needs, whatever the application imports.
WORKER_MODULES = frozenset(
    {"registry", "temporal.application", "temporal.plugin", "temporal.worker"}
)

# Requirement of each third-party package the runtime imports, by import name.
REQUIREMENTS = {
    "brotli": "brotli>=1.1,<2",
    "cryptography": "cryptography>=42",
    "diff_match_patch": "diff-match-patch>=20230430",
    "google": None,  # comes with temporalio
    "httpx": "httpx>=0.27,<1",
    "jsonschema": "jsonschema>=4.20,<5",
    "nexusrpc": None,  # comes with temporalio
    "nh3": "nh3>=0.2.18,<1",
    "temporalio": "temporalio>=1.35,<2",
    "typing_extensions": None,  # comes with temporalio
    "yaml": "pyyaml>=6,<7",
    "zstandard": "zstandard>=0.22,<1",
    "zoneinfo": "tzdata>=2024.1",  # time zones on machines without a database of their own
}

# What a module imports by names that are data in it; only where these modules are needed.
IMPORTED_BY_NAME = {
    "lua.globals": ("base", "coroutine", "errors", "math", "os", "string", "table"),
}


class UnknownDependencyError(Exception):
    """The runtime imports a package this module has no requirement for: a bug of wippyc."""


@dataclass(frozen=True, slots=True)
class RuntimePart:
    """The needed part of the runtime.

    Attributes:
        files: Text by path below the runtime's folder.
        packages: Third-party packages it imports, by import name. Packages that only some
            functions need are not among them (see `optional.py`).
    """

    files: tuple[tuple[PurePosixPath, str], ...]
    packages: frozenset[str]

    @property
    def libraries(self) -> dict[str, str]:
        """Text of each library module by its name."""
        return {path.stem: text for path, text in self.files if path.parts[0] == LIBRARY}


@dataclass(frozen=True, slots=True)
class _Module:
    path: PurePosixPath
    text: str
    internal: frozenset[str]
    external: frozenset[str]


def runtime_part(roots: Iterable[str]) -> RuntimePart:
    """Return the modules that `roots` need, with the worker itself.

    Args:
        roots: Dotted module names below the runtime, e.g. `lua.table`.

    Raises:
        UnknownDependencyError: A needed module imports a package without known requirement.
        LookupError: A root does not exist.
    """
    folder = runtime_folder()
    needed: dict[str, _Module] = {}
    waiting = sorted({*roots, *WORKER_MODULES})
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        module = _read_module(folder, name)
        if module is None:
            raise LookupError(f"no runtime module {name!r}")
        needed[name] = module
        waiting.extend(sorted(module.internal - needed.keys()))
    files = sorted(((module.path, module.text) for module in needed.values()), key=str)
    external = frozenset(name for module in needed.values() for name in module.external)
    return RuntimePart(tuple(files), external)


def known_part(paths: Iterable[str], packages: Iterable[str]) -> RuntimePart:
    """Return the part that consists of files whose paths are known, and imports these packages."""
    folder = runtime_folder()
    files = [(PurePosixPath(path), (folder / path).read_text(encoding="utf-8")) for path in paths]
    return RuntimePart(tuple(files), frozenset(packages))


def library_tables(text: str) -> frozenset[str]:
    """Return the library modules that a text gets as Lua tables, as names below the runtime."""
    found: set[str] = set()
    if "module_table(" not in text:
        return frozenset()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Call(
                func=ast.Name(id="module_table"), args=[ast.Constant(value=str(name)), *_]
            ):
                found.add(f"{LIBRARY}.{name}")
    return frozenset(found)


def requirements_of(packages: Iterable[str]) -> tuple[str, ...]:
    """Return the sorted requirements of third-party packages, by import name."""
    found = set()
    for name in sorted(packages):
        if name not in REQUIREMENTS:
            raise UnknownDependencyError(f"no requirement is known for the package {name!r}")
        if requirement := REQUIREMENTS[name]:
            found.add(requirement)
    return tuple(sorted(found))


def runtime_folder() -> Path:
    """Return the folder of the installed runtime, or of the source tree's."""
    spec = importlib.util.find_spec(RUNTIME)
    if spec is not None and spec.submodule_search_locations:
        return Path(next(iter(spec.submodule_search_locations)))
    return Path(__file__).resolve().parents[3] / "runtime_support" / RUNTIME


@cache
def _read_module(folder: Path, name: str) -> _Module | None:
    found = _module_path(folder, name)
    if found is None:
        return None
    text = (folder / found).read_text(encoding="utf-8")
    package = name if found.name == "__init__.py" else name.rpartition(".")[0]
    internal: set[str] = set(_packages_of(name))
    external: set[str] = set()
    for imported in _imports(ast.parse(text)):
        match imported:
            case ast.ImportFrom(level=0, module=str(module)):
                external.add(module)
            case ast.ImportFrom(level=level, module=module, names=names):
                base = _resolve(package, level, module or "")
                targets = [base, *(_join(base, alias.name) for alias in names)]
                internal.update(each for each in targets if _module_path(folder, each))
            case ast.Import(names=names):
                external.update(alias.name for alias in names)
    internal.update(f"{LIBRARY}.{each}" for each in IMPORTED_BY_NAME.get(name, ()))
    internal.update(each for each in library_tables(text) if _module_path(folder, each))
    tops = {each.partition(".")[0] for each in external}
    third_party = {each for each in tops if each not in sys.stdlib_module_names}
    third_party |= tops & REQUIREMENTS.keys()
    return _Module(found, text, frozenset(internal), frozenset(third_party))


# Where statements have statements: nothing else is walked.
_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")


def _imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield all imports; of third-party packages only those that must succeed at run time."""
    waiting: list[tuple[ast.AST, bool]] = [(each, True) for each in tree.body]
    while waiting:
        node, is_required = waiting.pop()
        match node:
            case ast.ImportFrom(level=level) if level or is_required:
                yield node
            case ast.Import() if is_required:
                yield node
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body, orelse=orelse):
                waiting.extend((each, False) for each in body)
                waiting.extend((each, is_required) for each in orelse)
            case ast.Try(body=body) if any(map(_catches_import_error, node.handlers)):
                waiting.extend((each, False) for each in body)
                rest = [*node.handlers, *node.orelse, *node.finalbody]
                waiting.extend((each, is_required) for each in rest)
            case _:
                for block in _BLOCKS:
                    waiting.extend((each, is_required) for each in getattr(node, block, ()))


def _catches_import_error(handler: ast.ExceptHandler) -> bool:
    match handler.type:
        case ast.Name(id="ImportError" | "ModuleNotFoundError"):
            return True
        case _:
            return False


def _module_path(folder: Path, name: str) -> PurePosixPath | None:
    path = PurePosixPath(*name.split(".")) if name else PurePosixPath()
    if (folder / path / "__init__.py").is_file():
        return path / "__init__.py"
    if name and (folder / path).with_suffix(".py").is_file():
        return path.with_suffix(".py")
    return None


def _packages_of(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(len(parts))]


def _resolve(package: str, level: int, module: str) -> str:
    parts = package.split(".") if package else []
    return _join(".".join(parts[: len(parts) - (level - 1)]), module)


def _join(base: str, name: str) -> str:
    return f"{base}.{name}" if base and name else base or name
