"""An application as declarative data: what a generated `worker.py` instantiates.

Nothing here connects, reads the environment or imports Lua code. Texts may hold
`${env:NAME|default}` placeholders; they are resolved when a worker starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

DEFAULT_ADDRESS = "localhost:7233"
DEFAULT_NAMESPACE = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSpec:
    """One `temporal.client` entry. Durations are in seconds.

    Attributes:
        id: Entry ID, e.g. `app:temporal_client`; also the node of this application's PIDs.
        address: `host:port` of the Temporal frontend.
        namespace: Temporal namespace.
        queue_prefix: Text put before the task queue of every worker of this client.
        auth_type: How the client authenticates.
        api_key: API key, normally a placeholder.
        api_key_env: Name of an environment variable that holds the API key (older form).
        api_key_file: File that holds the API key; surrounding white space is ignored.
        cert_file: PEM file of the client certificate.
        cert_pem: The client certificate itself.
        key_file: PEM file of the client's private key.
        key_pem: The private key itself, normally a placeholder.
        key_pem_env: Name of an environment variable that holds the private key.
        tls_enabled: Whether to use TLS even without credentials.
        tls_ca_file: PEM file of the authority that signed the server's certificate.
        tls_server_name: Name to expect in the server's certificate.
        connection_timeout: How long one connection attempt may take.
        keep_alive_time: Interval of keep-alive pings; `None` for the SDK's.
        keep_alive_timeout: How long to wait for the answer to a ping; `None` for the SDK's.
        late: Placeholders of fields that are no texts, by their path in the entry
            (`tls.enabled`); `late_values.settle` reads them.
    """

    id: str
    address: str = DEFAULT_ADDRESS
    namespace: str = DEFAULT_NAMESPACE
    queue_prefix: str = ""
    auth_type: Literal["none", "api_key", "mtls"] = "none"
    api_key: str | None = None
    api_key_env: str | None = None
    api_key_file: str | None = None
    cert_file: str | None = None
    cert_pem: str | None = None
    key_file: str | None = None
    key_pem: str | None = None
    key_pem_env: str | None = None
    tls_enabled: bool = False
    tls_ca_file: str | None = None
    tls_server_name: str | None = None
    connection_timeout: float = 10.0
    keep_alive_time: float | None = None
    keep_alive_timeout: float | None = None
    late: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSpec:
    """One `temporal.worker` entry.

    Attributes:
        id: Entry ID, e.g. `app:worker`; also the host of its workflows' PIDs.
        client: ID of its client; `None` for the application's default client.
        task_queue: Queue as written, without the client's prefix.
        workflows: Workflow classes it runs.
        activities: Activity callables it runs.
        polls_workflows: `workflows` of the entry: whether it takes workflow tasks at all.
        polls_activities: `activities` of the entry: whether it takes activity tasks at all. A
            worker without activities that polls answers every activity task with "not registered",
            as on Wippy.
        implementations: IDs of entries that a Python implementation in `hooks` must provide.
        sandboxed: Whether workflows run in the SDK's sandbox.
        auto_start: Whether it runs when no worker is named on the command line.
        stop_timeout: Upper bound of a graceful stop in seconds (`lifecycle.stop_timeout`).
        options: `worker_options` under Wippy's names; durations are in seconds.
        late: As in `ClientSpec`; options are under `worker_options.`.
    """

    id: str
    task_queue: str
    client: str | None = None
    workflows: tuple[type, ...] = ()
    activities: tuple[Callable[..., Any], ...] = ()
    polls_workflows: bool = True
    polls_activities: bool = True
    implementations: tuple[str, ...] = ()
    sandboxed: bool = False
    auto_start: bool = True
    stop_timeout: float | None = None
    options: Mapping[str, bool | int | float | str] = field(default_factory=dict)
    late: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentStorage:
    """One `env.storage.*` entry.

    Attributes:
        id: Entry ID.
        kind: Last part of the entry kind.
        values: Fixed values of a `static` storage.
        file_path: Path of the `KEY=value` file of a `file` storage.
        auto_create: Whether a missing file is created on the first write.
        storages: IDs of a `router`'s storages: read in order, written to the first.
    """

    id: str
    kind: Literal["os", "memory", "file", "static", "router"]
    values: Mapping[str, str] = field(default_factory=dict)
    file_path: str = ""
    auto_create: bool = False
    storages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentVariable:
    """One `env.variable` entry.

    Attributes:
        id: Entry ID; also accepted as a key.
        name: Public name, e.g. `PAYMENT_URL`.
        storage: ID of the storage that holds it; `None` for the process environment.
        default: Value used when the storage has none.
        read_only: Whether `env.set` is refused.
    """

    id: str
    name: str
    storage: str | None = None
    default: str | None = None
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A whole compiled application.

    Attributes:
        name: Human-readable name of the application.
        package: Name of the generated package.
        clients: Its Temporal clients; empty means one client from the environment.
        workers: Its workers.
        functions: Functions that are no activity of any worker but can be called in-process.
        variables: Its `env.variable` entries.
        storages: Its `env.storage.*` entries.
        default_address: Address of `.wippy.yaml`, for applications without a client entry.
        default_namespace: Namespace of `.wippy.yaml`.
        build_id: Content hash of the package; the default build ID for worker versioning.
    """

    name: str
    package: str
    clients: tuple[ClientSpec, ...] = ()
    workers: tuple[WorkerSpec, ...] = ()
    functions: tuple[Callable[..., Any], ...] = ()
    variables: tuple[EnvironmentVariable, ...] = ()
    storages: tuple[EnvironmentStorage, ...] = ()
    default_address: str = DEFAULT_ADDRESS
    default_namespace: str = DEFAULT_NAMESPACE
    build_id: str = ""

    def client_of(self, worker: WorkerSpec) -> ClientSpec:
        """Return the client a worker uses.

        A worker without `client` uses the sole client of the application, else one made of the
        connection defaults.

        Raises:
            KeyError: The worker names a client that does not exist.
        """
        if worker.client is not None:
            for client in self.clients:
                if client.id == worker.client:
                    return client
            raise KeyError(worker.client)
        if len(self.clients) == 1:
            return self.clients[0]
        return ClientSpec(
            id="temporal", address=self.default_address, namespace=self.default_namespace
        )

    def queue_of(self, worker: WorkerSpec) -> str:
        """Return the task queue a worker polls: the client's prefix and its own queue."""
        return self.client_of(worker).queue_prefix + worker.task_queue
