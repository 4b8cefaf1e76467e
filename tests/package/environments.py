"""Virtual environments for tests that install things."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path


def make_environment(folder: Path, *, borrow_libraries: bool) -> Path:
    """Make an empty virtual environment and return its folder of programs.

    Args:
        folder: Where.
        borrow_libraries: Whether it sees the libraries of this environment. Path files of this
            environment are not followed, so a wippyc installed in editable mode stays unseen.
    """
    run([sys.executable, "-m", "venv", folder])
    programs = folder / "bin"
    if borrow_libraries:
        inner = run(
            [programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        ).strip()
        libraries = sysconfig.get_path("purelib")
        (Path(inner) / "borrowed.pth").write_text(f"{libraries}\n", encoding="utf-8")
    return programs


def pip_install(programs: Path, *arguments: str | Path) -> None:
    """Install something with the environment's pip."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    run([programs / "python", "-m", "pip", "install", *quiet, *arguments])


def run(command: list[str | Path], *, folder: Path | None = None) -> str:
    """Run a command without this process's Python settings and return what it printed."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
