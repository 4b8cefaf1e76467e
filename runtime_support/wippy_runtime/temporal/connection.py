"""From a `ClientSpec` and the environment to a connected Temporal client.

The environment wins over the application's entries, so one image runs everywhere: `TEMPORAL_*`
variables as every Temporal tool reads them, and for applications with several clients
`WIPPY_CLIENT_<NAME>_ADDRESS`, `_NAMESPACE` and `_API_KEY`, which win over both.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.runtime import Runtime
from temporalio.service import KeepAliveConfig, TLSConfig

from .application import ClientSpec
from .configuration_error import ConfigurationError
from .environment import Environment

_SETTLE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectOptions:
    """Everything `Client.connect` needs, fully resolved. Holds secrets: never print it."""

    target_host: str
    namespace: str
    api_key: str | None = field(default=None, repr=False)
    tls: bool | TLSConfig | None = field(default=None, repr=False)
    rpc_metadata: Mapping[str, str] = field(default_factory=dict, repr=False)
    keep_alive: KeepAliveConfig | None = None
    connect_timeout: timedelta = timedelta(seconds=10)


def resolve_connection(
    client: ClientSpec, environment: Environment, process: Mapping[str, str]
) -> ConnectOptions:
    """Merge an entry with the environment.

    Args:
        client: The client entry; its texts are defaults.
        environment: Registry that fills placeholders.
        process: Process environment with the `TEMPORAL_*` variables. A configuration file is read
            only when `TEMPORAL_CONFIG_FILE` or `TEMPORAL_PROFILE` asks for it.

    Raises:
        ConfigurationError: A required value is missing or a file cannot be read.
    """
    external = _external(process)
    own = _own_variables(client, process)
    api_key = own.get("api_key") or external.get("api_key") or _api_key(client, environment)
    tls = external.get("tls")
    if tls is None:
        tls = _tls(client, environment)
    if tls is None and api_key is not None:
        tls = True
    return ConnectOptions(
        target_host=own.get("address")
        or external.get("target_host")
        or _required(environment.expand(client.address, f"{client.id}: address"), client),
        namespace=own.get("namespace")
        or external.get("namespace")
        or environment.expand(client.namespace, f"{client.id}: namespace")
        or "default",
        api_key=api_key,
        tls=tls,
        rpc_metadata=external.get("rpc_metadata", {}),
        keep_alive=_keep_alive(client),
        connect_timeout=timedelta(seconds=client.connection_timeout or 10),
    )


async def connect(
    options: ConnectOptions,
    *,
    runtime: Runtime | None = None,
    data_converter: Any = None,
    interceptors: Sequence[Any] = (),
    plugins: Sequence[Any] = (),
) -> Client:
    """Connect.

    Raises:
        ConfigurationError: The server cannot be reached or refuses the credentials; the text names
            the address and namespace.
    """
    arguments: dict[str, Any] = {
        "namespace": options.namespace,
        "api_key": options.api_key,
        "rpc_metadata": dict(options.rpc_metadata),
        "interceptors": list(interceptors),
        "plugins": list(plugins),
        "runtime": runtime,
    }
    if options.tls is not None:
        arguments["tls"] = options.tls
    if data_converter is not None:
        arguments["data_converter"] = data_converter
    if options.keep_alive is not None:
        arguments["keep_alive_config"] = options.keep_alive
    where = f"{options.target_host} (namespace {options.namespace})"
    try:
        return await asyncio.wait_for(
            Client.connect(options.target_host, **arguments),
            options.connect_timeout.total_seconds(),
        )
    except TimeoutError:
        seconds = options.connect_timeout.total_seconds()
        raise ConfigurationError(
            f"failed to connect to temporal: {where}: no answer within {seconds:g} s"
        ) from None
    except (RuntimeError, ValueError, OSError) as error:
        # The SDK's thread hands the failure over a moment before it is done with the interpreter;
        # a process that ends right then aborts.
        await asyncio.sleep(_SETTLE_SECONDS)
        reason = _reason(str(error))
        raise ConfigurationError(f"failed to connect to temporal: {where}: {reason}") from error


def _reason(text: str) -> str:
    """Return the part of the SDK's nested error text that tells people something."""
    messages = re.findall(r'message: "([^"]+)"', text)
    return messages[-1] if messages else " ".join(text.split())


def _external(process: Mapping[str, str]) -> dict[str, Any]:
    wants_file = bool(process.get("TEMPORAL_CONFIG_FILE") or process.get("TEMPORAL_PROFILE"))
    relevant = {
        key: value for key, value in process.items() if key.startswith("TEMPORAL_") and value
    }
    if wants_file:
        for key in ("HOME", "XDG_CONFIG_HOME", "APPDATA", "USERPROFILE"):
            if key in process:
                relevant[key] = process[key]
    try:
        loaded = ClientConfig.load_client_connect_config(
            disable_file=not wants_file, override_env_vars=relevant
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise ConfigurationError(f"invalid Temporal environment configuration: {error}") from error
    return dict(loaded)


def _own_variables(client: ClientSpec, process: Mapping[str, str]) -> dict[str, str]:
    name = re.sub(r"[^A-Za-z0-9]", "_", client.id.rpartition(":")[2]).upper()
    found = {
        key: process.get(f"WIPPY_CLIENT_{name}_{key.upper()}")
        for key in ("address", "namespace", "api_key")
    }
    return {key: value for key, value in found.items() if value}


def _required(address: str, client: ClientSpec) -> str:
    if not address:
        raise ConfigurationError(f"{client.id}: invalid client config: address is required")
    return address


def _api_key(client: ClientSpec, environment: Environment) -> str | None:
    if client.auth_type != "api_key":
        return None
    failed = f"{client.id}: failed to resolve API key"
    if client.api_key is not None:
        key = environment.expand(client.api_key, failed)
    elif client.api_key_env is not None:
        found = environment.get(client.api_key_env)
        if found is None:
            raise ConfigurationError(
                f"{failed}: failed to get api_key from env {client.api_key_env}: "
                "environment variable is not set"
            )
        key = found
    elif client.api_key_file is not None:
        path = environment.expand(client.api_key_file, failed)
        key = _read(path, f"{failed}: failed to read api_key_file").decode("utf-8").strip()
    else:
        raise ConfigurationError(f"{client.id}: invalid client config: API key source is required")
    if not key:
        raise ConfigurationError(f"{failed}: the API key is empty")
    return key


def _tls(client: ClientSpec, environment: Environment) -> TLSConfig | None:
    certificate = key = None
    if client.auth_type == "mtls":
        certificate = _pem(
            client, environment, "cert_file", client.cert_file, client.cert_pem, None
        )
        key = _pem(
            client, environment, "key_file", client.key_file, client.key_pem, client.key_pem_env
        )
        if certificate is None:
            raise ConfigurationError(
                f"{client.id}: invalid client config: mTLS certificate is required"
            )
        if key is None:
            raise ConfigurationError(f"{client.id}: invalid client config: mTLS key is required")
    if certificate is None and not client.tls_enabled:
        return None
    authority = None
    if client.tls_ca_file:
        path = environment.expand(client.tls_ca_file, f"{client.id}: tls.ca_file")
        authority = _read(path, f"{client.id}: failed to parse CA certificate from")
    domain = client.tls_server_name
    return TLSConfig(
        server_root_ca_cert=authority,
        domain=environment.expand(domain, f"{client.id}: tls.server_name") if domain else None,
        client_cert=certificate,
        client_private_key=key,
    )


def _pem(
    client: ClientSpec,
    environment: Environment,
    field_name: str,
    file: str | None,
    text: str | None,
    variable: str | None,
) -> bytes | None:
    if file is not None:
        path = environment.expand(file, f"{client.id}: {field_name}")
        return _read(path, f"{client.id}: failed to read {field_name}")
    if text is not None:
        return environment.expand(text, f"{client.id}: {field_name}").encode()
    if variable is not None:
        found = environment.get(variable)
        if found is None:
            raise ConfigurationError(
                f"{client.id}: failed to get key_pem from env {variable}: "
                "environment variable is not set"
            )
        return found.encode()
    return None


def _read(path: str, failure: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(f"{failure} {path}: {reason}") from error


def _keep_alive(client: ClientSpec) -> KeepAliveConfig | None:
    if client.keep_alive_time is None and client.keep_alive_timeout is None:
        return None
    defaults = KeepAliveConfig()
    interval, timeout = client.keep_alive_time, client.keep_alive_timeout
    return KeepAliveConfig(
        interval_millis=defaults.interval_millis if interval is None else round(interval * 1000),
        timeout_millis=defaults.timeout_millis if timeout is None else round(timeout * 1000),
    )
