"""The golden file that holds the accepted command skeletons of workflows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FILE_NAME: Final = "skeletons.json"


def read_skeletons(path: Path) -> Mapping[str, tuple[str, ...]] | None:
    """Return the skeletons of a golden file, `None` when there is none that can be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        workflows = document["workflows"].items()
        return {str(key): tuple(map(str, lines)) for key, lines in workflows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
