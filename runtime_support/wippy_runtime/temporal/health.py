"""Opt-in probes of a running worker: a file for exec probes, a small HTTP endpoint."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from .configuration_error import ConfigurationError

_REQUEST_SECONDS = 5


@asynccontextmanager
async def health_probes(
    process: Mapping[str, str], is_ready: Callable[[], bool]
) -> AsyncIterator[None]:
    """Offer the probes that the environment asks for while the block runs.

    `WIPPY_HEALTH_FILE` names a file that exists while the workers run. `WIPPY_HEALTH_ADDRESS`
    (`host:port`) serves `/healthz` (200 as long as the event loop answers) and `/readyz` (200 while
    every worker runs, else 503).

    Raises:
        ConfigurationError: The address cannot be bound or the file not written.
    """
    address, file = process.get("WIPPY_HEALTH_ADDRESS", ""), process.get("WIPPY_HEALTH_FILE", "")
    server = await _serve(address, is_ready) if address else None
    try:
        if file:
            _touch(Path(file))
        yield
    finally:
        if file:
            Path(file).unlink(missing_ok=True)
        if server is not None:
            server.close()


def _touch(path: Path) -> None:
    try:
        path.touch()
    except OSError as error:
        raise ConfigurationError(f"WIPPY_HEALTH_FILE: {path}: {error.strerror}") from error


async def _serve(address: str, is_ready: Callable[[], bool]) -> asyncio.Server:
    name, _, port = address.rpartition(":")
    if not port.isdigit() or int(port) > 65535:
        raise ConfigurationError(f"WIPPY_HEALTH_ADDRESS must be host:port, got {address!r}")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await asyncio.wait_for(reader.readline(), _REQUEST_SECONDS)
            parts = line.split()
            path = parts[1].partition(b"?")[0] if len(parts) > 1 else b""
            status, text = _status(path, is_ready)
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\n"
                f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n{text}".encode()
            )
            await writer.drain()
        except (TimeoutError, ConnectionError, ValueError):
            pass  # a probe that went away or sent no request line needs no answer
        finally:
            writer.close()

    try:
        return await asyncio.start_server(answer, name.strip("[]") or "127.0.0.1", int(port))
    except OSError as error:
        raise ConfigurationError(f"WIPPY_HEALTH_ADDRESS: {address}: {error.strerror}") from error


def _status(path: bytes, is_ready: Callable[[], bool]) -> tuple[str, str]:
    match path:
        case b"/healthz":
            return "200 OK", "ok\n"
        case b"/readyz":
            return ("200 OK", "ready\n") if is_ready() else ("503 Unavailable", "not ready\n")
        case _:
            return "404 Not Found", "not found\n"
