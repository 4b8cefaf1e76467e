"""Where wippyc's own files are."""

from __future__ import annotations

from pathlib import Path


def template_folder() -> Path:
    """Return the templates of the installed distribution, or of the source tree."""
    installed = Path(__file__).resolve().parents[1] / "_templates"
    if installed.is_dir():
        return installed
    return Path(__file__).resolve().parents[3] / "templates"
