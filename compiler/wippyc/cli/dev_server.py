"""Temporal dev servers for `--dev`, the demonstration and the tests."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wippyc.cli.temporal_cli import TemporalCliError, provide_cli

START_SECONDS = 60.0
STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DevServer:
    """A running dev server.

    Attributes:
        address: `host:port` of its API.
        ui_url: Address of its web UI; `None` when it has none.
        namespace: The namespace it was started with.
        cli: The program it runs.
        process_id: Its process.
    """

    address: str
    ui_url: str | None
    namespace: str
    cli: Path
    process_id: int


def is_reachable(address: str, *, timeout: float = 1.0) -> bool:
    """Tell whether something accepts TCP connections at `host:port`."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]") or "localhost", int(port)), timeout):
            return True
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def dev_server(
    *,
    namespace: str = "default",
    ui: bool = False,
    port: int | None = None,
    search_attributes: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Iterator[DevServer]:
    """Run a dev server, in memory, for the time of a `with` block.

    Args:
        namespace: Namespace to create; `default` is always there.
        ui: Whether to serve the web UI.
        port: Port of the API; a free one by default.
        search_attributes: `NAME=Type` of search attributes to register.
        environ: Environment variables that say where the program is; `os.environ` by default.
        say: Told what is going on, when something takes long.

    Raises:
        TemporalCliError: No program, or it did not start.
    """
    variables = os.environ if environ is None else environ
    cli = provide_cli(variables, say)
    api_port, ui_port = _free_ports(2)
    api_port = api_port if port is None else port
    command = [str(cli), "server", "start-dev", "--ip", "127.0.0.1", "--port", str(api_port)]
    command += ["--namespace", namespace, "--log-level", "error"]
    command += ["--ui-port", str(ui_port)] if ui else ["--headless"]
    for attribute in search_attributes:
        command += ["--search-attribute", attribute]
    with tempfile.TemporaryFile("w+") as log:
        # A session of its own: Ctrl-C reaches the workers first, which end while the server runs.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(variables),
            start_new_session=True,
        )
        try:
            server = DevServer(
                address=f"127.0.0.1:{api_port}",
                ui_url=f"http://127.0.0.1:{ui_port}" if ui else None,
                namespace=namespace,
                cli=cli,
                process_id=process.pid,
            )
            _wait_until_ready(server, process)
            yield server
        except _NotReady as error:
            log.seek(0)
            text = log.read().strip()
            raise TemporalCliError(f"{error}{': ' if text else ''}{text[-2000:]}") from None
        finally:
            _stop(process)


class _NotReady(Exception):
    pass


def _wait_until_ready(server: DevServer, process: subprocess.Popen[bytes]) -> None:
    describe = [str(server.cli), "operator", "namespace", "describe", "--namespace"]
    describe += [server.namespace, "--address", server.address]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise _NotReady(f"the dev server ended with status {process.returncode}")
        if is_reachable(server.address, timeout=0.2):
            asked = subprocess.run(describe, capture_output=True, check=False)
            if asked.returncode == 0:
                return
        time.sleep(0.1)
    raise _NotReady(f"the dev server was not ready after {START_SECONDS:.0f} s")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]
