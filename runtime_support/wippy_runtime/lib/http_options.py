"""The option table of HTTP requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from ..lua.strings import to_bytes, to_text
from ..lua.table import Table
from ..lua.values import tostring, truthy
from .http_pool import Transport
from .time_duration import SECOND
from .time_values import Duration, duration_of

Upload = tuple[str, tuple[str, bytes, str]]


class OptionError(ValueError):
    """An option that cannot be used; the text names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOptions:
    """Checked options.

    Attributes:
        headers: Name and value of each header.
        body: Bytes to send.
        query: Encoded query to add to the URL's.
        form: Fields of a form to send.
        files: Files of a multipart form.
        auth: User and password.
        timeout: Seconds until the whole exchange must be over.
        stream: Whether to leave the body to be read piece by piece.
        max_response_body: Limit of the body in bytes.
        transport: How to connect.
    """

    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    query: bytes | None = None
    form: tuple[tuple[str, Any], ...] | None = None
    files: tuple[Upload, ...] = ()
    auth: tuple[str, str] | None = None
    timeout: float | None = None
    stream: bool = False
    max_response_body: int | None = None
    transport: Transport = field(default_factory=Transport)


def read_options(table: Any) -> RequestOptions:
    """Check the option table of a request; nil is an empty one.

    Raises:
        OptionError: An option has a wrong type.
    """
    if table is None:
        return RequestOptions()
    if not isinstance(table, Table):
        raise OptionError("options must be a table")
    if table["overlay_network"] is not None:
        raise OptionError("overlay_network is not supported")
    headers = list(_headers(table["headers"]))
    cookies = _cookies(table["cookies"])
    if cookies:
        headers.append(("Cookie", cookies))
    form = table["form"]
    return RequestOptions(
        headers=tuple(headers),
        body=_body(table["body"]),
        query=_query(table["query"]),
        form=None if form is None else tuple(_grouped("form", form)),
        files=tuple(_files(table["files"])),
        auth=_auth(table["auth"]),
        timeout=_timeout(table["timeout"]),
        stream=truthy(table["stream"]) and table["stream"] is not None,
        max_response_body=_limit(table["max_response_body"]),
        transport=_transport(table["unix_socket"], table["tls"]),
    )


def _fields(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Table):
        raise OptionError(f"{name} must be a table")
    for key, item in value.items_in_order():
        yield to_text(tostring(key)), item


def _values(item: Any) -> list[str]:
    """Return the texts of a value: several for an array."""
    if isinstance(item, Table):
        return [to_text(tostring(one)) for one in item.elements()]
    return [to_text(tostring(item))]


def _headers(value: Any) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    for name, item in _fields("headers", value):
        for text in _values(item):
            if any(character in name + text for character in "\r\n\0"):
                raise OptionError(f"invalid header {name!r}")
            yield name, text


def _cookies(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(f"{name}={_values(item)[0]}" for name, item in _fields("cookies", value))


def _body(value: Any) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = tostring(value)
    if not isinstance(value, str):
        raise OptionError("body must be a string")
    return to_bytes(value)


def _query(value: Any) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, str):
        return to_bytes(value.removeprefix("?"))
    pairs = [(name, text) for name, item in _fields("query", value) for text in _values(item)]
    return urlencode(pairs).encode("ascii")


def _grouped(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    for key, item in _fields(name, value):
        texts = _values(item)
        yield key, texts if len(texts) != 1 else texts[0]


def _files(value: Any) -> Iterator[Upload]:
    if value is None:
        return
    if not isinstance(value, Table):
        raise OptionError("files must be an array of tables")
    for item in value.elements():
        if not isinstance(item, Table) or not isinstance(item["name"], str):
            raise OptionError("each file needs a name and content")
        content = item["content"]
        if not isinstance(content, str):
            raise OptionError("file content must be a string")
        file_name = item["filename"] if isinstance(item["filename"], str) else item["name"]
        kind = item["content_type"]
        content_type = kind if isinstance(kind, str) else "application/octet-stream"
        yield to_text(item["name"]), (to_text(file_name), to_bytes(content), content_type)


def _auth(value: Any) -> tuple[str, str] | None:
    if value is None:
        return None
    if not isinstance(value, Table):
        raise OptionError("auth must be a table {user, pass}")
    user = value["user"] if value["user"] is not None else value["username"]
    password = value["pass"] if value["pass"] is not None else value["password"]
    if not isinstance(user, str):
        raise OptionError("auth.user must be a string")
    if password is not None and not isinstance(password, str):
        raise OptionError("auth.pass must be a string")
    return to_text(user), to_text(password or "")


def _timeout(value: Any) -> float | None:
    """A number means seconds here, unlike in module `time`."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = float(value)
    elif isinstance(value, str | Duration):
        try:
            seconds = duration_of(value) / SECOND
        except ValueError as error:
            raise OptionError(f"invalid timeout: {error}") from None
    else:
        raise OptionError("timeout must be a number of seconds or a duration string")
    return seconds if seconds > 0 else None


def _limit(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise OptionError("max_response_body must be a number")
    return int(value) if value > 0 else None


def _transport(unix_socket: Any, tls: Any) -> Transport:
    if unix_socket is not None and not isinstance(unix_socket, str):
        raise OptionError("unix_socket must be a string")
    socket = None if unix_socket is None else to_text(unix_socket)
    if tls is None:
        return Transport(unix_socket=socket)
    if not isinstance(tls, Table):
        raise OptionError("tls must be a table")
    files = {}
    for name in ("ca_file", "cert_file", "key_file"):
        value = tls[name]
        if value is not None and not isinstance(value, str):
            raise OptionError(f"tls.{name} must be a string")
        files[name] = None if value is None else to_text(value)
    skip = tls["insecure_skip_verify"]
    return Transport(unix_socket=socket, verify=skip is None or skip is False, **files)
