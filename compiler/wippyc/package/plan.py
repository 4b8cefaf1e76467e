"""Decisions about a generated package, taken before any text is rendered.

Before: a `Project` and its compiled modules. After: a `PackagePlan` that templates can print
without knowing anything of Wippy, Lua or Temporal; every Python expression in it is finished text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from wippyc.package.names import distribution_name
from wippyc.pipeline_model import CompiledModule, CompileOptions
from wippyc.project.model import (
    ClientEntry,
    EntryId,
    EnvValue,
    LuaEntry,
    MapItem,
    OtherEntry,
    Project,
    WorkerEntry,
)
from wippyc.project.python_entries import PythonEntry, python_entries

EntryT = TypeVar("EntryT", ClientEntry, WorkerEntry, OtherEntry, LuaEntry)

# Kinds of entries that a Lua module reads at run time, by module.
KINDS_READ = {
    "contract": ("contract.binding", "contract.definition"),
    "templates": ("template.jet", "template.set"),
}

# Names `worker.py` uses itself; imported workflows and activities get another one.
WORKER_NAMES = frozenset(
    {
        "APPLICATION",
        "Application",
        "ClientSpec",
        "EnvironmentStorage",
        "EnvironmentVariable",
        "NoReturn",
        "WorkerSpec",
        "alias_of",
        "annotations",
        "main",
        "run_program",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """`from .{module} import {name} as {alias}`; the alias equals the name when none is needed."""

    module: str
    name: str
    alias: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecPlan:
    """A call of one of the runtime's spec classes: keyword → Python expression."""

    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPlan:
    """One compiled entry, for the manifest and the README.

    Attributes:
        id: Full entry ID, which is also the Temporal type name.
        kind: Entry kind, e.g. `workflow.lua`.
        role: `workflow`, `activity`, `function` or `library`.
        source: Display path of its Lua text.
        source_text: The Lua text.
        module: Its generated module below the package folder.
        worker: ID of the worker that runs it, if any.
        comment: `meta.comment`, if it is a text.
    """

    id: str
    kind: str
    role: str
    source: str
    source_text: str
    module: str
    worker: str | None
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlan:
    """One worker and the task queue it polls, for the README."""

    worker: str
    queue: str
    auto_start: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePlan:
    """Everything the templates print.

    Attributes:
        application: Name of the application, reduced to a distribution name.
        package: Import name of the package.
        distribution: Name of the distribution and prefix of its console script.
        runtime: Module prefix of the runtime in imports of `worker.py`.
        is_vendored: Whether the runtime is part of the package.
        imports: What `worker.py` imports.
        clients: `ClientSpec` calls.
        workers: `WorkerSpec` calls.
        variables: `EnvironmentVariable` calls.
        storages: `EnvironmentStorage` calls.
        functions: Names of callables that belong to no worker.
        has_type_names: Whether a workflow is registered under a second name.
        application_arguments: Further arguments of `Application`.
        registered_workers: Entry ID literal and `WorkerEntry` call of each worker.
        registered_workflows: The same of `WorkflowEntry` calls.
        registered_functions: The same of `FunctionEntry` calls.
        registered_data: The same of `DataEntry` calls, for modules that read entries.
        entries: Compiled entries by ID.
        queues: Workers by ID.
        variable_names: Public names of the application's environment variables.
        requirements: Requirements of the distribution.
    """

    application: str
    package: str
    distribution: str
    runtime: str
    is_vendored: bool
    imports: tuple[ImportPlan, ...]
    clients: tuple[SpecPlan, ...]
    workers: tuple[SpecPlan, ...]
    variables: tuple[SpecPlan, ...]
    storages: tuple[SpecPlan, ...]
    functions: tuple[str, ...]
    has_type_names: bool
    application_arguments: tuple[tuple[str, str], ...]
    registered_workers: tuple[tuple[str, SpecPlan], ...]
    registered_workflows: tuple[tuple[str, SpecPlan], ...]
    registered_functions: tuple[tuple[str, SpecPlan], ...]
    registered_data: tuple[tuple[str, SpecPlan], ...]
    entries: tuple[EntryPlan, ...]
    queues: tuple[QueuePlan, ...]
    variable_names: tuple[str, ...]
    requirements: tuple[str, ...]


def plan_package(
    project: Project,
    modules: Iterable[CompiledModule],
    options: CompileOptions,
    *,
    package: str,
    requirements: tuple[str, ...],
) -> PackagePlan:
    """Decide what the package consists of.

    Args:
        project: The application.
        modules: Its generated modules.
        options: Options of the compilation.
        package: Import name of the package.
        requirements: Third-party requirements of the generated code and the runtime.
    """
    ordered = sorted(modules, key=lambda module: module.entry_id)
    aliases = _plan_imports(ordered)
    roles = {module.entry_id: _role(project, module) for module in ordered}
    clients = sorted(_entries(project, ClientEntry), key=lambda entry: str(entry.id))
    workers = sorted(_entries(project, WorkerEntry), key=lambda entry: str(entry.id))
    others = sorted(_entries(project, OtherEntry), key=lambda entry: str(entry.id))
    variables = [entry for entry in others if entry.kind == "env.variable"]
    is_vendored = options.runtime == "vendor"
    connection = (
        ("default_address", project.connection.address),
        ("default_namespace", project.connection.namespace),
    )
    return PackagePlan(
        application=distribution_name(package),
        package=package,
        distribution=distribution_name(package),
        runtime=".wippy_runtime" if is_vendored else "wippy_runtime",
        is_vendored=is_vendored,
        imports=tuple(aliases[entry_id] for entry_id in sorted(aliases)),
        clients=tuple(_plan_client(client) for client in clients),
        workers=tuple(_plan_worker(worker, project, aliases, roles) for worker in workers),
        variables=tuple(_plan_variable(entry) for entry in variables),
        storages=tuple(
            _plan_storage(entry) for entry in others if entry.kind.startswith("env.storage.")
        ),
        functions=tuple(
            aliases[entry_id].alias for entry_id in sorted(roles) if roles[entry_id] == "function"
        ),
        has_type_names=any(
            _type_name(_lua_entry(project, entry_id)) is not None
            for entry_id, role in roles.items()
            if role == "workflow"
        ),
        application_arguments=tuple(
            (name, python_literal(value)) for name, value in connection if value is not None
        ),
        registered_workers=tuple(_register_worker(worker, project) for worker in workers),
        registered_workflows=tuple(
            _register_workflow(_lua_entry(project, entry_id))
            for entry_id in sorted(roles)
            if roles[entry_id] == "workflow"
        ),
        registered_functions=tuple(
            sorted(
                [
                    *(
                        _register_function(_lua_entry(project, entry_id))
                        for entry_id, role in roles.items()
                        if role in ("activity", "function")
                    ),
                    *map(_register_python, python_entries(project)),
                ],
                key=lambda row: row[0],
            )
        ),
        registered_data=tuple(
            _register_data(entry) for entry in others if entry.kind in _kinds_read(project)
        ),
        entries=tuple(_plan_entry(project, module, roles) for module in ordered),
        queues=tuple(_plan_queue(worker, project) for worker in workers),
        variable_names=tuple(sorted(filter(None, map(_variable_name, variables)))),
        requirements=requirements,
    )


def python_literal(value: object) -> str:
    """Return a Python expression for plain data: text, numbers, booleans, `None`, nested data.

    Raises:
        TypeError: The value is no plain data.
    """
    match value:
        case None | bool() | int() | float() | str():
            return ascii(value)
        case list() | tuple():
            inner = ", ".join(map(python_literal, value))
            return f"({inner}{',' if len(value) == 1 else ''})"
        case Mapping():
            pairs = (f"{python_literal(key)}: {python_literal(value[key])}" for key in value)
            return "{" + ", ".join(pairs) + "}"
        case _:
            raise TypeError(f"no plain data: {type(value).__name__}")


def _entries(project: Project, kind: type[EntryT]) -> list[EntryT]:
    return [entry for entry in project.entries.values() if isinstance(entry, kind)]


def _plan_imports(modules: Iterable[CompiledModule]) -> dict[str, ImportPlan]:
    taken = set(WORKER_NAMES)
    plans = {}
    for module in modules:
        if module.kind == "library":
            continue
        alias, number = module.class_or_function, 2
        while alias in taken:
            alias, number = f"{module.class_or_function}_{number}", number + 1
        taken.add(alias)
        dotted = ".".join(module.path.with_suffix("").parts)
        plans[module.entry_id] = ImportPlan(
            module=dotted, name=module.class_or_function, alias=alias
        )
    return plans


def _lua_entry(project: Project, entry_id: str) -> LuaEntry:
    entry = project.entries[entry_id]
    assert isinstance(entry, LuaEntry), f"{entry_id} is no Lua entry"
    return entry


def _worker_of(entry: LuaEntry) -> EntryId | None:
    if entry.kind == "workflow.lua":
        return None if entry.workflow is None else entry.workflow.worker
    return None if entry.activity is None else entry.activity.worker


def _type_name(entry: LuaEntry) -> str | None:
    """Return the workflow type that clients other than Wippy use, if it is not the entry ID."""
    name = None if entry.workflow is None else entry.workflow.name
    return name if name and name != str(entry.id) else None


def _role(project: Project, module: CompiledModule) -> str:
    if module.kind != "activity":
        return module.kind
    return "function" if _worker_of(_lua_entry(project, module.entry_id)) is None else "activity"


def _plan_entry(project: Project, module: CompiledModule, roles: Mapping[str, str]) -> EntryPlan:
    entry = _lua_entry(project, module.entry_id)
    worker = _worker_of(entry)
    comment = None if entry.meta is None else entry.meta.get("comment")
    return EntryPlan(
        id=module.entry_id,
        kind=entry.kind,
        role=roles[module.entry_id],
        source=entry.source.file.path,
        source_text=entry.source.file.text,
        module=str(module.path),
        worker=None if worker is None else str(worker),
        comment=comment.value if comment is not None and isinstance(comment.value, str) else "",
    )


def _client_of(worker: WorkerEntry, project: Project) -> ClientEntry | None:
    """Return the client entry a worker uses: its own, or the only one there is."""
    if worker.client is not None:
        client = project.entries.get(str(worker.client))
        return client if isinstance(client, ClientEntry) else None
    clients = _entries(project, ClientEntry)
    return clients[0] if len(clients) == 1 else None


def _queue_of(worker: WorkerEntry, project: Project) -> str:
    client = _client_of(worker, project)
    return ("" if client is None else client.queue_prefix) + worker.task_queue


def _plan_queue(worker: WorkerEntry, project: Project) -> QueuePlan:
    queue = _queue_of(worker, project)
    return QueuePlan(worker=str(worker.id), queue=queue, auto_start=worker.auto_start)


def _register_worker(worker: WorkerEntry, project: Project) -> tuple[str, SpecPlan]:
    client = _client_of(worker, project)
    client_id = str(worker.client or "temporal") if client is None else str(client.id)
    arguments = [("client", python_literal(client_id))]
    arguments.append(("task_queue", python_literal(_queue_of(worker, project))))
    return python_literal(str(worker.id)), SpecPlan(arguments=tuple(arguments))


def _register_workflow(entry: LuaEntry) -> tuple[str, SpecPlan]:
    arguments = [("worker", python_literal(str(_worker_of(entry) or "")))]
    if (type_name := _type_name(entry)) is not None:
        arguments.append(("type_name", python_literal(type_name)))
    return python_literal(str(entry.id)), SpecPlan(arguments=tuple(arguments))


def _register_function(entry: LuaEntry) -> tuple[str, SpecPlan]:
    arguments = []
    if worker := _worker_of(entry):
        arguments.append(("worker", python_literal(str(worker))))
    if entry.activity is not None and entry.activity.local:
        arguments.append(("is_local", "True"))
    if entry.options:
        arguments.append(("options", python_literal(dict(sorted(entry.options.items())))))
    return python_literal(str(entry.id)), SpecPlan(arguments=tuple(arguments))


def _register_python(entry: PythonEntry) -> tuple[str, SpecPlan]:
    arguments = [("worker", python_literal(str(entry.worker)))]
    if entry.is_local:
        arguments.append(("is_local", "True"))
    return python_literal(str(entry.id)), SpecPlan(arguments=tuple(arguments))


def _kinds_read(project: Project) -> frozenset[str]:
    """Return the kinds of entries that the modules of the application read when they run."""
    used = {use.name for entry in _entries(project, LuaEntry) for use in entry.modules}
    return frozenset(kind for name in used for kind in KINDS_READ.get(name, ()))


def _register_data(entry: OtherEntry) -> tuple[str, SpecPlan]:
    data = {name: item.node.plain() for name, item in sorted(entry.data.items())}
    arguments = (("kind", python_literal(entry.kind)), ("data", python_literal(data)))
    return python_literal(str(entry.id)), SpecPlan(arguments=arguments)


def _plan_client(client: ClientEntry) -> SpecPlan:
    arguments = [("id", python_literal(str(client.id)))]
    defaults = {each.name: each.default for each in fields(ClientEntry)}
    for name, default in defaults.items():
        if name in ("id", "late", "span"):
            continue
        value = _as_written(getattr(client, name))
        if value != default:
            arguments.append((name, python_literal(value)))
    return SpecPlan(arguments=(*arguments, *_plan_late(client.late)))


def _plan_late(late: Mapping[str, EnvValue]) -> list[tuple[str, str]]:
    templates = {path: late[path].template for path in sorted(late)}
    return [("late", python_literal(templates))] if templates else []


def _plan_worker(
    worker: WorkerEntry,
    project: Project,
    aliases: Mapping[str, ImportPlan],
    roles: Mapping[str, str],
) -> SpecPlan:
    arguments = [("id", python_literal(str(worker.id)))]
    arguments.append(("task_queue", python_literal(worker.task_queue)))
    if worker.client is not None:
        arguments.append(("client", python_literal(str(worker.client))))
    for name, role in (("workflows", "workflow"), ("activities", "activity")):
        registered = []
        for entry_id, plan in sorted(aliases.items()):
            entry = _lua_entry(project, entry_id)
            if roles[entry_id] != role or _worker_of(entry) != worker.id:
                continue
            registered.append(plan.alias)
            if (type_name := _type_name(entry)) is not None:
                registered.append(f"alias_of({plan.alias}, {python_literal(type_name)})")
        if registered:
            comma = "," if len(registered) == 1 else ""
            arguments.append((name, f"({', '.join(registered)}{comma})"))
    needed = sorted(str(each.id) for each in python_entries(project) if each.worker == worker.id)
    if needed:
        arguments.append(("implementations", python_literal(needed)))
    if not worker.workflows:
        arguments.append(("polls_workflows", "False"))
    if not worker.activities:
        arguments.append(("polls_activities", "False"))
    if not worker.auto_start:
        arguments.append(("auto_start", "False"))
    if worker.stop_timeout is not None:
        arguments.append(("stop_timeout", python_literal(worker.stop_timeout)))
    if worker.options:
        options = {name: _as_written(value) for name, value in sorted(worker.options.items())}
        arguments.append(("options", python_literal(options)))
    return SpecPlan(arguments=(*arguments, *_plan_late(worker.late)))


def _as_written(value: object) -> object:
    """Return a value with its placeholders, which are resolved when the worker starts."""
    return value.template if isinstance(value, EnvValue) else value


def _variable_name(entry: OtherEntry) -> str:
    return _text(entry.data, "variable") or ""


def _plan_variable(entry: OtherEntry) -> SpecPlan:
    arguments = [("id", python_literal(str(entry.id)))]
    arguments.append(("name", python_literal(_variable_name(entry))))
    if storage := _text(entry.data, "storage"):
        arguments.append(("storage", python_literal(_full_id(storage, entry.id))))
    default = _text(entry.data, "default")
    if default is not None:
        arguments.append(("default", python_literal(default)))
    if _plain(entry.data, "readonly") is True or _plain(entry.data, "read_only") is True:
        arguments.append(("read_only", "True"))
    return SpecPlan(arguments=tuple(arguments))


def _plan_storage(entry: OtherEntry) -> SpecPlan:
    kind = entry.kind.removeprefix("env.storage.")
    arguments = [("id", python_literal(str(entry.id))), ("kind", python_literal(kind))]
    values = _plain(entry.data, "values")
    if kind == "static" and isinstance(values, dict) and values:
        texts = {str(key): _plain_text(value) for key, value in sorted(values.items())}
        arguments.append(("values", python_literal(texts)))
    if kind == "file" and (path := _text(entry.data, "file_path")):
        arguments.append(("file_path", python_literal(path)))
    if kind == "file" and _plain(entry.data, "auto_create") is True:
        arguments.append(("auto_create", "True"))
    storages = _plain(entry.data, "storages")
    if kind == "router" and isinstance(storages, list) and storages:
        targets = tuple(_full_id(str(each), entry.id) for each in storages)
        arguments.append(("storages", python_literal(targets)))
    return SpecPlan(arguments=tuple(arguments))


def _full_id(text: str, owner: EntryId) -> str:
    return text if ":" in text else f"{owner.namespace}:{text}"


def _plain(data: Mapping[str, MapItem], key: str) -> object:
    return data[key].node.plain() if key in data else None


def _text(data: Mapping[str, MapItem], key: str) -> str | None:
    value = _plain(data, key)
    return None if value is None else _plain_text(value)


def _plain_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
