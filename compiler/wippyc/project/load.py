"""The project stage: an application folder becomes a `Project`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from wippyc.diagnostics.model import Diagnostic, Severity, Sink
from wippyc.project import rules
from wippyc.project.client import decode_client
from wippyc.project.entries import Document, RawEntry, drop_duplicates, read_entries
from wippyc.project.fields import Fields, Reporter
from wippyc.project.files import MAX_FILE_BYTES, AppFiles
from wippyc.project.interpolate import Interpolator
from wippyc.project.json_source import read_json
from wippyc.project.kinds import KINDS, Handling, handling_of
from wippyc.project.link import link_entries
from wippyc.project.lua_entries import decode_lua
from wippyc.project.model import Entry, EntryId, OtherEntry, Project
from wippyc.project.requirements import apply_overrides, apply_requirements
from wippyc.project.settings import connection_defaults, read_settings, source_folder
from wippyc.project.suggest import closest, rename
from wippyc.project.variables import check_storage, check_variable
from wippyc.project.worker import decode_worker
from wippyc.project.yaml_source import read_yaml
from wippyc.source import SourceFile, Span

_INDEX_NAMES = ("_index.yaml", "_index.yml", "_index.json")
_CLAIMS_NAMESPACE = {
    ".json": re.compile(r'"namespace"\s*:'),
    ".yaml": re.compile(r"^[\"']?namespace[\"']?\s*:", re.MULTILINE),
}


def load_project(root: Path, sink: Sink) -> Project | None:
    """Read an application.

    Every `.yaml`, `.yml` and `.json` file that has a `namespace` holds entries, wherever it lies
    below the source folder. Wippy drops a whole file for one bad entry and says so in a log; here
    each problem is an error of its own.

    Args:
        root: The application folder.
        sink: Takes all findings of the stage.

    Returns:
        The application, or `None` when an error was reported.
    """
    own = Sink()
    project = load_partial_project(root, own)
    sink.extend(own)
    return None if own.has_errors else project


def load_partial_project(root: Path, sink: Sink) -> Project | None:
    """Read what can be read of an application, for editors; `None` when there is nothing."""
    try:
        resolved = root.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        resolved = None
    if resolved is None or not resolved.is_dir():
        sink.report(
            Diagnostic(
                rule=rules.MISSING_FOLDER,
                message=f"application folder '{root}' does not exist",
                span=None,
                note="the folder of a Wippy application is what a build starts from",
                hint="give the path of the folder that holds the entries",
            )
        )
        return None
    files = AppFiles(resolved, resolved, sink)
    files.base = source_folder(files)
    settings = read_settings(files)
    found: list[RawEntry] = []
    for path in files.entry_files():
        document = _document(files, path, sink)
        if document is not None:
            found.extend(read_entries(document, sink))
    if not found:
        if not any(finding.level is Severity.ERROR for finding in sink):
            _no_entries(files, sink)
        return None
    raw = apply_requirements(drop_duplicates(found, sink), sink)
    raw = apply_overrides(raw, settings, sink)
    entries, skipped = _decode(raw, files, sink)
    entries = link_entries(entries, skipped, raw, sink)
    return Project(
        name=resolved.name,
        entries={str(identity): entry for identity, entry in entries.items()},
        connection=connection_defaults(settings, sink),
        sources=dict(sorted(files.sources.items())),
        skipped=skipped,
        settings=settings,
    )


def _document(files: AppFiles, path: Path, sink: Sink) -> Document | None:
    """Parse one file. What is wrong with a file that is not ours is not our concern."""
    own = Sink()
    reader = AppFiles(files.root, files.base, own)
    source = reader.read(path, None, limit=MAX_FILE_BYTES)
    if source is None:
        is_unreadable = any(finding.rule is rules.UNREADABLE_FILE for finding in own)
        if is_unreadable or _is_ours(path, _head_of(path)):
            sink.extend(own)
        return None
    is_json = path.suffix.lower() == ".json"
    if is_json and path.name not in _INDEX_NAMES and '"namespace"' not in source.text:
        return None
    node = read_json(source, own) if is_json else read_yaml(source, own)
    if node is not None:
        is_used = isinstance(node.value, Mapping) and ("namespace" in node.value)
        if not is_used and not _is_ours(path, source.text):
            # Only the hint at a forgotten namespace can come of such a file.
            own = Sink()
    elif not _is_ours(path, source.text):
        return None
    sink.extend(own)
    if node is None:
        return None
    files.sources[PurePosixPath(source.path)] = source
    return Document(path, node)


def _is_ours(path: Path, text: str) -> bool:
    """Whether a file that cannot be read was meant to hold entries."""
    if path.name in _INDEX_NAMES:
        return True
    suffix = ".json" if path.suffix.lower() == ".json" else ".yaml"
    return _CLAIMS_NAMESPACE[suffix].search(text) is not None


def _head_of(path: Path) -> str:
    try:
        with open(path, "rb") as stream:
            return stream.read(65536).decode("utf-8", "replace")
    except OSError:
        return ""


def _decode(
    raw: Mapping[EntryId, RawEntry], files: AppFiles, sink: Sink
) -> tuple[dict[EntryId, Entry], tuple[OtherEntry, ...]]:
    entries: dict[EntryId, Entry] = {}
    skipped: list[OtherEntry] = []
    interpolator = Interpolator(files)
    for entry in raw.values():
        reporter = Reporter(sink, entry.id, entry.span)
        decoded = _decode_one(entry, interpolator, reporter)
        if decoded is None:
            skipped.append(_other(entry))
            continue
        is_skipped = handling_of(entry.kind) in (
            None,
            Handling.SKIP,
            Handling.REQUIREMENT,
            Handling.DEPENDENCY,
        )
        if is_skipped and isinstance(decoded, OtherEntry):
            skipped.append(decoded)
        else:
            entries[entry.id] = decoded
    return entries, tuple(skipped)


def _decode_one(raw: RawEntry, files: Interpolator, reporter: Reporter) -> Entry | None:
    handling = handling_of(raw.kind)
    if handling is None:
        _unknown_kind(raw, reporter)
        return _other(raw)
    if handling is Handling.BYTECODE:
        reporter.report(
            rules.BYTECODE_ENTRY,
            f"entry '{raw.id}' is bytecode ({raw.kind})",
            raw.kind_span,
            note="only Lua source can be compiled",
            hint=f"give the entry its source and the kind '{raw.kind.removesuffix('.bc')}'",
        )
        return None
    raw = _interpolated(raw, files, reporter, keep_source=handling is Handling.LUA)
    match handling:
        case Handling.LUA:
            return decode_lua(raw, files, reporter)
        case Handling.CLIENT:
            return decode_client(raw, reporter)
        case Handling.WORKER:
            return decode_worker(raw, reporter)
        case Handling.VARIABLE:
            check_variable(raw, reporter)
        case Handling.DATA:
            check_storage(raw, reporter)
        case Handling.DEPENDENCY:
            component = Fields(raw.data, reporter).text("component") or str(raw.id)
            reporter.report(
                rules.EXTERNAL_COMPONENT,
                f"component '{component}' is not compiled",
                note="only entries in the application folder are compiled; calls into the "
                "component need its sources there, or Python implementations",
                hint="copy the sources of the component into the application",
            )
        case _:
            pass
    return _other(raw)


def _interpolated(
    raw: RawEntry, files: Interpolator, reporter: Reporter, *, keep_source: bool
) -> RawEntry:
    source = raw.data.get("source") if keep_source else None
    rest = {key: item for key, item in raw.data.items() if item is not source}
    data = dict(files.mapping(rest, raw.folder, reporter))
    if source is not None:
        data["source"] = source
    meta = files.node(raw.meta, raw.folder, reporter) if raw.meta is not None else None
    return replace(raw, data=data, meta=meta)


def _other(raw: RawEntry) -> OtherEntry:
    data = {"data": raw.data_node} if raw.data_node is not None else raw.data
    return OtherEntry(id=raw.id, kind=raw.kind, meta=raw.meta, data=data, span=raw.span)


def _unknown_kind(raw: RawEntry, reporter: Reporter) -> None:
    guess = closest(raw.kind, KINDS)
    reporter.report(
        rules.UNKNOWN_KIND,
        f"unknown kind '{raw.kind}'; entry '{raw.id}' is skipped",
        raw.kind_span,
        label=f"did you mean '{guess}'?" if guess else "",
        note="an entry of an unknown kind is neither compiled nor kept as data",
        hint=f"write '{guess}'" if guess else "remove the entry if nothing needs it",
        fix=rename(raw.kind_span, guess),
    )


def _no_entries(files: AppFiles, sink: Sink) -> None:
    sink.report(
        Diagnostic(
            rule=rules.NO_ENTRIES,
            message=f"no entries found in '{files.root.name}'",
            span=Span(SourceFile("_index.yaml", ""), 0, 0),
            note="entries stand in .yaml, .yml or .json files that have a `namespace`",
            hint="add an `_index.yaml` with `namespace:` and `entries:`",
        )
    )
