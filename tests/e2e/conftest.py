"""One Temporal dev server and one compiled package for all end-to-end tests of a process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from orders_system import EXAMPLE, OrdersSystem, wippyc

from wippyc.cli.dev_server import DevServer, dev_server

sys.path.append(str(EXAMPLE))


@pytest.fixture(scope="session")
def temporal() -> Iterator[DevServer]:
    """A Temporal dev server."""
    with dev_server() as server:
        yield server


@pytest.fixture(scope="session")
def orders_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the compiled orders example."""
    output = tmp_path_factory.mktemp("orders") / "package"
    built = wippyc("build", EXAMPLE, "-o", output, "--no-cache")
    assert built.returncode == 0, built.stderr
    return output


@pytest.fixture
def gateway() -> Iterator[Any]:
    """The example's gateway, served; `gateway.url` is where."""
    from gateway import Gateway, start_gateway

    books = Gateway()
    server = start_gateway(books)
    books.url = f"http://127.0.0.1:{server.server_port}"
    yield books
    server.shutdown()


@pytest.fixture
def orders(
    temporal: DevServer, orders_package: Path, gateway: Any, tmp_path: Path
) -> Iterator[OrdersSystem]:
    """The running system; afterwards every workflow it ran is replayed."""
    system = OrdersSystem(
        address=temporal.address,
        python_path=orders_package / "src",
        gateway_url=gateway.url,
        folder=tmp_path,
    )
    yield system
    if system.workflow_ids:
        files = system.export_histories()
        replayed = wippyc("replay", EXAMPLE, *files)
        assert replayed.returncode == 0, replayed.stderr
        assert f"{len(files)} of {len(files)} histories replay" in replayed.stderr
