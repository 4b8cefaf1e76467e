"""Which applications the paths of a command line mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from wippyc.cli.compilation import check_application
from wippyc.cli.console import CommandError


def applications_of(paths: Iterable[Path]) -> dict[Path, frozenset[str]]:
    """Return the applications that paths belong to, with the files to report on in each.

    No files means all of them. A path below an application's folder belongs to the application,
    whose entries decide what a file means.

    Raises:
        CommandError: A path does not exist.
    """
    found: dict[Path, frozenset[str]] = {}
    for path in paths:
        if not path.exists():
            raise CommandError(f"no such file or folder: {path}")
        root = application_root(path)
        if path.is_dir() and path.resolve() == root.resolve():
            found[check_application(root)] = frozenset()
            continue
        inside = path.resolve().relative_to(root.resolve())
        known = found.get(root)
        if known is None or known:
            found[root] = (known or frozenset()) | {inside.as_posix()}
    return found


def application_root(path: Path) -> Path:
    """Return the application's folder for a file or folder in it.

    It is the nearest folder upwards with a `.wippy.yaml` or `wippy.lock`, else the topmost of the
    folders upwards that hold an `_index.yaml`, else the path itself (the folder, for a file).
    """
    start = path if path.is_dir() else path.parent
    topmost = None
    for folder in (start, *_parents(start)):
        if (folder / ".wippy.yaml").is_file() or (folder / "wippy.lock").is_file():
            return folder
        if (folder / "_index.yaml").is_file():
            topmost = folder
        elif topmost is not None:
            break
    return start if topmost is None else topmost


def _parents(folder: Path) -> Sequence[Path]:
    """Return the parents, in the spelling of the given path where that reaches."""
    return tuple(folder.parents) if folder.is_absolute() else tuple(folder.resolve().parents)
