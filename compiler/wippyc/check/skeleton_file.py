"""The golden file that holds the accepted command skeletons of workflows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wippyc.project.model import Project

FILE_NAME: Final = "skeletons.json"


def read_skeletons(path: Path) -> Mapping[str, tuple[str, ...]] | None:
    """Return the skeletons of a golden file, `None` when there is none that can be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        workflows = document["workflows"].items()
        return {str(key): tuple(map(str, lines)) for key, lines in workflows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def accepted_skeletons(project: Project) -> str:
    """Return the text of the golden file for an application that compiles."""
    from wippyc.check.context import CheckContext
    from wippyc.check.engine import lint_project
    from wippyc.check.settings import DEFAULT_SETTINGS
    from wippyc.check.skeleton import SkeletonLine, skeleton_text, skeletons
    from wippyc.diagnostics.model import Sink

    found: dict[str, tuple[SkeletonLine, ...]] = {}
    for facts in lint_project(project, Sink()).programs:
        found.update(skeletons(CheckContext(facts, DEFAULT_SETTINGS)))
    return skeleton_text(found)
