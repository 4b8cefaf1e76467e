"""Lua module `http_client` against a server on the loopback interface."""

from __future__ import annotations

import asyncio
import threading
import time as clock
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wippy_runtime.host import host
from wippy_runtime.lib import http_client
from wippy_runtime.lib.errors import Error
from wippy_runtime.lib.http_client import Response
from wippy_runtime.lua.table import Table, array
from wippy_runtime.lua.values import index
from wippy_runtime.temporal.transfer import from_plain


class Handler(BaseHTTPRequestHandler):
    """Echoes requests as text lines."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""

    def answer(self) -> None:
        """Answer any method."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        path = urlsplit(self.path)
        self.server.connections.add(self.client_address)  # type: ignore[attr-defined]
        if path.path == "/slow":
            clock.sleep(1)
        if path.path == "/redirect":
            self.respond(302, b"", ("Location", "/final"))
        elif path.path == "/cookie":
            seen = self.headers.get("Cookie", "")
            self.respond(200, seen.encode(), ("Set-Cookie", "session=1; Path=/"))
        elif path.path == "/bytes":
            self.respond(200, bytes(range(256)))
        elif path.path == "/missing":
            self.respond(404, b"none")
        else:
            lines = [
                f"{self.command} {path.path}",
                f"query={sorted(parse_qs(path.query).items())}",
                f"auth={self.headers.get('Authorization', '')}",
                f"x={self.headers.get_all('X-Test')}",
                f"type={self.headers.get('Content-Type', '')}",
                body.decode("latin-1"),
            ]
            self.respond(200, "\n".join(lines).encode("latin-1"))

    def respond(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_PURGE = answer


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    service = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.daemon_threads = True
    service.connections = set()  # type: ignore[attr-defined]
    thread = threading.Thread(target=service.serve_forever, daemon=True)
    thread.start()
    yield service
    service.shutdown()
    service.server_close()


@pytest.fixture
def url(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def send(run_lua: Callable[..., Any]) -> Callable[..., tuple[Any, Any]]:
    """Call a function of the module from Lua's point of view."""

    def call(name: str, *arguments: Any) -> tuple[Any, Any]:
        found: list[Any] = []

        async def main(*_: Any) -> Any:
            found.append(await getattr(http_client, name)(*arguments))
            return ()

        outcome = run_lua(main)
        assert outcome.as_failure() is None
        value, error = found[0]
        return value, error

    return call


def options(**fields: Any) -> Table:
    return Table({name: from_plain(value) for name, value in fields.items()})


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_methods(send: Any, url: str, method: str) -> None:
    response, error = send(method, f"{url}/path")
    assert error is None
    assert response.lua_index("status_code") == 200
    assert response.lua_index("body").startswith(f"{method.upper()} /path\n")
    assert response.lua_index("body_size") == len(response.lua_index("body"))
    assert response.lua_index("url") == f"{url}/path"


def test_head_and_other_methods(send: Any, url: str) -> None:
    response, _ = send("head", url)
    assert (response.lua_index("status_code"), response.lua_index("body")) == (200, "")
    response, _ = send("request", "purge", f"{url}/x")
    assert response.lua_index("body").startswith("PURGE /x")


def test_request_options(send: Any, url: str) -> None:
    response, error = send(
        "post",
        f"{url}/p?a=1",
        options(
            headers={"X-Test": ["one", "two"], "Content-Type": "text/plain"},
            query={"b": "x y", "c": [1, 2]},
            body="raw \u00e4",
            auth={"user": "u", "pass": "p"},
            timeout="5s",
        ),
    )
    assert error is None
    lines = response.lua_index("body").split("\n")
    assert lines[1] == "query=[('a', ['1']), ('b', ['x y']), ('c', ['1', '2'])]"
    assert lines[2] == "auth=Basic dTpw"
    assert lines[3] == "x=['one', 'two']"
    assert lines[4] == "type=text/plain"
    assert lines[5] == "raw \xc3\xa4"


def test_forms_and_files(send: Any, url: str) -> None:
    response, _ = send("post", url, options(form={"a": "1 2", "b": ["x", "y"]}))
    assert "type=application/x-www-form-urlencoded" in response.lua_index("body")
    assert response.lua_index("body").endswith("a=1+2&b=x&b=y")
    upload = {"name": "f", "filename": "n.txt", "content": "data", "content_type": "text/x"}
    response, _ = send("post", url, options(form={"a": "1"}, files=[upload]))
    body = response.lua_index("body")
    assert "type=multipart/form-data" in body
    assert 'name="f"; filename="n.txt"' in body
    assert "Content-Type: text/x" in body


def test_bytes_status_and_redirects(send: Any, url: str) -> None:
    response, _ = send("get", f"{url}/bytes")
    assert response.lua_index("body") == bytes(range(256)).decode("latin-1")
    response, error = send("get", f"{url}/missing")
    assert error is None
    assert response.lua_index("status_code") == 404
    response, _ = send("get", f"{url}/redirect")
    assert response.lua_index("url") == f"{url}/final"


def test_cookies_are_sent_and_read_but_never_kept(run_lua: Any, url: str) -> None:
    async def main(*_: Any) -> Any:
        first, _ = await http_client.get(f"{url}/cookie", options(cookies={"a": "b"}))
        second, _ = await http_client.get(f"{url}/cookie")
        assert first is not None
        assert second is not None
        return array(
            [
                first.lua_index("body"),
                first.lua_index("cookies")["session"],
                second.lua_index("body"),
            ]
        )

    assert run_lua(main).value.elements() == ["a=b", "1", ""]


def test_older_forms_are_methods(send: Any, url: str) -> None:
    response, _ = send("get", f"{url}/missing")
    assert index(response, "status")(response) == 404
    getter = response.lua_method("body")
    assert getter is not None
    assert getter(response) == "none"
    assert response.lua_method("nothing") is None


def test_connections_are_reused(run_lua: Any, url: str, server: Any) -> None:
    server.connections.clear()

    async def main(*_: Any) -> Any:
        for _number in range(5):
            await http_client.get(url)
        return ()

    assert run_lua(main).as_failure() is None
    assert len(server.connections) == 1


def test_batch_runs_at_the_same_time(send: Any, url: str) -> None:
    requests = array(
        [array(["GET", f"{url}/slow"]) for _ in range(3)] + [array(["GET", "ftp://nowhere"])]
    )
    started = clock.monotonic()
    responses, errors = send("request_batch", requests)
    assert clock.monotonic() - started < 2.5
    assert [responses[number].lua_index("status_code") for number in (1, 2, 3)] == [200] * 3
    assert responses[4] is None
    assert errors[4].kind() == "Invalid"


def problem(result: tuple[Any, Any]) -> tuple[str, bool | None]:
    value, error = result
    assert value is None
    assert isinstance(error, Error)
    return error.kind(), error.retryable()


def test_network_failures_may_be_retried(send: Any, url: str) -> None:
    assert problem(send("get", "http://127.0.0.1:1/")) == ("Internal", True)
    for timeout in (0.05, "50ms"):
        started = clock.monotonic()
        assert problem(send("get", f"{url}/slow", options(timeout=timeout))) == ("Internal", True)
        assert clock.monotonic() - started < 0.9


@pytest.mark.parametrize("address", ["", None, "nonsense", "ftp://x/", "http://", 5])
def test_invalid_urls(send: Any, address: Any) -> None:
    assert problem(send("get", address)) == ("Invalid", False)


@pytest.mark.parametrize(
    "fields",
    [
        {"body": True},
        {"headers": "x"},
        {"headers": {"A": "b\r\nC: d"}},
        {"timeout": True},
        {"timeout": "1d"},
        {"auth": "x"},
        {"files": [{"name": "x"}]},
        {"max_response_body": "x"},
        {"overlay_network": "n"},
        {"tls": 1},
    ],
)
def test_invalid_options(send: Any, url: str, fields: dict[str, Any]) -> None:
    assert problem(send("get", url, options(**fields))) == ("Invalid", False)


def test_body_limit(send: Any, url: str) -> None:
    result = send("get", f"{url}/bytes", options(max_response_body=100))
    assert problem(result) == ("Internal", False)
    response, _ = send("get", f"{url}/bytes", options(max_response_body=256))
    assert response.lua_index("body_size") == 256


def test_streaming(run_lua: Any, url: str) -> None:
    async def main(*_: Any) -> Any:
        response, _ = await http_client.get(f"{url}/bytes", options(stream=True))
        assert isinstance(response, Response)
        stream = response.lua_index("stream")
        first, _ = await stream.read(10)
        rest = ""
        while True:
            piece, _ = await stream.read()
            if piece is None:
                break
            rest += piece
        await stream.close()
        return array([first, len(rest)])

    assert run_lua(main).value.elements() == ["\x00\x01\x02\x03\x04\x05\x06\x07\x08\t", 246]


def test_cancellation_ends_a_request(url: str, run_lua: Any) -> None:
    async def main(*_: Any) -> Any:
        execution: Any = host()
        asyncio.get_running_loop().call_later(0.05, execution.interrupt)
        return await http_client.get(f"{url}/slow")

    started = clock.monotonic()
    _, error = run_lua(main).as_result()
    assert error.kind() == "Canceled"
    assert clock.monotonic() - started < 0.9


@pytest.mark.parametrize(
    ("text", "encoded"), [("a b&c", "a+b%26c"), ("\xc3\xa4/~-_.", "%C3%A4%2F~-_."), ("", "")]
)
def test_uri(text: str, encoded: str) -> None:
    assert http_client.encode_uri(text) == encoded
    assert http_client.decode_uri(encoded) == (text, None)


def test_uri_failures() -> None:
    for text in ("%", "%2", "%zz"):
        assert problem(http_client.decode_uri(text)) == ("Invalid", False)
