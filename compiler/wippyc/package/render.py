"""Renders the project boilerplate around the generated modules from `templates/`."""

from __future__ import annotations

import dataclasses
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

import jinja2
from ruff.__main__ import find_ruff_bin

from wippyc.package.folders import template_folder
from wippyc.package.plan import PackagePlan

LINE_LENGTH = 100

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


def render_boilerplate(plan: PackagePlan, *, build_id: str) -> dict[PurePosixPath, str]:
    """Render every template.

    Args:
        plan: What to print.
        build_id: Hash of the rest of the package, the default build ID for worker versioning.

    Returns:
        Text by path below the output folder; Python texts are formatted.
    """
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
