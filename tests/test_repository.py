"""Promises of the repository about itself: paths, order of imports, sizes, codes, words."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import wippyc
from wippyc.diagnostics.model import Rule
from wippyc.emit.imports import RUNTIME_HOMES

ROOT = Path(__file__).parents[1]
COMPILER = ROOT / "compiler" / "wippyc"
RUNTIME = ROOT / "runtime_support" / "wippy_runtime"
FOLDERS = (
    ".ci", "benchmarks", "compiler", "docs", "examples", "golden", "runtime_support", "scripts",
    "templates", "tests",
)  # fmt: skip
TEXTS = frozenset({"", ".html", ".jinja", ".json", ".lua", ".md", ".py", ".toml", ".txt", ".yaml"})

# A part may import those of its own row and of the rows above it.
ORDER = (
    ("source", "node", "cache_folder", "processes"),
    ("diagnostics",),
    ("project", "lua", "api"),
    ("ir",),
    ("lower",),
    ("analyse",),
    ("check", "emit"),
    ("pipeline_model",),
    ("text_cache", "module_texts", "package"),
    ("module_cache",),
    ("caches",),
    ("pipeline",),
    ("tolerant",),
    ("cli", "language_server"),
)
# The same for the folders of `analyse`.
ANALYSES = (
    "program", "abstract_values", "dataflow", "call_graph", "numbers", "lists", "objects",
)  # fmt: skip
RANKS = {part: rank for rank, parts in enumerate(ORDER) for part in parts}

# Files above the limit, each with the reason that splitting it would make it worse.
LIMIT = 500
LONG_FILES = {
    "compiler/wippyc/emit/annotation_check.py": "one walk whose cases all work on the same state",
    "compiler/wippyc/lua/type_pass.py": "one pass over the tokens",
    "tests/compiled/test_documented_processes.py": "a table of documented forms",
    "tests/differential/class_generator.py": "one grammar",
    "tests/differential/program_generator.py": "one grammar",
    "tests/differential/test_dispatch.py": "a table of programs",
    "tests/unit/temporal/test_scheduler.py": "one subject",
}


def python_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def texts() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            inner = path.relative_to(ROOT / folder).parts
            is_hidden = any(part.startswith(".") or part == "__pycache__" for part in inner)
            if path.is_file() and not is_hidden and path.suffix in TEXTS:
                yield path
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file())


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield level and dotted name of every import of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from ((0, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                yield from ((level, f"{module or ''}.{alias.name}") for alias in names)


def compiler_part(path: Path) -> str:
    relative = path.relative_to(COMPILER)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def test_every_path_in_the_documents_exists() -> None:
    missing = []
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        linked = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose)
        quoted = re.findall(r"`([\w.\-]+(?:/[\w.\-]+)*/?)`", prose)
        paths = [each for each in quoted if each.split("/")[0] in FOLDERS and "/" in each]
        missing += [f"{name}: {each}" for each in {*linked, *paths} if not (ROOT / each).exists()]
    assert not missing


def test_every_part_of_the_compiler_is_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    parts = {compiler_part(path) for path in python_files(COMPILER)} - {"__init__"}
    assert parts == set(RANKS)
    assert not [part for part in sorted(parts) if f"`{part}" not in text]


@pytest.mark.parametrize("folder", ANALYSES)
def test_no_analysis_imports_one_of_a_later_folder(folder: str) -> None:
    later = ANALYSES[ANALYSES.index(folder) + 1 :]
    assert not [
        f"{path.stem}: {name}"
        for path in python_files(COMPILER / "analyse" / folder)
        for _, name in imported(path)
        if name.startswith(tuple(f"wippyc.analyse.{each}." for each in later))
    ]


@pytest.mark.parametrize("path", python_files(COMPILER), ids=lambda path: path.stem)
def test_no_stage_imports_a_later_one(path: Path) -> None:
    rank = RANKS.get(compiler_part(path))
    for level, name in imported(path):
        top, _, rest = name.partition(".")
        assert level == 0, f"{path}: relative import"
        assert top not in ("temporalio", "wippy_runtime"), f"{path} imports {name}"
        if top == "wippyc" and rest and rank is not None:
            assert RANKS[rest.partition(".")[0]] <= rank, f"{path} imports {name}"


def test_only_the_parser_knows_luaparser_and_only_emit_libcst() -> None:
    users: dict[str, set[str]] = {"luaparser": set(), "libcst": set(), "jinja2": set()}
    for path in python_files(COMPILER):
        for _, name in imported(path):
            users.get(name.partition(".")[0], set()).add(compiler_part(path))
    assert users == {"luaparser": {"lua"}, "libcst": {"emit"}, "jinja2": {"package"}}


@pytest.mark.parametrize("path", python_files(RUNTIME), ids=lambda path: path.stem)
def test_the_runtime_imports_itself_relatively(path: Path) -> None:
    depth = len(path.relative_to(RUNTIME).parts)
    for level, name in imported(path):
        assert level <= depth, f"{path} imports from outside the runtime"
        if level == 0:
            assert name.partition(".")[0] not in ("wippyc", "wippy_runtime"), f"{path}: {name}"


def test_files_stay_short() -> None:
    long = {}
    for folder in ("compiler", "runtime_support", "scripts", "benchmarks", "tests"):
        for path in python_files(ROOT / folder):
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > LIMIT:
                long[str(path.relative_to(ROOT))] = lines
    assert long.keys() <= LONG_FILES.keys(), long


def rules() -> dict[int, Rule]:
    found: dict[int, Rule] = {}
    for module in pkgutil.walk_packages(wippyc.__path__, "wippyc."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for value in vars(loaded).values():
            if isinstance(value, Rule):
                found[id(value)] = value
    return found


def test_codes_and_names_of_rules_are_unique() -> None:
    every = list(rules().values())
    assert len(every) > 100
    for words in ([rule.code for rule in every], [rule.name for rule in every]):
        assert not [word for word, count in Counter(words).items() if count > 1]
    assert all(re.fullmatch(r"[A-Z]{1,2}\d{3}", rule.code) for rule in every)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name) for rule in every)


def test_every_helper_the_emitter_knows_exists() -> None:
    missing = [
        f"{module}.{name}"
        for name, module in RUNTIME_HOMES.items()
        if not hasattr(importlib.import_module(f"wippy_runtime.{module}"), name)
    ]
    assert RUNTIME_HOMES
    assert not missing


# Written in pieces, so that this file does not hold them.
FORBIDDEN = {
    "paths of one machine": r"(?<![\w.])/(wo" + r"rk|ro" + r"ot)/",
    "unfinished work": r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
    "tests that do not run": r"pytest\.(mark\.)?(sk" + r"ip|xf" + r"ail)|unittest\.sk" + r"ip",
    "package registries": r"https?://[\w.\-]*(py" + r"pi|artifact" + r"ory|proxy\.gol" + r"ang)",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_forbidden_is_in_the_repository(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in texts():
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert not found
