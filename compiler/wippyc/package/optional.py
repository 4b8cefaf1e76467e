"""Third-party packages that only some library functions need.

`crypto.encrypt` needs a cryptography package, `crypto.sha256` does not. An application depends on
such a package when its code can reach a function that asks for it (`optional_package("…")`):
found by following names from the generated modules through the runtime's library functions.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

RUNTIME = "wippy_runtime"
LIBRARY = "lib"

# Functions of the runtime whose first argument names something.
OPTIONAL_PACKAGE = "optional_package"
MODULE_TABLE = "module_table"

# The assignment that lists what a module shows to Lua as a table. It mentions every function, so
# it counts only where the module is used as a value.
EXPORTS = "EXPORTS"

Target = tuple[str, str]  # module below the library folder, top-level name in it ("" for all)


@dataclass(frozen=True, slots=True)
class _Definition:
    """What one top-level definition, or the rest of a module, mentions."""

    names: frozenset[str] = frozenset()
    attributes: frozenset[tuple[str, str]] = frozenset()
    packages: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Library:
    """A module: its definitions by name ("" for module-level code) and what its names import."""

    definitions: Mapping[str, _Definition]
    imports: Mapping[str, Target] = field(default_factory=dict)


def reachable_packages(modules: Iterable[str], libraries: Mapping[str, str]) -> frozenset[str]:
    """Return the optional packages that code can ask for.

    Args:
        modules: Texts of generated modules and of runtime modules outside the library.
        libraries: Text of each library module, by its name below the library folder.
    """
    parsed = {name: _read(text) for name, text in libraries.items()}
    packages: set[str] = set()
    waiting: list[Target] = []
    mentions = re.compile(mentions_of_packages(libraries))
    for text in modules:
        if mentions.search(text) is None:
            continue
        program = _read(text)
        for definition in program.definitions.values():
            packages |= definition.packages
            waiting.extend(_targets(definition, program, "", parsed))
    seen: set[Target] = set()
    while waiting:
        target = waiting.pop()
        module, name = target
        if target in seen or module not in parsed:
            continue
        seen.add(target)
        waiting.append((module, ""))  # importing a module runs its module-level code
        definition = parsed[module].definitions.get(name, _Definition())
        packages |= definition.packages
        waiting.extend(_targets(definition, parsed[module], module, parsed))
    return frozenset(packages)


def mentions_of_packages(libraries: Mapping[str, str]) -> str:
    """Return a pattern that matches every text from which an optional package can be reached.

    Args:
        libraries: Text of each library module.
    """
    return _mention_of(_asking(libraries)).pattern


def _asking(libraries: Mapping[str, str]) -> frozenset[str]:
    """Return the libraries that ask for a package, or mention one that does."""
    asking = {name for name, text in libraries.items() if OPTIONAL_PACKAGE in text}
    while True:
        mentions = _mention_of(frozenset(asking))
        more = {name for name, text in libraries.items() if mentions.search(text)} - asking
        if not more:
            return frozenset(asking)
        asking |= more


def _mention_of(names: frozenset[str]) -> re.Pattern[str]:
    """Match any text that could use one of the libraries, or ask for a package itself."""
    words = "|".join(re.escape(name) for name in sorted(names | {OPTIONAL_PACKAGE, MODULE_TABLE}))
    return re.compile(rf"\b(?:{words})\b")


def _targets(
    definition: _Definition, library: _Library, module: str, known: Mapping[str, _Library]
) -> Iterator[Target]:
    """Yield what a definition's names stand for; a module used as a value is all its exports."""
    for name in definition.tables:
        yield from _whole(name.replace(".", "_"), known)
    for base, attribute in definition.attributes:
        imported = library.imports.get(base)
        if imported is None:
            yield module, base
        else:
            yield (imported[0], attribute) if imported[1] == "" else imported
    for name in definition.names:
        imported = library.imports.get(name)
        if imported is None:
            yield module, name
        elif imported[1]:
            yield imported
        else:
            yield from _whole(imported[0], known)


def _whole(module: str, known: Mapping[str, _Library]) -> Iterator[Target]:
    if module in known:
        names = known[module].definitions
        yield from ((module, name) for name in ([EXPORTS] if EXPORTS in names else names))


def _read(text: str) -> _Library:
    definitions: dict[str, list[ast.stmt]] = {"": []}
    imports: dict[str, Target] = {}
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level or _is_runtime(node.module)):
            imports.update(_imported(node))
    for statement in tree.body:
        definitions.setdefault(_defined_name(statement), []).append(statement)
    return _Library({name: _mentions(body) for name, body in definitions.items()}, imports)


def _defined_name(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name if name == EXPORTS else ""
        case _:
            return ""


def _is_runtime(module: str | None) -> bool:
    return module is not None and module.split(".")[0] == RUNTIME


def _imported(node: ast.ImportFrom) -> Iterator[tuple[str, Target]]:
    """Yield local name and target of imports from library modules.

    The library folder is flat, so a path's last part is the module, wherever it is imported from.
    """
    parts = (node.module or "").split(".")
    for alias in node.names:
        local = alias.asname or alias.name
        if parts[-1] in ("", LIBRARY):
            yield local, (alias.name, "")
        elif len(parts) == 1 or parts[-2] == LIBRARY:
            yield local, (parts[-1], alias.name)


def _mentions(body: Iterable[ast.stmt]) -> _Definition:
    names: set[str] = set()
    attributes: set[tuple[str, str]] = set()
    packages: set[str] = set()
    tables: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        bases: dict[str, int] = {}
        uses: dict[str, int] = {}
        for node in ast.walk(statement):
            match node:
                case ast.Call(func=ast.Name(id=function), args=[ast.Constant(value=str(text)), *_]):
                    if function == OPTIONAL_PACKAGE:
                        packages.add(text.partition(".")[0])
                    elif function == MODULE_TABLE:
                        tables.add(text)
                case ast.Attribute(value=ast.Name(id=base), attr=attribute):
                    attributes.add((base, attribute))
                    bases[base] = bases.get(base, 0) + 1
                case ast.Name(id=name):
                    uses[name] = uses.get(name, 0) + 1
        # A name that only ever stands before a dot is not used as a value.
        names.update(name for name, count in uses.items() if count > bases.get(name, 0))
    return _Definition(
        frozenset(names), frozenset(attributes), frozenset(packages), frozenset(tables)
    )
