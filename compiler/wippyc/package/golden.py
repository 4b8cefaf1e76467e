"""Goldens: generated packages kept in a repository, so that every change of output is seen.

A golden folder holds the generated package byte for byte, except the vendored runtime, of which
it holds the hashes (`wippy_runtime.sha256`), the findings of the compilation (`diagnostics.txt`)
and the command skeletons of the workflows (`skeletons.json`).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from wippyc.check.skeleton_file import FILE_NAME, accepted_skeletons
from wippyc.diagnostics.render import render
from wippyc.package.assemble import assemble
from wippyc.package.file_tree import content_hash
from wippyc.package.vendor import RUNTIME
from wippyc.package.write import TreeDifference
from wippyc.pipeline_model import CompileOptions, CompileResult

DIAGNOSTICS = PurePosixPath("diagnostics.txt")
RUNTIME_HASHES = PurePosixPath(f"{RUNTIME}.sha256")


def golden_files(
    result: CompileResult, options: CompileOptions, root: Path
) -> Mapping[PurePosixPath, str]:
    """Return the files of a golden folder; with errors, the findings alone.

    Args:
        result: The compilation.
        options: Its options.
        root: The application's folder.
    """
    findings = render(result.diagnostics, "full", color=False, root=root)
    files = {DIAGNOSTICS: findings}
    if result.has_errors:
        return files
    tree = assemble(result, options)
    runtime = PurePosixPath("src", tree.package, RUNTIME)
    hashes = []
    for path, text in tree:
        if runtime in path.parents:
            hashes.append(f"{content_hash(text)}  {path.relative_to(runtime)}\n")
        else:
            files[path] = text
    if hashes:
        files[RUNTIME_HASHES] = "".join(hashes)
    if result.project is not None:
        files[PurePosixPath(FILE_NAME)] = accepted_skeletons(result.project)
    return dict(sorted(files.items(), key=lambda file: str(file[0])))


def compare_golden(files: Mapping[PurePosixPath, str], folder: Path) -> TreeDifference:
    """Compare; every file in the folder counts, so a stray one is a difference too."""
    existing = _existing(folder)
    return TreeDifference(
        changed={
            path: (existing[path], text)
            for path, text in files.items()
            if path in existing and existing[path] != text
        },
        missing=tuple(path for path in files if path not in existing),
        orphaned=tuple(path for path in existing if path not in files),
    )


def update_golden(files: Mapping[PurePosixPath, str], folder: Path) -> None:
    """Make the folder hold exactly these files."""
    if folder.exists():
        shutil.rmtree(folder)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode("utf-8"))


def _existing(folder: Path) -> dict[PurePosixPath, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            name = PurePosixPath(path.relative_to(folder).as_posix())
            found[name] = path.read_bytes().decode("utf-8", "surrogateescape")
    return found
