"""Lua modules crypto, env, logger, os."""

from __future__ import annotations

import logging
import time as clock
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest

from wippy_runtime.lib import crypto, env, logger, os
from wippy_runtime.lib.errors import Error
from wippy_runtime.lua.errors import LuaError
from wippy_runtime.lua.table import Table, array
from wippy_runtime.temporal.application import EnvironmentVariable
from wippy_runtime.temporal.environment import (
    Environment,
    current_environment,
    use_environment,
)
from wippy_runtime.temporal.logging import JsonFormatter, TextFormatter, log_lua
from wippy_runtime.temporal.transfer import from_plain, to_plain


def message(result: Any) -> tuple[str, str]:
    value, error = result
    assert value in (None, False)
    assert isinstance(error, Error)
    return error.kind(), error.message()


@pytest.fixture
def drawn(run_lua: Callable[..., Any]) -> Callable[..., Any]:
    """Call an async function of crypto."""

    def call(function: Callable[..., Any], *arguments: Any) -> Any:
        found: list[Any] = []

        async def main(*_: Any) -> Any:
            found.append(await function(*arguments))
            return ()

        assert run_lua(main).as_failure() is None
        return found[0]

    return call


def test_random(drawn: Any) -> None:
    first, error = drawn(crypto.random_bytes, 32)
    assert error is None
    assert len(first) == 32
    assert drawn(crypto.random_bytes, 32)[0] != first
    text, _ = drawn(crypto.random_string, 50)
    assert len(text) == 50
    assert text.isalnum()
    digits, _ = drawn(crypto.random_string, 200, "01")
    assert set(digits) == {"0", "1"}
    identifier, _ = drawn(crypto.random_uuid)
    assert identifier[14] == "4"
    for wrong in (0, -1, 2**20 + 1, "x", None, 1.5):
        assert message(drawn(crypto.random_bytes, wrong))[0] == "Invalid"
    assert message(drawn(crypto.random_string, 5, ""))[0] == "Invalid"


def test_hmac_takes_the_key_first() -> None:
    expected = "5031fe3d989c6d1537a013fa6e739da23463fdaec3b70137d828e36ace221bd0"
    assert crypto.hmac_sha256("key", "data") == (expected, None)
    assert len(crypto.hmac_sha512("key", "data")[0] or "") == 128
    assert message(crypto.hmac_sha256(None, "data")) == ("Invalid", "key must be a string")


@pytest.mark.parametrize(
    ("name", "size"), [("aes", 16), ("aes", 24), ("aes", 32), ("chacha20", 32)]
)
def test_encryption(drawn: Any, name: str, size: int) -> None:
    key = "k" * size
    encrypt, decrypt = getattr(crypto, f"encrypt_{name}"), getattr(crypto, f"decrypt_{name}")
    sealed, error = drawn(encrypt, "secret \xff", key, "context")
    assert error is None
    assert len(sealed) == 12 + 8 + 16
    assert decrypt(sealed, key, "context") == ("secret \xff", None)
    assert message(decrypt(sealed, key))[0] == "Internal"
    assert message(decrypt(sealed[:20], key))[0] == "Invalid"
    assert message(drawn(encrypt, "x", "short"))[0] == "Invalid"
    assert message(drawn(encrypt, 5, key))[1] == "data must be a string"


def test_tokens(fixed_host: Any) -> None:
    now = fixed_host.nanoseconds // 10**9
    claims = from_plain({"sub": "u", "exp": now + 60, "_header": {"kid": "7"}})
    for algorithm in (None, "HS256", "HS384", "HS512"):
        token, error = crypto.jwt_encode(claims, "secret", algorithm)
        assert error is None
        found, error = crypto.jwt_verify(token, "secret", algorithm)
        assert error is None
        assert to_plain(found) == {"sub": "u", "exp": now + 60}
    assert "malformed" in message(crypto.jwt_verify("a.b", "secret"))[1]
    assert "signature is invalid" in message(crypto.jwt_verify(token, "other", "HS512"))[1]
    assert "unexpected signing method" in message(crypto.jwt_verify(token, "secret"))[1]
    old, _ = crypto.jwt_encode(from_plain({"exp": now - 1}), "secret")
    assert "expired" in message(crypto.jwt_verify(old, "secret"))[1]
    early, _ = crypto.jwt_encode(from_plain({"exp": now + 9, "nbf": now + 5}), "secret")
    assert "not valid yet" in message(crypto.jwt_verify(early, "secret"))[1]
    endless, _ = crypto.jwt_encode(from_plain({"sub": "x"}), "secret")
    assert "exp claim is required" in message(crypto.jwt_verify(endless, "secret"))[1]
    assert crypto.jwt_verify(endless, "secret", None, False)[1] is None
    none = "eyJhbGciOiJub25lIn0.e30."
    assert "unexpected signing method" in message(crypto.jwt_verify(none, "secret"))[1]
    assert message(crypto.jwt_encode(claims, "secret", "none"))[0] == "Invalid"


def test_rsa_tokens(fixed_host: Any) -> None:
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    ).decode()
    public = (
        key.public_key()
        .public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    token, error = crypto.jwt_encode(from_plain({"sub": "x"}), private, "RS256")
    assert error is None
    for trusted in (public, private):
        assert crypto.jwt_verify(token, trusted, "RS256", False)[1] is None
    broken = token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")
    assert "signature is invalid" in message(crypto.jwt_verify(broken, public, "RS256", False))[1]
    # A public key must never serve as an HMAC secret.
    assert message(crypto.jwt_verify(token, public, "HS256", False))[0] == "Invalid"
    assert message(crypto.jwt_encode(from_plain({}), "nonsense", "RS256"))[0] == "Invalid"


def test_pbkdf2_and_comparison() -> None:
    key, error = crypto.pbkdf2("password", "salt", 1, 20, "sha256")
    assert error is None
    assert key is not None
    assert key.encode("latin-1").hex() == "120fb6cffcf8b32c43e7225256c4f837a86548c9"
    for arguments in (
        ("p", "s", 0, 20),
        ("p", "s", 10**7 + 1, 20),
        ("p", "s", 1, 0),
        (1, "s", 1, 1),
    ):
        assert message(crypto.pbkdf2(*arguments))[0] == "Invalid"
    assert message(crypto.pbkdf2("p", "s", 1, 1, "md5"))[0] == "Invalid"
    assert crypto.constant_time_compare("a", "a") is True
    assert crypto.constant_time_compare("a", "b") is False
    assert crypto.constant_time_compare("a", None) is False


@pytest.fixture
def registry() -> Iterator[None]:
    before = current_environment()
    variables = (
        EnvironmentVariable(id="app:url", name="URL", default="http://d"),
        EnvironmentVariable(id="app:fixed", name="FIXED", default="f", read_only=True),
    )
    use_environment(Environment(variables, (), {"PLAIN": "p", "TEXT": "ä"}))
    yield
    use_environment(before)


@pytest.mark.usefixtures("registry")
def test_env() -> None:
    assert env.get("URL") == env.get("app:url") == ("http://d", None)
    assert env.get("PLAIN") == ("p", None)
    assert env.get("TEXT") == ("\xc3\xa4", None)
    assert message(env.get("NOPE")) == ("NotFound", "environment variable not found: NOPE")
    assert message(env.get("")) == ("Invalid", "empty key")
    assert env.set("URL", "http://n") == (True, None)
    assert env.get("URL") == ("http://n", None)
    assert message(env.set("FIXED", "x"))[0] == "PermissionDenied"
    assert message(env.set("", "x")) == ("Invalid", "empty key")
    assert to_plain(env.get_all()[0]) == {"URL": "http://n", "FIXED": "f"}
    with pytest.raises(LuaError, match=r"bad argument #1 to get \(string expected, got nil\)"):
        env.get()


def test_logger(fixed_host: Any) -> None:
    logger.info(None, "hello", Table({"a": 1}))
    child = logger.with_(None, Table({"order": "o1"})).named("shop").named("cart")
    assert child.warn("careful", Table({"b": True})) == ()
    assert fixed_host.records == [
        ("info", "hello", {"a": 1}),
        ("warn", "careful", {"order": "o1", "logger": "shop.cart", "b": True}),
    ]
    for call in (lambda: logger.error(None, 5), lambda: child.with_(1), lambda: child.named(None)):
        with pytest.raises(LuaError, match="bad argument #1"):
            call()


def test_log_formats() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    target = logging.Logger("wippy.test")
    target.addHandler(handler)
    for formatter in (TextFormatter(), JsonFormatter()):
        handler.setFormatter(formatter)
        log_lua("warn", "it is late", {"n": 1, "s": "a b"}, "app:order:12", target)
    text, json_line = stream.getvalue().splitlines()
    assert text.endswith('Z WARNING app:order:12 it is late n=1 s="a b"')
    assert '"position": "app:order:12", "fields": {"n": 1, "s": "a b"}' in json_line


def test_a_lua_error_is_logged_with_its_lua_call_stack() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(TextFormatter())
    target = logging.Logger("wippy.test")
    target.addHandler(handler)
    stack = "stack traceback:\n\tgreet.lua:2:25: in function 'main' <app:greet>"
    for error in (LuaError("no name", stack), ValueError("no name")):
        try:
            raise error
        except Exception:
            target.exception("failed")
    lua, python = stream.getvalue().split("failed\n")[1:]
    assert "Traceback (most recent call last)" not in lua
    assert "greet.lua:2:25: in function 'main' <app:greet>" in lua
    assert "Traceback (most recent call last)" in python


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("!%Y-%m-%d %H:%M:%S", "2023-11-14 22:13:20"),
        ("!%a %A %b %B", "Tue Tuesday Nov November"),
        ("!%c", "Tue Nov 14 22:13:20 2023"),
        ("!%x %X", "11/14/23 22:13:20"),
        ("!%I %p %j %w %y", "10 PM 318 2 23"),
        ("!%U %W", "46 46"),
        ("!%z %Z", "+0000 UTC"),
        ("!100%% %q %", "100% %q %"),
        ("!", ""),
    ],
)
def test_os_date(format: str, text: str) -> None:
    assert os.date(format, 1_700_000_000) == text


def test_os_time_and_tables(fixed_host: Any) -> None:
    now = fixed_host.nanoseconds // 10**9
    assert os.time() == now
    assert os.date("!%s") == "%s"
    parts = os.date("!*t")
    assert isinstance(parts, Table)
    assert to_plain(parts) == {
        "year": 2023,
        "month": 11,
        "day": 14,
        "hour": 22,
        "min": 13,
        "sec": 20,
        "wday": 3,
        "yday": 318,
        "isdst": False,
    }
    local = os.date("*t", now)
    assert isinstance(local, Table)
    assert os.time(local) == now
    assert os.time(Table({"year": 2024, "month": 1, "day": 1})) == int(
        clock.mktime((2024, 1, 1, 0, 0, 0, 0, 0, -1))
    )
    with pytest.raises(LuaError, match="table expected, got number"):
        os.time(5)
    with pytest.raises(LuaError, match="field 'day' is not an integer"):
        os.time(Table({"year": 2024, "month": 1, "day": "x"}))
    with pytest.raises(LuaError, match="field 'sec' is not an integer"):
        os.time(Table({"year": 2024, "sec": float("inf")}))
    texts = Table({"year": "2024", "month": "01", "day": " 1"})
    assert os.time(texts) == os.time(Table({"year": 2024, "month": 1, "day": 1}))


def test_os_rest() -> None:
    assert os.difftime(5, 3) == 2
    assert os.clock_seconds() >= 0
    assert os.platform == os.EXPORTS["platform"] == "wippy"
    with pytest.raises(LuaError, match="bad argument #2 to difftime"):
        os.difftime(5, array([]))
