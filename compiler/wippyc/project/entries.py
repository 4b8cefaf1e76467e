"""From documents to entries: IDs, kinds, the fields of each, before kinds are looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wippyc.diagnostics.model import Diagnostic, Label, Rule, Sink
from wippyc.project import rules
from wippyc.project.model import EntryId, MapItem, Node
from wippyc.project.suggest import closest
from wippyc.source import Span

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029\ud800-\udfff]")
_ENTRY_KEYS = ("name", "kind", "meta")
_DOCUMENT_KEYS = ("version", "namespace", "meta", "entries", "name", "kind", "data")
_EITHER = "either entries array or single entry (name/kind) must be provided"


@dataclass(frozen=True, eq=False)
class Document:
    """One parsed file that may hold entries."""

    path: Path
    root: Node


@dataclass(frozen=True, eq=False, kw_only=True)
class RawEntry:
    """An entry as written.

    Attributes:
        id: Full ID.
        kind: Text of `kind`, not yet checked.
        kind_span: Where it stands.
        meta: `meta`, that of the file merged below it.
        data: All other fields, or the object under `data`.
        data_node: The value of `data` when it is no object.
        folder: Folder of the file, which `file://` values are relative to.
        span: The name in the file.
    """

    id: EntryId
    kind: str
    kind_span: Span
    meta: Node | None
    data: Mapping[str, MapItem]
    data_node: MapItem | None = None
    folder: Path = field(repr=False)
    span: Span


def read_entries(document: Document, sink: Sink) -> list[RawEntry]:
    """Return the entries of a file; none when the file has no namespace, as on Wippy."""
    namespace = _namespace(document, sink)
    if namespace is None:
        return []
    root = document.root
    entries = root.get("entries")
    if entries is None or entries.value is None:
        return _single(document, namespace, sink)
    file_meta = root.get("meta")
    if file_meta is not None and not isinstance(file_meta.value, Mapping):
        if file_meta.value is not None:
            _wrong_type(sink, "meta", "a mapping", file_meta, "")
        file_meta = None
    if not isinstance(entries.value, tuple):
        _wrong_type(sink, "entries", "a list", entries, "")
        return []
    found: list[RawEntry] = []
    for index, node in enumerate(entries.value):
        entry = _entry(node, f"entry[{index}]", namespace, document, file_meta, sink)
        if entry is not None:
            found.append(entry)
    return found


def drop_duplicates(entries: list[RawEntry], sink: Sink) -> dict[EntryId, RawEntry]:
    """Return the entries by ID; a second entry with the same ID is reported and left out."""
    unique: dict[EntryId, RawEntry] = {}
    for entry in entries:
        first = unique.setdefault(entry.id, entry)
        if first is not entry:
            sink.report(
                Diagnostic(
                    rule=rules.DUPLICATE_ENTRY,
                    message=f"entry '{entry.id}' is defined twice",
                    span=entry.span,
                    label="second definition",
                    labels=(Label(first.span, "first definition"),),
                    note="an ID names exactly one entry of the registry",
                    hint="rename one of the two, or remove it",
                    entry_id=str(entry.id),
                )
            )
    return unique


def _namespace(document: Document, sink: Sink) -> str | None:
    root = document.root
    if not isinstance(root.value, Mapping):
        return None
    node = root.get("namespace")
    if node is None or node.value is None or node.value == "":
        _hint_at_namespace(root, sink)
        return None
    if not isinstance(node.value, str):
        _wrong_type(sink, "namespace", "a text", node, "")
        return None
    if not node.value.strip():
        _hint_at_namespace(root, sink)
        return None
    if ":" in node.value or _CONTROL.search(node.value):
        sink.report(
            Diagnostic(
                rule=rules.INVALID_NAMESPACE,
                message=f"namespace {node.value!r} cannot be part of an ID",
                span=node.span,
                note="an ID is split at its first ':', so a namespace holds none; "
                "nor may it hold control characters",
                hint="separate the parts of a namespace by dots",
            )
        )
        return None
    return node.value


def _hint_at_namespace(root: Node, sink: Sink) -> None:
    """A file with entries but without a namespace is most likely a mistake."""
    assert isinstance(root.value, Mapping)
    entries = root.get("entries")
    if entries is None or not isinstance(entries.value, tuple):
        return
    if not any(item.get("kind") and item.get("name") for item in entries.value):
        return
    guess = None
    if "namespace" not in root.value:
        guess = closest("namespace", [key for key in root.value if key not in _DOCUMENT_KEYS])
    span = root.value[guess if guess is not None else "entries"].key_span
    sink.report(
        Diagnostic(
            rule=rules.NAMESPACE_MISSING,
            message="this file has entries but no namespace, so it is ignored",
            span=span,
            note="files without a namespace are not part of the registry",
            hint=f"rename '{guess}' to 'namespace'" if guess else "add `namespace: …` at the top",
        )
    )


def _single(document: Document, namespace: str, sink: Sink) -> list[RawEntry]:
    root = document.root
    assert isinstance(root.value, Mapping)
    if "name" not in root.value and "kind" not in root.value:
        guess = closest("entries", [key for key in root.value if key not in _DOCUMENT_KEYS])
        where = guess or ("entries" if "entries" in root.value else "namespace")
        _report(
            sink,
            rules.ENTRIES_MISSING,
            _EITHER,
            root.value[where].key_span,
            note="validation failed: field entries",
            hint=f"rename '{guess}' to 'entries'" if guess else "add a list `entries:`",
        )
        return []
    for key, rule in (("name", rules.NAME_MISSING), ("kind", rules.KIND_MISSING)):
        if key not in root.value:
            _report(
                sink,
                rule,
                f"missing {key}",
                root.value["kind" if key == "name" else "name"].key_span,
                note=f"{_EITHER}; a single entry needs both",
                hint=f"add `{key}: …`",
            )
            return []
    entry = _entry(root, "entry", namespace, document, None, sink)
    return [entry] if entry is not None else []


def _entry(
    node: Node,
    where: str,
    namespace: str,
    document: Document,
    file_meta: Node | None,
    sink: Sink,
) -> RawEntry | None:
    if not isinstance(node.value, Mapping):
        _wrong_type(sink, where, "a mapping", node, "")
        return None
    name = _required_text(node, "name", where, rules.NAME_MISSING, sink)
    kind = _required_text(node, "kind", where, rules.KIND_MISSING, sink)
    if name is None or kind is None:
        return None
    identity = EntryId(namespace, name)
    meta = _meta(node, file_meta, identity, sink)
    span = node.value["name"].node.span
    kind_span = node.value["kind"].node.span
    skipped = (
        (*_ENTRY_KEYS, "namespace", "version", "entries") if node is document.root else _ENTRY_KEYS
    )
    data: Mapping[str, MapItem] = {
        key: item for key, item in node.value.items() if key not in skipped
    }
    data_node = None
    if "data" in node.value and node.value["data"].node.value is not None:
        data_node = node.value["data"]
        if isinstance(data_node.node.value, Mapping):
            data = data_node.node.value
            data_node = None
        else:
            data = {}
    return RawEntry(
        id=identity,
        kind=kind,
        kind_span=kind_span,
        meta=meta,
        data=data,
        data_node=data_node,
        folder=document.path.parent,
        span=span,
    )


def _required_text(node: Node, key: str, where: str, rule: Rule, sink: Sink) -> str | None:
    assert isinstance(node.value, Mapping)
    item = node.value.get(key)
    message = f"{where}.{key}: {key} is required and must be a non-empty string"
    if item is None:
        others = [other for other in node.value if other not in _ENTRY_KEYS]
        guess = closest(key, others)
        name = node.value.get("name")
        span = node.value[guess].key_span if guess else (name.key_span if name else _head(node))
        hint = f"rename '{guess}' to '{key}'" if guess else f"add `{key}: …`"
        _report(
            sink,
            rule,
            message,
            span,
            note=f"an ID and a kind make an entry; no {key} is given",
            hint=hint,
        )
        return None
    value = item.node.value
    if not isinstance(value, str) or not value.strip():
        is_scalar = isinstance(value, bool | int | float)
        _report(
            sink,
            rule,
            message,
            item.node.span if item.node.span.text else item.key_span,
            note=f"the value of `{key}` is no text" if is_scalar else f"`{key}` is empty",
            hint="put the value in quotes" if is_scalar else f"give the entry a {key}",
        )
        return None
    if _CONTROL.search(value):
        _report(
            sink,
            rule,
            message,
            item.node.span,
            note=f"`{key}` holds a control character, which no ID may",
            hint="remove line breaks and control characters",
        )
        return None
    return value


def _meta(node: Node, file_meta: Node | None, identity: EntryId, sink: Sink) -> Node | None:
    """Merge the file's `meta` below the entry's own, key by key and not deeper."""
    own = node.get("meta")
    if own is not None and own.value is not None and not isinstance(own.value, Mapping):
        _wrong_type(sink, "meta", "a mapping", own, str(identity))
        own = None
    if own is None or own.value is None:
        return file_meta
    if file_meta is None:
        return own
    assert isinstance(own.value, Mapping)
    assert isinstance(file_meta.value, Mapping)
    return Node({**file_meta.value, **own.value}, own.span)


def _head(node: Node) -> Span:
    """The first key of a mapping, or its first line."""
    if isinstance(node.value, Mapping) and node.value:
        return next(iter(node.value.values())).key_span
    return Span(node.span.source, node.span.start, min(node.span.start + 1, node.span.end))


def _wrong_type(sink: Sink, key: str, wanted: str, node: Node, entry_id: str) -> None:
    sink.report(
        Diagnostic(
            rule=rules.WRONG_TYPE,
            message=f"{key} must be {wanted}, got {type_word(node)}",
            span=node.span,
            note="the value cannot be decoded into the entry",
            hint=f"write {wanted} here",
            entry_id=entry_id,
        )
    )


def type_word(node: Node) -> str:
    """Return the word for the type of a value that people know."""
    match node.value:
        case None:
            return "nothing"
        case bool():
            return "a boolean"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case tuple():
            return "a list"
        case _:
            return "a mapping"


def _report(
    sink: Sink, rule: Rule, message: str, span: Span, *, note: str = "", hint: str = ""
) -> None:
    sink.report(Diagnostic(rule=rule, message=message, span=span, note=note, hint=hint))
