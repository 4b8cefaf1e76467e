"""Runs compiled applications: always in processes of their own, never inside the compiler."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

STOP_SECONDS = 15.0


def python_command(arguments: Sequence[str]) -> list[str]:
    """Return the command line of this Python with further arguments."""
    return [sys.executable, *arguments]


def with_python_path(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return an environment in which modules of a folder can be imported."""
    existing = environ.get("PYTHONPATH")
    path = str(folder) if not existing else f"{folder}{os.pathsep}{existing}"
    return {**environ, "PYTHONPATH": path}


def run_to_end(
    arguments: Sequence[str], environ: Mapping[str, str], *, folder: Path | None = None
) -> int:
    """Run a Python process in the foreground and return its exit status.

    SIGTERM is passed on; SIGINT reaches the process by itself, as it has the same terminal.
    """
    process = subprocess.Popen(python_command(arguments), env=dict(environ), cwd=folder)

    def pass_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    previous = signal.signal(signal.SIGTERM, pass_on)
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the process has got it too and ends in its own time
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextlib.contextmanager
def background(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    *,
    folder: Path | None = None,
    output: IO[str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a Python process for the time of a `with` block, then end it with SIGTERM."""
    process = subprocess.Popen(
        python_command(arguments),
        env=dict(environ),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
