"""Lua module `http_client`: HTTP requests of activities and functions.

One connection pool per event loop serves all requests; cookies are never kept between requests.
A failure of the network is an error of kind `Internal` that may be retried.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote_plus, unquote

import httpx

from ..host import host
from ..interruption import Interrupted
from ..lua.strings import from_bytes, from_text, to_text
from ..lua.table import Table
from ..lua.userdata import Userdata
from .errors import Error
from .failure import Failure, canceled, internal, invalid, wrong_type
from .http_options import OptionError, RequestOptions, read_options
from .http_pool import client_for

_Value = TypeVar("_Value")


class Response(Userdata):
    """The answer to a request.

    Its parts are fields. The older forms `response:body()` and `response:status()` work too.
    """

    __slots__ = ("_fields",)
    lua_name: ClassVar[str] = "*httpclient.Response"
    lua_methods: ClassVar[Mapping[str, str]] = {"status": "status"}

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields

    def lua_index(self, key: Any) -> Any:
        """Return a field, or a method."""
        if key in self._fields:
            return self._fields[key]
        return super().lua_index(key)

    def lua_method(self, name: str) -> Any:
        """Return what `response:name()` calls; when `name` is a field, the field's getter."""
        return _GETTERS.get(name) or super().lua_method(name)

    def status(self) -> Any:
        """Return the status code."""
        return self._fields["status_code"]


def _getter(name: str) -> Callable[..., Any]:
    def get(response: Any = None, *_: Any) -> Any:
        return response.lua_index(name) if isinstance(response, Response) else None

    return get


_GETTERS: Mapping[str, Callable[..., Any]] = {
    "body": _getter("body"),
    "headers": _getter("headers"),
    "cookies": _getter("cookies"),
    "status": _getter("status_code"),
    "status_code": _getter("status_code"),
    "url": _getter("url"),
}


class Stream(Userdata):
    """The body of a response that is read piece by piece."""

    __slots__ = ("_chunks", "_pending", "_response")
    lua_name: ClassVar[str] = "*stream.Stream"
    lua_methods: ClassVar[Mapping[str, str]] = {"read": "read", "close": "close"}

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._chunks = response.aiter_bytes()
        self._pending = b""

    async def read(self, size: Any = None) -> tuple[Any, Error | None]:
        """Return the next bytes, at most `size`; `nil, nil` at the end."""
        limit = int(size) if isinstance(size, int | float) and size > 0 else None
        if not self._pending:
            try:
                self._pending = await _interruptible(anext(self._chunks, b""))
            except (httpx.HTTPError, httpx.StreamError) as error:
                return None, _network_error(error)
            except Interrupted:
                return None, canceled()
        if not self._pending:
            return None, None
        piece = self._pending[:limit]
        self._pending = self._pending[len(piece) :]
        return from_bytes(piece), None

    async def close(self) -> tuple[bool, None]:
        """Give the connection back."""
        await _interruptible(self._response.aclose())
        return True, None


async def get(url: Any = None, options: Any = None) -> tuple[Response, None] | Failure:
    """Send a GET request."""
    return await _send("GET", url, options)


async def post(url: Any = None, options: Any = None) -> tuple[Response, None] | Failure:
    """Send a POST request."""
    return await _send("POST", url, options)


async def put(url: Any = None, options: Any = None) -> tuple[Response, None] | Failure:
    """Send a PUT request."""
    return await _send("PUT", url, options)


async def patch(url: Any = None, options: Any = None) -> tuple[Response, None] | Failure:
    """Send a PATCH request."""
    return await _send("PATCH", url, options)


async def delete(url: Any = None, options: Any = None) -> tuple[Response, None] | Failure:
    """Send a DELETE request."""
    return await _send("DELETE", url, options)


async def head(url: Any = None, options: Any = None) -> tuple[Response, None] | Failure:
    """Send a HEAD request."""
    return await _send("HEAD", url, options)


async def request(
    method: Any = None, url: Any = None, options: Any = None
) -> tuple[Response, None] | Failure:
    """Send a request with any method."""
    if not isinstance(method, str) or not method:
        return None, invalid("method is required")
    return await _send(method.upper(), url, options)


async def request_batch(requests: Any = None) -> tuple[Table | None, Table | Error | None]:
    """Send several requests `{method, url, options}` at the same time.

    Returns:
        The responses by position, and the errors by position or nil when there are none.
    """
    if not isinstance(requests, Table) or requests.length() == 0:
        return None, invalid("requests must be a non-empty array")
    calls = []
    for item in requests.elements():
        if not isinstance(item, Table):
            return None, invalid("each request must be {method, url, options}")
        calls.append(_attempt(item[1], item[2], item[3]))
    try:
        outcomes = await _interruptible(asyncio.gather(*calls))
    except Interrupted:
        return None, canceled()
    responses, errors = Table(), Table()
    for number, (response, error) in enumerate(outcomes, 1):
        if error is not None:
            errors.set(number, error)
        else:
            responses.set(number, response)
    return responses, None if errors.is_empty() else errors


def encode_uri(text: Any = None) -> str:
    """Return a string percent-encoded for use inside a query; a space is `+`.

    Raises:
        LuaError: `bad argument` when it is no string.
    """
    if not isinstance(text, str):
        raise wrong_type(1, "encode_uri", "string", text)
    return quote_plus(text.encode("latin-1"), safe="~")


def decode_uri(text: Any = None) -> tuple[str, None] | Failure:
    """Return a percent-encoded string decoded; `+` is a space."""
    if not isinstance(text, str):
        return None, invalid("string expected")
    for position, character in enumerate(text):
        if character == "%":
            digits = text[position + 1 : position + 3]
            if len(digits) < 2 or any(one not in "0123456789abcdefABCDEF" for one in digits):
                return None, invalid(f'invalid URL escape "{text[position : position + 3]}"')
    return unquote(text.replace("+", " "), encoding="latin-1"), None


async def _send(method: str, url: Any, options: Any) -> tuple[Response, None] | Failure:
    try:
        return await _interruptible(_attempt(method, url, options))
    except Interrupted:
        return None, canceled()


async def _interruptible(awaitable: Awaitable[_Value]) -> _Value:
    """Await network I/O in a task of its own, ended when the activity is cancelled."""
    guard: Callable[[Awaitable[_Value]], Awaitable[_Value]] | None
    guard = getattr(host(), "interruptible", None)
    return await (awaitable if guard is None else guard(awaitable))


async def _attempt(method: Any, url: Any, options: Any) -> tuple[Response, None] | Failure:
    if not isinstance(method, str) or not isinstance(url, str) or not url:
        return None, invalid("url is required")
    try:
        chosen = read_options(options)
        address = httpx.URL(to_text(url))
        if address.scheme not in ("http", "https") or not address.host:
            return None, invalid(f"invalid URL: {url}")
        if chosen.query is not None:
            address = address.copy_with(query=_merged_query(address, chosen.query))
    except OptionError as error:
        return None, invalid(from_text(str(error)))
    except (httpx.InvalidURL, ValueError) as error:
        return None, invalid(from_text(f"invalid URL: {error}"))
    try:
        async with asyncio.timeout(chosen.timeout):
            return await _exchange(to_text(method).upper(), address, chosen), None
    except _BodyTooLarge as error:
        return None, internal(str(error))
    except TimeoutError:
        return None, internal(from_text(f"{method} {url}: request timed out"), retryable=True)
    except httpx.UnsupportedProtocol as error:
        return None, invalid(from_text(str(error)))
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        return None, _network_error(error)
    except (httpx.InvalidURL, ValueError) as error:
        return None, invalid(from_text(str(error)))


def _merged_query(address: httpx.URL, query: bytes) -> bytes:
    return b"&".join(part for part in (address.query, query) if part)


async def _exchange(method: str, url: httpx.URL, options: RequestOptions) -> Response:
    client = client_for(options.transport)
    message = client.build_request(
        method,
        url,
        headers=list(options.headers),
        content=options.body,
        data=None if options.form is None else dict(options.form),
        files=list(options.files) or None,
        timeout=httpx.Timeout(None, connect=30.0),
    )
    response = await client.send(message, auth=options.auth, stream=True, follow_redirects=True)
    if options.stream:
        return _response(response, None, Stream(response))
    try:
        return _response(response, await _read(response, options.max_response_body), None)
    finally:
        await response.aclose()


class _BodyTooLarge(Exception):
    """The body is longer than `max_response_body` allows."""


async def _read(response: httpx.Response, limit: int | None) -> bytes:
    if limit is None:
        return await response.aread()
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > limit:
            raise _BodyTooLarge(f"response body exceeds {limit} bytes")
    return bytes(body)


def _response(response: httpx.Response, body: bytes | None, stream: Stream | None) -> Response:
    headers: dict[str, str] = {}
    for name, value in response.headers.multi_items():
        canonical = "-".join(part.capitalize() for part in name.split("-"))
        # The first value counts, as in Go's Header.Get.
        headers.setdefault(canonical, from_text(value))
    cookies = {
        from_text(cookie.name): from_text(cookie.value or "") for cookie in response.cookies.jar
    }
    fields: dict[str, Any] = {
        "status_code": response.status_code,
        "headers": Table(headers),
        "cookies": Table(cookies),
        "url": from_text(str(response.url)),
    }
    if body is not None:
        fields["body"] = from_bytes(body)
        fields["body_size"] = len(body)
    if stream is not None:
        fields["stream"] = stream
        fields["body_size"] = -1
    return Response(fields)


def _network_error(error: Exception) -> Error:
    text = str(error) or type(error).__name__
    return internal(from_text(text), retryable=True)


EXPORTS: Mapping[str, Any] = {
    "get": get,
    "post": post,
    "put": put,
    "patch": patch,
    "delete": delete,
    "head": head,
    "request": request,
    "request_batch": request_batch,
    "encode_uri": encode_uri,
    "decode_uri": decode_uri,
}
