"""Renders the project boilerplate around the generated modules from `templates/`."""

from __future__ import annotations

import dataclasses
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ruff.__main__ import find_ruff_bin

from wippyc.package.folders import template_folder
from wippyc.package.memory import Findings, PackageMemory
from wippyc.package.plan import PackagePlan

if TYPE_CHECKING:
    import jinja2

LINE_LENGTH = 100
# Stands for a build ID.
ANY_BUILD_ID = "0123456789abcdef"

# Template → path of the file in the package; `{package}` is filled in.
TEMPLATES = {
    "pyproject.toml.jinja": "pyproject.toml",
    "README.md.jinja": "README.md",
    "Dockerfile.jinja": "Dockerfile",
    "dockerignore.jinja": ".dockerignore",
    "temporal.toml.example.jinja": "temporal.toml.example",
    "init.py.jinja": "src/{package}/__init__.py",
    "main.py.jinja": "src/{package}/__main__.py",
    "worker.py.jinja": "src/{package}/worker.py",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """The rendered files around the modules, by path below the output folder.

    Attributes:
        plan: What they print.
        without_build_id: Their texts with an empty build ID: what the ID is made from.
        with_any_build_id: Their texts with `ANY_BUILD_ID`, which is as long as any.
    """

    plan: PackagePlan
    without_build_id: Mapping[PurePosixPath, str]
    with_any_build_id: Mapping[PurePosixPath, str]

    def with_build_id(self, build_id: str) -> Mapping[PurePosixPath, str]:
        """Return the texts with the default build ID for worker versioning.

        Args:
            build_id: Hash of the rest of the package.
        """
        # Texts of the application are in these files too.
        count = sum(text.count(ANY_BUILD_ID) for text in self.with_any_build_id.values())
        if count != 1 or len(build_id) != len(ANY_BUILD_ID):
            return _render(self.plan, build_id)
        return {
            path: text.replace(ANY_BUILD_ID, build_id)
            for path, text in self.with_any_build_id.items()
        }


def render_boilerplate(plan: PackagePlan, memory: PackageMemory) -> Boilerplate:
    """Render every template.

    Args:
        plan: What to print.
        memory: What was rendered before.

    Returns:
        The files; Python texts are formatted.
    """

    def render() -> Findings:
        first, second = (_render(plan, build_id) for build_id in ("", ANY_BUILD_ID))
        return {
            "paths": [str(path) for path in first],
            "first": list(first.values()),
            "second": [second[path] for path in first],
        }

    # No template prints the sources.
    entries = tuple(dataclasses.replace(entry, source_text="") for entry in plan.entries)
    key = repr(dataclasses.replace(plan, entries=entries))
    found = memory.find(("paths", "first", "second"), [key], render)
    paths = [PurePosixPath(path) for path in found["paths"]]
    return Boilerplate(
        plan=plan,
        without_build_id=dict(zip(paths, found["first"], strict=True)),
        with_any_build_id=dict(zip(paths, found["second"], strict=True)),
    )


def _render(plan: PackagePlan, build_id: str) -> dict[PurePosixPath, str]:
    """Render every template; return the texts by path."""
    values = {each.name: getattr(plan, each.name) for each in dataclasses.fields(plan)}
    files = {}
    for template, path in TEMPLATES.items():
        text = _environment().get_template(template).render(values, build_id=build_id)
        place = PurePosixPath(path.format(package=plan.package))
        files[place] = text
    scripts = {path: text for path, text in files.items() if path.suffix == ".py"}
    return files | format_python(scripts)


def format_python(files: Mapping[PurePosixPath, str]) -> dict[PurePosixPath, str]:
    """Sort the imports of Python files and format them, as `ruff` does with our settings."""
    with tempfile.TemporaryDirectory(prefix="wippyc-") as scratch:
        for path, text in files.items():
            (Path(scratch) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(scratch) / path).write_bytes(text.encode("utf-8"))
        common = ["--isolated", "--quiet", "--no-cache", "--target-version", "py311"]
        common += ["--line-length", str(LINE_LENGTH), "."]
        _ruff(["check", "--select", "I", "--fix-only", *common], scratch)
        _ruff(["format", *common], scratch)
        return {path: (Path(scratch) / path).read_bytes().decode("utf-8") for path in files}


def _ruff(arguments: list[str], folder: str) -> None:
    done = subprocess.run(
        [find_ruff_bin(), *arguments], cwd=folder, capture_output=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"ruff failed: {done.stderr.decode('utf-8', 'replace')}")


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_folder()),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = _markdown_cell
    return environment


def _markdown_cell(text: str) -> str:
    """Return user text as code in a cell of a Markdown table; empty text stays empty."""
    if not text:
        return ""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return "`" + plain.replace("`", "'").replace("|", "\\|") + "`"
