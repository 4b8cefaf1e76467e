"""Checking again whenever a file of an application changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from wippyc.cli.console import Console

_INTERVAL = 0.3


def watch_folders(roots: Sequence[Path], run: Callable[[], object], console: Console) -> None:
    """Run now and after every change, until interrupted."""
    before = None
    while True:
        now = _stamp(roots)
        if now != before:
            if before is not None and sys.stdout.isatty():
                console.result("\x1b[2J\x1b[H")
            before = now
            run()
            console.say("watching for changes")
        time.sleep(_INTERVAL)


def _stamp(roots: Sequence[Path]) -> list[tuple[str, int, int]]:
    from wippyc.check.lint_cache import application_files

    return [each for root in roots for each in application_files(root)]
