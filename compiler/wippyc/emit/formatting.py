"""Formatting of generated text with ruff, many modules in one process."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ruff import find_ruff_bin

LINE_LENGTH = 100


def format_modules(texts: Mapping[str, str]) -> dict[str, str]:
    """Format Python texts.

    Args:
        texts: Text by a key of the caller's.

    Raises:
        RuntimeError: A text is not valid Python; a bug of the emitter.
    """
    if not texts:
        return {}
    with tempfile.TemporaryDirectory(prefix="wippyc-") as folder:
        root = Path(folder)
        files = {key: root / f"m{position}.py" for position, key in enumerate(texts)}
        for key, path in files.items():
            path.write_text(texts[key], encoding="utf-8", newline="\n")
        options = ["--isolated", "--no-cache", "--line-length", str(LINE_LENGTH)]
        command = [find_ruff_bin(), "format", "--quiet", *options, "--target-version=py311", folder]
        outcome = subprocess.run(command, capture_output=True, text=True, check=False)
        if outcome.returncode:
            raise RuntimeError(f"generated code cannot be formatted: {outcome.stderr.strip()}")
        return {key: path.read_text(encoding="utf-8") for key, path in files.items()}
