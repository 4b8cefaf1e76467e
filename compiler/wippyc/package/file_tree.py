"""A generated package as data: paths and texts, before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath


def content_hash(text: str) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class FileTree:
    """Text files below an output folder, sorted by path.

    Attributes:
        package: Import name of the package the tree holds.
        files: Text by path; every text ends with a line feed or is empty.
    """

    package: str
    files: Mapping[PurePosixPath, str]

    @property
    def manifest_path(self) -> PurePosixPath:
        """Where the tree's own list of files is."""
        return manifest_path(self.package)

    def __iter__(self) -> Iterator[tuple[PurePosixPath, str]]:
        return iter(self.files.items())


def manifest_path(package: str) -> PurePosixPath:
    """Return the place of a package's manifest below the output folder."""
    return PurePosixPath("src", package, "manifest.json")


def file_tree(package: str, files: Iterable[tuple[PurePosixPath, str]]) -> FileTree:
    """Build a tree.

    Raises:
        ValueError: Two files have the same path, on a file system that ignores case included, or
            a path leaves the output folder.
    """
    by_path: dict[PurePosixPath, str] = {}
    taken: dict[str, PurePosixPath] = {}
    for path, text in files:
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"path leaves the output folder: {path}")
        folded = str(path).casefold()
        if folded in taken:
            raise ValueError(f"two files for one path: {taken[folded]} and {path}")
        taken[folded] = path
        by_path[path] = text
    return FileTree(package, {path: by_path[path] for path in sorted(by_path, key=str)})
