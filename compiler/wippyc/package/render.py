"""Renders the project boilerplate around the generated modules from `templates/`."""

from __future__ import annotations

import dataclasses
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

import jinja2
from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]

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
    worker = PurePosixPath("src", plan.package, "worker.py")
    files[worker] = format_python(files[worker])
    return files


def format_python(text: str) -> str:
    """Sort the imports of a Python text and format it, as `ruff` does with our settings."""
    common = ["--isolated", "--quiet", "--stdin-filename", "module.py"]
    target = ["--target-version", "py311", "--line-length", str(LINE_LENGTH)]
    ordered = _ruff(["check", "--select", "I", "--fix-only", *common, *target, "-"], text)
    return _ruff(["format", *common, *target, "-"], ordered)


def template_folder() -> Path:
    """Return the templates of the installed distribution, or of the source tree."""
    installed = Path(__file__).resolve().parents[1] / "_templates"
    if installed.is_dir():
        return installed
    return Path(__file__).resolve().parents[3] / "templates"


def _ruff(arguments: list[str], text: str) -> str:
    done = subprocess.run(
        [find_ruff_bin(), *arguments], input=text.encode("utf-8"), capture_output=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"ruff failed: {done.stderr.decode('utf-8', 'replace')}")
    return done.stdout.decode("utf-8")


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
