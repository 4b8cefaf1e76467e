"""Where connection settings come from."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from temporalio.service import TLSConfig

from wippy_runtime.temporal.application import (
    ClientSpec,
    EnvironmentStorage,
    EnvironmentVariable,
)
from wippy_runtime.temporal.configuration_error import ConfigurationError
from wippy_runtime.temporal.connection import ConnectOptions, connect, resolve_connection
from wippy_runtime.temporal.environment import Environment, ReadOnlyVariable


def resolve(process: dict[str, str] | None = None, **fields: Any) -> ConnectOptions:
    variables = process or {}
    return resolve_connection(
        ClientSpec(id="app:main_client", **fields), Environment(process=variables), variables
    )


RESOLVED: list[tuple[dict[str, Any], dict[str, str], dict[str, Any]]] = [
    ({}, {}, {"target_host": "localhost:7233", "namespace": "default", "tls": None}),
    ({"address": "t:1", "namespace": "n"}, {}, {"target_host": "t:1", "namespace": "n"}),
    (
        {"address": "t:1"},
        {"TEMPORAL_ADDRESS": "e:2", "TEMPORAL_NAMESPACE": "en"},
        {"target_host": "e:2", "namespace": "en"},
    ),
    (
        {"address": "t:1"},
        {"TEMPORAL_ADDRESS": "e:2", "WIPPY_CLIENT_MAIN_CLIENT_ADDRESS": "own:3"},
        {"target_host": "own:3"},
    ),
    ({"address": "${env:HOST|h}:${env:PORT|7233}"}, {"HOST": "x"}, {"target_host": "x:7233"}),
    ({"address": "${HOST|fallback:1}"}, {}, {"target_host": "fallback:1"}),
    ({"address": "$${env:X}:1"}, {}, {"target_host": "${env:X}:1"}),
    ({}, {"TEMPORAL_API_KEY": "k"}, {"api_key": "k", "tls": True}),
    ({}, {"TEMPORAL_API_KEY": "k", "TEMPORAL_TLS": "false"}, {"api_key": "k", "tls": False}),
    (
        {"auth_type": "api_key", "api_key": "${env:KEY}"},
        {"KEY": "s"},
        {"api_key": "s", "tls": True},
    ),
    ({"auth_type": "api_key", "api_key_env": "KEY"}, {"KEY": "s"}, {"api_key": "s"}),
    (
        {"auth_type": "api_key", "api_key": "${env:KEY}"},
        {"TEMPORAL_API_KEY": "env"},
        {"api_key": "env"},
    ),
    ({"tls_enabled": True}, {}, {"tls": TLSConfig()}),
    ({"tls_enabled": True, "tls_server_name": "sni"}, {}, {"tls": TLSConfig(domain="sni")}),
    (
        {"auth_type": "mtls", "cert_pem": "C", "key_pem": "${env:K}"},
        {"K": "secret"},
        {"tls": TLSConfig(client_cert=b"C", client_private_key=b"secret")},
    ),
    (
        {"auth_type": "mtls", "cert_pem": "C", "key_pem_env": "K"},
        {"K": "secret"},
        {"tls": TLSConfig(client_cert=b"C", client_private_key=b"secret")},
    ),
]

REFUSED: list[tuple[dict[str, Any], dict[str, str], str]] = [
    ({"address": ""}, {}, "app:main_client: invalid client config: address is required"),
    (
        {"address": "${env:HOST}"},
        {},
        "app:main_client: address: environment variable HOST is not set",
    ),
    (
        {"auth_type": "api_key"},
        {},
        "app:main_client: invalid client config: API key source is required",
    ),
    (
        {"auth_type": "api_key", "api_key_env": "KEY"},
        {},
        "app:main_client: failed to resolve API key: failed to get api_key from env KEY: "
        "environment variable is not set",
    ),
    (
        {"auth_type": "api_key", "api_key_file": "/no/such/file"},
        {},
        "app:main_client: failed to resolve API key: failed to read api_key_file /no/such/file: "
        "No such file or directory",
    ),
    (
        {"auth_type": "mtls", "key_pem": "k"},
        {},
        "app:main_client: invalid client config: mTLS certificate is required",
    ),
    (
        {"auth_type": "mtls", "cert_pem": "c"},
        {},
        "app:main_client: invalid client config: mTLS key is required",
    ),
    (
        {"tls_enabled": True, "tls_ca_file": "/no/ca"},
        {},
        "app:main_client: failed to parse CA certificate from /no/ca: No such file or directory",
    ),
    ({}, {"TEMPORAL_CONFIG_FILE": "/no/such.toml", "TEMPORAL_PROFILE": "p"}, "invalid Temporal"),
]


@pytest.mark.parametrize(("fields", "process", "expected"), RESOLVED)
def test_resolution(
    fields: dict[str, Any], process: dict[str, str], expected: dict[str, Any]
) -> None:
    options = resolve(process, **fields)
    assert {name: getattr(options, name) for name in expected} == expected


@pytest.mark.parametrize(("fields", "process", "message"), REFUSED)
def test_refusals(fields: dict[str, Any], process: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        resolve(process, **fields)
    assert str(caught.value).startswith(message)


def test_profile_of_a_configuration_file(tmp_path: Path) -> None:
    file = tmp_path / "temporal.toml"
    file.write_text('[profile.prod]\naddress = "p:1"\nnamespace = "pn"\n')
    process = {"TEMPORAL_CONFIG_FILE": str(file), "TEMPORAL_PROFILE": "prod"}
    assert resolve(process).target_host == "p:1"
    assert resolve({**process, "TEMPORAL_NAMESPACE": "env"}).namespace == "env"


def test_api_key_file_is_trimmed(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("  secret\n")
    assert resolve(auth_type="api_key", api_key_file=str(file)).api_key == "secret"


def test_keep_alive_only_when_given() -> None:
    assert resolve().keep_alive is None
    keep_alive = resolve(keep_alive_time=5.0).keep_alive
    assert keep_alive is not None
    assert (keep_alive.interval_millis, keep_alive.timeout_millis) == (5000, 15000)


def test_secrets_are_not_shown() -> None:
    assert "secret" not in repr(resolve({"TEMPORAL_API_KEY": "secret"}))


def test_unreachable_server_is_one_sentence() -> None:
    async def attempt() -> str:
        with pytest.raises(ConfigurationError) as caught:
            await connect(resolve(address="127.0.0.1:1", namespace="n"))
        await asyncio.sleep(0.1)
        return str(caught.value)

    message = asyncio.run(attempt())
    assert message.startswith("failed to connect to temporal: 127.0.0.1:1 (namespace n): ")
    assert "\n" not in message


STORAGES = (
    EnvironmentStorage(id="app:os", kind="os"),
    EnvironmentStorage(id="app:memory", kind="memory"),
    EnvironmentStorage(id="app:fixed", kind="static", values={"A": "fixed"}),
    EnvironmentStorage(id="app:router", kind="router", storages=("app:memory", "app:fixed")),
    EnvironmentStorage(id="app:loop", kind="router", storages=("app:loop",)),
)


def environment(*variables: EnvironmentVariable, **process: str) -> Environment:
    return Environment(variables, STORAGES, dict(process))


@pytest.mark.parametrize(
    ("storage", "default", "process", "expected"),
    [
        (None, None, {}, None),
        (None, None, {"A": "p"}, "p"),
        ("app:os", "d", {"A": "p"}, "p"),
        ("app:os", "d", {}, "d"),
        ("app:memory", None, {"A": "p"}, None),
        ("app:fixed", "d", {"A": "p"}, "fixed"),
        ("app:router", None, {}, "fixed"),
        ("app:loop", "d", {}, "d"),
        ("app:unknown", "d", {"A": "p"}, "d"),
    ],
)
def test_variables(
    storage: str | None, default: str | None, process: dict[str, str], expected: str | None
) -> None:
    variable = EnvironmentVariable(id="app:a", name="A", storage=storage, default=default)
    registry = environment(variable, **process)
    assert registry.get("A") == registry.get("app:a") == expected


def test_writes_go_where_the_variable_lives() -> None:
    registry = environment(
        EnvironmentVariable(id="app:a", name="A", storage="app:router"),
        EnvironmentVariable(id="app:f", name="F", storage="app:fixed"),
        EnvironmentVariable(id="app:r", name="R", read_only=True),
        EnvironmentVariable(id="app:l", name="L", storage="app:loop"),
    )
    registry.set("A", "new")
    registry.set("FREE", "x")
    assert (registry.get("A"), registry.get("FREE")) == ("new", "x")
    for name in ("F", "R", "L"):
        with pytest.raises(ReadOnlyVariable):
            registry.set(name, "x")
    assert registry.all() == {"A": "new"}


def test_file_storage(tmp_path: Path) -> None:
    file = tmp_path / "sub" / ".env"
    storage = EnvironmentStorage(id="app:file", kind="file", file_path=str(file), auto_create=True)
    variable = EnvironmentVariable(id="app:a", name="A", storage="app:file")
    registry = Environment((variable,), (storage,), {})
    assert registry.get("A") is None
    registry.set("A", 'quo"ted value')
    assert registry.get("A") == 'quo"ted value'
    file.write_text("# comment\nexport A='x y'\nbroken\nB=1\n")
    assert registry.get("A") == "x y"
    registry.set("A", "z")
    assert "B=1" in file.read_text()
    with pytest.raises(ReadOnlyVariable):
        registry.set("A", "two\nlines")
