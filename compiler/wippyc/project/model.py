"""An application as data: what the loader reads and every later stage gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from wippyc.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with the place it was written at.

    `value` is a scalar, a tuple of nodes, or a mapping of text keys to `MapItem`s.
    """

    value: bool | int | float | str | tuple[Node, ...] | Mapping[str, MapItem] | None
    span: Span

    def plain(self) -> object:
        """Return the value without positions, as plain Python data."""
        match self.value:
            case tuple() as items:
                return [item.plain() for item in items]
            case Mapping() as mapping:
                return {key: item.node.plain() for key, item in mapping.items()}
            case scalar:
                return scalar

    def get(self, *path: str) -> Node | None:
        """Return the node below a path of keys, or `None`."""
        node = self
        for key in path:
            if not isinstance(node.value, Mapping) or key not in node.value:
                return None
            node = node.value[key].node
        return node


@dataclass(frozen=True, slots=True)
class MapItem:
    """One `key: value` of a YAML mapping."""

    key_span: Span
    node: Node


@dataclass(frozen=True, slots=True)
class EntryId:
    """A registry ID, `namespace:name`."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}:{self.name}"


@dataclass(frozen=True, slots=True)
class LuaSource:
    """Lua text of an entry: a file of the application, or inline in YAML.

    Attributes:
        file: The text. For inline sources an `EmbeddedSource`: its lines are those of the inline
            text, and `diagnostics.places.shown` maps its spans into the YAML file.
        is_inline: Whether the text stands in the YAML file.
    """

    file: SourceFile
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """One `alias: ns:name` of an entry's `imports`."""

    alias: str
    target: EntryId
    span: Span


@dataclass(frozen=True, slots=True)
class ModuleUse:
    """One name of an entry's `modules` list."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    """`pool:` of a function entry; only the size matters here (concurrency of one worker)."""

    type: str = "lazy"
    size: int | None = None
    workers: int | None = None
    max_size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowMeta:
    """`meta.temporal.workflow`."""

    worker: EntryId | None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityMeta:
    """`meta.temporal.activity`."""

    worker: EntryId | None
    local: bool = False


LuaKind = Literal["workflow.lua", "function.lua", "process.lua", "library.lua"]


@dataclass(frozen=True, kw_only=True, eq=False)
class LuaEntry:
    """A `workflow.lua`, `function.lua`, `process.lua`, `library.lua` (or `module.lua`) entry.

    Attributes:
        id: Full registry ID; also the chunk name in Lua error messages.
        kind: Entry kind; `module.lua` is treated as `library.lua`.
        source: Its Lua text.
        method: Key of the entry function in the table the chunk returns.
        modules: Built-in modules it declares.
        imports: Libraries it imports.
        workflow: `meta.temporal.workflow`, for workflows.
        activity: `meta.temporal.activity`, for functions and processes.
        options: `meta.options`: default call options of the function.
        default_host: `meta.default_host` of a process.
        pool: `pool` of a function.
        meta: All of `meta`.
        data: All other fields.
        span: The entry's `name` value in the YAML file.
        method_span: The `method` value, or `span`.
    """

    id: EntryId
    kind: LuaKind
    source: LuaSource
    method: str
    modules: tuple[ModuleUse, ...]
    imports: tuple[Import, ...]
    workflow: WorkflowMeta | None
    activity: ActivityMeta | None
    options: Mapping[str, object]
    default_host: EntryId | None
    pool: PoolOptions
    meta: Node | None
    data: Mapping[str, MapItem]
    span: Span
    method_span: Span


@dataclass(frozen=True, slots=True)
class EnvValue:
    """A configuration text that may hold `${env:NAME|default}` placeholders, or a plain value.

    `template` is the text as written; it is resolved when the worker starts, so that no secret
    ever enters generated code. `value` is set when nothing needs resolving.
    """

    template: str
    value: str | None


@dataclass(frozen=True, kw_only=True, eq=False)
class ClientEntry:
    """A `temporal.client`; defaults are those of Wippy. Durations are in seconds.

    Attributes:
        queue_prefix: `tq_prefix` as written; it may hold placeholders (`env_value` tells).
        late: Fields that are no text but are written with a placeholder, by their path in the
            entry (`tls.enabled`). The field itself holds the placeholder's default, if it has one.
    """

    id: EntryId
    address: EnvValue
    namespace: EnvValue
    queue_prefix: str = ""
    auth_type: Literal["none", "api_key", "mtls"] = "none"
    api_key: EnvValue | None = None
    api_key_env: str | None = None
    api_key_file: str | None = None
    cert_file: str | None = None
    cert_pem: EnvValue | None = None
    key_file: str | None = None
    key_pem: EnvValue | None = None
    key_pem_env: str | None = None
    tls_enabled: bool = False
    tls_ca_file: str | None = None
    tls_server_name: str | None = None
    connection_timeout: float = 10.0
    keep_alive_time: float | None = None
    keep_alive_timeout: float | None = None
    late: Mapping[str, EnvValue] = field(default_factory=dict)
    span: Span


@dataclass(frozen=True, kw_only=True, eq=False)
class WorkerEntry:
    """A `temporal.worker`.

    Attributes:
        client: The client entry it uses; `None` means the default client.
        task_queue: Queue as written (without the client's prefix); it may hold placeholders
            (`env_value` tells).
        workflows: Whether it runs workflows.
        activities: Whether it runs activities.
        auto_start: `lifecycle.auto_start`.
        stop_timeout: `lifecycle.stop_timeout` in seconds, if written.
        options: Validated `worker_options`; durations are in seconds. Values that Wippy replaces
            by its default (sizes of zero and below) are absent. A text with placeholders is an
            `EnvValue`.
        late: As in `ClientEntry`; options are under `worker_options.`.
    """

    id: EntryId
    client: EntryId | None
    task_queue: str
    workflows: bool = True
    activities: bool = True
    auto_start: bool = False
    stop_timeout: float | None = None
    options: Mapping[str, bool | int | float | str | EnvValue] = field(default_factory=dict)
    late: Mapping[str, EnvValue] = field(default_factory=dict)
    span: Span


@dataclass(frozen=True, kw_only=True, eq=False)
class OtherEntry:
    """An entry of a kind that is kept as data (`registry.entry`, `env.variable`, `http.*` …)."""

    id: EntryId
    kind: str
    meta: Node | None
    data: Mapping[str, MapItem]
    span: Span


Entry = LuaEntry | ClientEntry | WorkerEntry | OtherEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionDefaults:
    """`temporal:` of `.wippy.yaml`, the older form."""

    address: str | None = None
    namespace: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Project:
    """A whole application.

    Attributes:
        name: Name of the application folder.
        entries: All entries by full ID, in the order of files (sorted) and lines.
        connection: Connection defaults of `.wippy.yaml`.
        sources: Every file read, by display path.
        skipped: Entries of kinds we neither compile nor keep, and those that could not be decoded.
        settings: The whole of `.wippy.yaml`.
    """

    name: str
    entries: Mapping[str, Entry]
    connection: ConnectionDefaults
    sources: Mapping[PurePosixPath, SourceFile]
    skipped: tuple[OtherEntry, ...] = ()
    settings: Node | None = None

    @cached_property
    def lua_entries(self) -> tuple[LuaEntry, ...]:
        """The entries with Lua, in their order."""
        return tuple(entry for entry in self.entries.values() if isinstance(entry, LuaEntry))
