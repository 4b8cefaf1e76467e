"""Decodes `workflow.lua`, `function.lua`, `process.lua`, `library.lua` and `module.lua`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wippyc.project import rules
from wippyc.project.entries import RawEntry, type_word
from wippyc.project.fields import Fields, Reporter, read_reference
from wippyc.project.interpolate import Interpolator
from wippyc.project.model import (
    ActivityMeta,
    EntryId,
    Import,
    LuaEntry,
    LuaKind,
    LuaSource,
    MapItem,
    ModuleUse,
    Node,
    PoolOptions,
    WorkflowMeta,
)
from wippyc.source import Span

_KINDS: Final[dict[str, LuaKind]] = {
    "workflow.lua": "workflow.lua",
    "function.lua": "function.lua",
    "process.lua": "process.lua",
    "library.lua": "library.lua",
    "module.lua": "library.lua",
}
_KEYS: Final = ("source", "method", "modules", "imports", "pool", "lifecycle")
_META_KEYS: Final = ("temporal", "options", "default_host", "type", "comment", "description")
_POOL_KEYS: Final = ("type", "size", "workers", "buffer", "max_size", "warm_start")
_POOL_TYPES: Final = ("inline", "lazy", "static", "adaptive")
_WORKFLOW_KEYS: Final = ("worker", "name")
_ACTIVITY_KEYS: Final = ("worker", "local")
_DEFAULT_METHOD: Final = "main"


def decode_lua(raw: RawEntry, files: Interpolator, reporter: Reporter) -> LuaEntry | None:
    """Return the entry, or `None` when it has no usable source."""
    kind = _KINDS[raw.kind]
    fields = Fields(raw.data, reporter)
    if raw.data_node is not None:
        fields.mismatch("data", "a mapping", raw.data_node.node)
        return None
    fields.warn_unknown(_KEYS, rules.MISSPELT_KEY, only_near=True)
    meta = raw.meta if raw.meta is not None and isinstance(raw.meta.value, Mapping) else None
    meta_items: Mapping[str, MapItem] = (
        meta.value if meta is not None and isinstance(meta.value, Mapping) else {}
    )
    meta_fields = Fields(meta_items, reporter, "meta.")
    meta_fields.warn_unknown(_META_KEYS, rules.MISSPELT_KEY, only_near=True)
    source = _source(fields, raw, files)
    method = fields.text("method")
    if kind == "function.lua" and not fields.is_given("method"):
        reporter.report(
            rules.METHOD_MISSING,
            "method is required",
            fields.span("method"),
            note="a function entry is called through one key of the table its source returns",
            hint="add `method: …` with the name of that function",
        )
    temporal = meta_fields.section("temporal")
    temporal.warn_unknown(("workflow", "activity"))
    workflow = _workflow(temporal, kind, reporter)
    activity = _activity(temporal, kind, reporter)
    modules = _modules(fields)
    imports = _imports(fields)
    pool = _pool(fields)
    options = _options(meta_fields, fields)
    host = meta_fields.reference("default_host")
    if host is None:
        host = _optional_section(meta_fields, "options").reference("default_host")
    if source is None:
        return None
    return LuaEntry(
        id=raw.id,
        kind=kind,
        source=source,
        method=method or _DEFAULT_METHOD,
        modules=modules,
        imports=imports,
        workflow=workflow,
        activity=activity,
        options=options,
        default_host=host,
        pool=pool,
        meta=raw.meta,
        data={key: item for key, item in raw.data.items() if key not in _KEYS[:5]},
        span=raw.span,
        method_span=fields.span("method") if "method" in raw.data else raw.span,
    )


def _source(fields: Fields, raw: RawEntry, files: Interpolator) -> LuaSource | None:
    node = fields.node("source")
    if node is not None and not isinstance(node.value, str):
        fields.mismatch("source", "a text", node)
        return None
    if node is None or not str(node.value).strip():
        fields.reporter.report(
            rules.SOURCE_MISSING,
            "source is required",
            fields.span("source"),
            note=f"a {raw.kind} entry is nothing without its Lua",
            hint="add `source: file://name.lua`, or the Lua text itself",
        )
        return None
    return files.lua_source(node, raw.folder, fields.reporter)


def _modules(fields: Fields) -> tuple[ModuleUse, ...]:
    found: list[ModuleUse] = []
    for node in _list(fields, "modules"):
        problem = ""
        if not isinstance(node.value, str):
            problem = f"module must be a text, got {type_word(node)}"
        elif not node.value.strip():
            problem = "module cannot be empty"
        elif ":" in node.value:
            problem = "module cannot have a namespace"
        if problem:
            fields.reporter.report(
                rules.INVALID_MODULE,
                problem,
                _visible(node.span, fields.span("modules")),
                note="`modules` lists Wippy's built-in modules by name",
                hint="list libraries of the application under `imports`",
            )
        else:
            found.append(ModuleUse(str(node.value), node.span))
    return tuple(found)


def _imports(fields: Fields) -> tuple[Import, ...]:
    node = fields.node("imports")
    if node is None:
        return ()
    if not isinstance(node.value, Mapping):
        is_empty = node.value == ()
        if not is_empty:
            fields.mismatch("imports", "a mapping", node, "write `alias: namespace:name`")
        return ()
    found: list[Import] = []
    for alias, item in node.value.items():
        target = read_reference(item.node, "")
        problem = ""
        if not alias.strip():
            problem = "import alias cannot be empty"
        elif target is None or not target.name.strip():
            problem = f"import {alias}:name cannot be empty"
        if problem or target is None:
            fields.reporter.report(
                rules.INVALID_IMPORT,
                problem,
                _visible(item.node.span, item.key_span),
                note="an import binds an alias to the ID of a library",
                hint="write `alias: namespace:name`",
            )
        else:
            found.append(Import(alias, target, item.node.span))
    return tuple(found)


def _pool(fields: Fields) -> PoolOptions:
    pool = fields.section("pool")
    pool.warn_unknown(_POOL_KEYS)
    kind = pool.text("type")
    if kind and kind not in _POOL_TYPES:
        pool.reporter.report(
            rules.INVALID_POOL,
            f"invalid pool type: {kind}",
            pool.span("type"),
            note="pool types are " + ", ".join(_POOL_TYPES),
            hint="use one of them, or leave the type out",
        )
        kind = ""
    sizes = {key: pool.integer(key) for key in ("size", "workers", "max_size", "buffer")}
    pool.boolean("warm_start")
    for key, size in sizes.items():
        if size is not None and size < 0:
            flavour = "worker" if kind == "static" or key == "workers" else "non-flex"
            pool.reporter.report(
                rules.INVALID_POOL,
                f"pool.{key} must be greater than 0 for {flavour} pools",
                pool.span(key),
                note="a pool holds at least one Lua state",
                hint="give a positive number, or leave the key out",
            )
    is_static = kind == "static" or (not kind and (sizes["workers"] or 0) > 0)
    return PoolOptions(
        type=kind or ("static" if is_static else "lazy"),
        size=_positive(sizes["size"]),
        workers=_positive(sizes["workers"]),
        max_size=_positive(sizes["max_size"]),
    )


def _positive(size: int | None) -> int | None:
    return size if size is not None and size > 0 else None


def _workflow(temporal: Fields, kind: LuaKind, reporter: Reporter) -> WorkflowMeta | None:
    if temporal.node("workflow") is None:
        if kind == "workflow.lua" and "workflow" not in temporal.items:
            reporter.report(
                rules.UNREGISTERED_WORKFLOW,
                f"workflow '{reporter.entry}' is registered with no worker",
                note="without `meta.temporal.workflow.worker` no task queue serves it",
                hint="add `meta: {temporal: {workflow: {worker: namespace:name}}}`",
            )
            return None
        if "workflow" not in temporal.items:
            return None
    if kind != "workflow.lua":
        _misplaced(temporal, "workflow", kind, reporter)
        return None
    section = temporal.section("workflow")
    section.warn_unknown(_WORKFLOW_KEYS)
    name = section.text("name") or None
    return WorkflowMeta(worker=_worker(section, temporal, "workflow"), name=name)


def _activity(temporal: Fields, kind: LuaKind, reporter: Reporter) -> ActivityMeta | None:
    if "activity" not in temporal.items:
        return None
    if kind not in ("function.lua", "process.lua"):
        _misplaced(temporal, "activity", kind, reporter)
        return None
    section = temporal.section("activity")
    section.warn_unknown(_ACTIVITY_KEYS)
    return ActivityMeta(
        worker=_worker(section, temporal, "activity"), local=section.boolean("local")
    )


def _worker(section: Fields, temporal: Fields, kind: str) -> EntryId | None:
    worker = section.reference("worker")
    written = temporal.node(kind)
    if written is not None and not isinstance(written.value, Mapping):
        return None
    if not section.is_given("worker"):
        section.reporter.report(
            rules.WORKER_MISSING,
            f"meta.temporal.{kind} names no worker",
            temporal.items[kind].key_span,
            note="without `worker` the entry is registered nowhere and every call to it waits",
            hint="add `worker: namespace:name` of a temporal.worker entry",
        )
    return worker


def _misplaced(temporal: Fields, section: str, kind: LuaKind, reporter: Reporter) -> None:
    wanted = "workflow.lua" if section == "workflow" else "function.lua or process.lua"
    reporter.report(
        rules.MISPLACED_META,
        f"meta.temporal.{section} has no effect on a {kind} entry",
        temporal.items[section].key_span,
        note=f"only a {wanted} entry is registered this way",
        hint="remove the section, or change the kind of the entry",
    )


def _options(meta: Fields, fields: Fields) -> Mapping[str, object]:
    """Default call options: `meta.options`, and the spelling inside `data`, which wins."""
    options: dict[str, object] = {}
    for owner in (meta, _optional_section(fields, "meta")):
        section = owner.section("options")
        options.update((key, item.node.plain()) for key, item in section.items.items())
    options.pop("default_host", None)
    return options


def _optional_section(fields: Fields, key: str) -> Fields:
    node = fields.node(key)
    if node is None or not isinstance(node.value, Mapping):
        return Fields({}, fields.reporter, f"{fields.prefix}{key}.")
    return fields.section(key)


def _list(fields: Fields, key: str) -> tuple[Node, ...]:
    node = fields.node(key)
    if node is None:
        return ()
    if not isinstance(node.value, tuple):
        is_empty = isinstance(node.value, Mapping) and not node.value
        if not is_empty:
            fields.mismatch(key, "a list", node, "write one item a line, each after `- `")
        return ()
    return node.value


def _visible(span: Span, otherwise: Span) -> Span:
    return span if span.text else otherwise
