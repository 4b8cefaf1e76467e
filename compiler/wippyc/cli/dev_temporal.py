"""The Temporal server a command talks to: a running one, or a dev server for `--dev`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wippyc.cli.console import CommandError, Console
from wippyc.cli.dev_server import dev_server, is_reachable
from wippyc.cli.temporal_cli import TemporalCliError

if TYPE_CHECKING:
    from wippyc.project.model import Project

DEFAULT_ADDRESS = "localhost:7233"
DEFAULT_NAMESPACE = "default"
LOCAL_HOSTS = frozenset({"", "localhost", "127.0.0.1", "[::1]"})


@contextlib.contextmanager
def temporal_environment(
    project: Project, *, dev: bool, console: Console
) -> Iterator[dict[str, str]]:
    """Yield the environment for worker processes; with `dev`, with a server that is reachable.

    A dev server takes the port the application expects it on, when that is on this machine, so
    that other programs find it there too.

    Raises:
        CommandError: A dev server is needed and cannot be started.
    """
    environ = dict(os.environ)
    address, namespace = connection_of(project)
    if not dev or is_reachable(address):
        yield environ
        return
    host, _, port_text = address.rpartition(":")
    port = int(port_text) if host in LOCAL_HOSTS and port_text.isdigit() else None
    try:
        with dev_server(namespace=namespace, ui=True, port=port, say=console.say) as server:
            console.say(f"Temporal dev server: {server.address}, UI: {server.ui_url}")
            yield environ | {"TEMPORAL_ADDRESS": server.address, "TEMPORAL_NAMESPACE": namespace}
    except TemporalCliError as error:
        raise CommandError(str(error), status=1) from None


def connection_of(project: Project) -> tuple[str, str]:
    """Return address and namespace an application connects to, as far as known without secrets."""
    from wippyc.project.model import ClientEntry

    client = next(
        (each for each in project.entries.values() if isinstance(each, ClientEntry)), None
    )
    address = None if client is None else client.address.value
    namespace = None if client is None else client.namespace.value
    return (
        os.environ.get("TEMPORAL_ADDRESS")
        or address
        or project.connection.address
        or DEFAULT_ADDRESS,
        os.environ.get("TEMPORAL_NAMESPACE")
        or namespace
        or project.connection.namespace
        or DEFAULT_NAMESPACE,
    )
