"""Finds Temporal's own `temporal` program, or fetches it once.

Looked for in this order: the path in `WIPPYC_TEMPORAL_CLI`, `PATH`, the cache folder, the
download of Temporal's Python SDK, and a build with Go. `python -m wippyc.cli.temporal_cli` prints
the path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

CLI_VARIABLE = "WIPPYC_TEMPORAL_CLI"
CACHE_VARIABLE = "WIPPYC_CACHE_DIR"

# The newest release without a `replace` directive in its go.mod, which `go install` refuses.
GO_PACKAGE = "github.com/temporalio/cli/cmd/temporal@v1.5.1"

SDK_DOWNLOAD_SECONDS = 90
GO_BUILD_SECONDS = 1800

# Runs in a process of its own: the compiler does not import the SDK.
SDK_DOWNLOAD = """
import asyncio, sys
from temporalio.testing import WorkflowEnvironment

async def download() -> None:
    server = await WorkflowEnvironment.start_local(download_dest_dir=sys.argv[1])
    await server.shutdown()

asyncio.run(download())
"""


class TemporalCliError(Exception):
    """No `temporal` program is there and none could be fetched; the text says what was tried."""


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder for fetched programs: `WIPPYC_CACHE_DIR`, else `~/.cache/wippyc`."""
    if configured := environ.get(CACHE_VARIABLE):
        return Path(configured)
    base = environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "wippyc"


def find_cli(environ: Mapping[str, str]) -> Path | None:
    """Return an existing program without fetching anything.

    Raises:
        TemporalCliError: `WIPPYC_TEMPORAL_CLI` names no executable file.
    """
    if configured := environ.get(CLI_VARIABLE):
        path = Path(configured)
        if not _is_executable(path):
            raise TemporalCliError(f"{CLI_VARIABLE} is not an executable file: {configured}")
        return path
    if on_path := shutil.which("temporal", path=environ.get("PATH")):
        return Path(on_path)
    cached = cache_folder(environ) / "bin" / "temporal"
    return cached if _is_executable(cached) else None


def provide_cli(environ: Mapping[str, str], say: Callable[[str], None]) -> Path:
    """Return a program, fetching it into the cache folder when there is none.

    Args:
        environ: Environment variables.
        say: Told what is going on, when something takes long.

    Raises:
        TemporalCliError: Nothing was found, and neither the download nor the build worked.
    """
    found = find_cli(environ)
    if found is not None:
        return found
    folder = cache_folder(environ) / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    failures = []
    for description, fetch in (
        ("downloading the Temporal CLI", _download_with_sdk),
        (f"building the Temporal CLI with Go ({GO_PACKAGE}; takes minutes)", _build_with_go),
    ):
        say(f"{description} into {folder}")
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            try:
                fetched = fetch(Path(scratch), environ)
            except TemporalCliError as error:
                failures.append(str(error))
                continue
            # A rename, so that processes that fetch at the same time never see half a file.
            return fetched.replace(folder / "temporal")
    raise TemporalCliError(
        "no Temporal CLI: " + "; ".join(failures) + f". Install it, or set {CLI_VARIABLE}"
    )


def _download_with_sdk(folder: Path, environ: Mapping[str, str]) -> Path:
    command = [sys.executable, "-c", SDK_DOWNLOAD, str(folder)]
    _run(command, dict(environ), SDK_DOWNLOAD_SECONDS, "download failed")
    for path in sorted(_files(folder)):
        if path.name.startswith("temporal-sdk-python-") and _is_executable(path):
            return path
    raise TemporalCliError("download failed: no program arrived")


def _build_with_go(folder: Path, environ: Mapping[str, str]) -> Path:
    go = shutil.which("go", path=environ.get("PATH"))
    if go is None:
        raise TemporalCliError("Go is not installed")
    variables = {**environ, "GOBIN": str(folder), "CGO_ENABLED": "0"}
    _run(
        [go, "install", "-ldflags", "-s -w", GO_PACKAGE], variables, GO_BUILD_SECONDS, "go install"
    )
    return folder / "temporal"


def _run(command: list[str], environ: Mapping[str, str], seconds: int, what: str) -> None:
    try:
        done = subprocess.run(
            command, env=environ, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise TemporalCliError(f"{what}: gave up after {seconds} s") from None
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise TemporalCliError(f"{what}: {lines[-1] if lines else 'failed'}")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.is_file())


def _is_executable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def main() -> int:
    """Print the path of a usable program."""
    try:
        path = provide_cli(os.environ, lambda text: print(text, file=sys.stderr, flush=True))
    except TemporalCliError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
