"""Checks that need all entries: workers, clients, imports, names on a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wippyc.diagnostics.model import Label, Sink
from wippyc.project import rules
from wippyc.project.entries import RawEntry
from wippyc.project.fields import Reporter, read_reference
from wippyc.project.imports import check_imports
from wippyc.project.kinds import Handling, handling_of
from wippyc.project.model import (
    ClientEntry,
    Entry,
    EntryId,
    LuaEntry,
    Node,
    OtherEntry,
    WorkerEntry,
)
from wippyc.project.suggest import closest_id, rename
from wippyc.source import Span

_REFERENCES: dict[str, tuple[tuple[str, ...], ...]] = {
    "http.endpoint": (("func",), ("meta", "router")),
    "http.router": (("meta", "server"),),
    "process.service": (("process",), ("host",)),
    "env.variable": (("storage",),),
}
"""Fields of kinds we keep that name another entry, short names completed."""


def link_entries(
    entries: Mapping[EntryId, Entry],
    skipped: tuple[OtherEntry, ...],
    raw: Mapping[EntryId, RawEntry],
    sink: Sink,
) -> dict[EntryId, Entry]:
    """Check all references between entries and fill in the default client of workers.

    Args:
        entries: The decoded entries.
        skipped: Entries that are not compiled.
        raw: All entries that were read, also those that could not be decoded: a reference to one
            of them is not reported a second time.
        sink: Takes findings.
    """
    linked = dict(entries)
    clients = [entry for entry in entries.values() if isinstance(entry, ClientEntry)]
    for entry in entries.values():
        if isinstance(entry, WorkerEntry):
            linked[entry.id] = _with_client(entry, clients, raw, sink)
    for entry in entries.values():
        if isinstance(entry, LuaEntry):
            _check_worker(entry, linked, raw, sink)
    check_imports(entries, raw, sink)
    _check_types(linked, sink)
    _check_queues(linked, sink)
    for entry in (*entries.values(), *skipped):
        if isinstance(entry, OtherEntry):
            _check_references(entry, raw, sink)
    return linked


def _with_client(
    worker: WorkerEntry,
    clients: list[ClientEntry],
    raw: Mapping[EntryId, RawEntry],
    sink: Sink,
) -> WorkerEntry:
    reporter = Reporter(sink, worker.id, worker.span)
    written = raw[worker.id].data.get("client")
    if worker.client is None:
        if len(clients) > 1:
            names = ", ".join(str(client.id) for client in clients)
            reporter.report(
                rules.AMBIGUOUS_CLIENT,
                f"worker '{worker.id}' names no client and there are {len(clients)}",
                labels=tuple(Label(client.span, "a client") for client in clients[:5]),
                note="a worker without `client` uses the only client of the application",
                hint=f"add `client: …` with one of {names}",
            )
        return replace(worker, client=clients[0].id) if len(clients) == 1 else worker
    span = written.node.span if written is not None else worker.span
    target = raw.get(worker.client)
    if target is None:
        guess = closest_id(str(worker.client), (str(client.id) for client in clients))
        reporter.report(
            rules.UNKNOWN_CLIENT,
            f"client {worker.client} not found",
            span,
            label=f"did you mean '{guess}'?" if guess else "",
            note="a worker polls through the connection of a temporal.client entry",
            hint=f"write '{guess}'" if guess else "add a temporal.client entry with this ID",
            fix=rename(span, guess),
        )
    elif handling_of(target.kind) is not Handling.CLIENT:
        reporter.report(
            rules.NOT_A_CLIENT,
            f"'{worker.client}' is a {target.kind}, not a temporal.client",
            span,
            labels=(Label(target.span, "this entry"),),
            note="a worker polls through the connection of a temporal.client entry",
            hint="name a temporal.client entry",
        )
    return worker


def _check_worker(
    entry: LuaEntry, entries: Mapping[EntryId, Entry], raw: Mapping[EntryId, RawEntry], sink: Sink
) -> None:
    for side, identity in _assignments(entry):
        reporter = Reporter(sink, entry.id, entry.span)
        span = _worker_span(entry, side)
        worker = entries.get(identity)
        target = raw.get(identity)
        if target is None:
            workers = [
                str(found.id)
                for found in raw.values()
                if handling_of(found.kind) is Handling.WORKER
            ]
            guess = closest_id(str(identity), workers)
            reporter.report(
                rules.UNKNOWN_WORKER,
                f"worker {identity} not found",
                span,
                label=f"did you mean '{guess}'?" if guess else "",
                note=f"the {side} is registered with the worker this names",
                hint=f"write '{guess}'" if guess else "add a temporal.worker entry with this ID",
                fix=rename(span, guess),
            )
        elif handling_of(target.kind) is not Handling.WORKER:
            reporter.report(
                rules.NOT_A_WORKER,
                f"'{identity}' is a {target.kind}, not a temporal.worker",
                span,
                labels=(Label(target.span, "this entry"),),
                note=f"the {side} is registered with the worker this names",
                hint="name a temporal.worker entry",
            )
        elif isinstance(worker, WorkerEntry) and not (
            worker.workflows if side == "workflow" else worker.activities
        ):
            plural = "workflows" if side == "workflow" else "activities"
            reporter.report(
                rules.DISABLED_WORKER_SIDE,
                f"worker '{identity}' runs no {plural}, so '{entry.id}' never runs",
                span,
                labels=(Label(worker.span, f"{plural} are switched off for this worker"),),
                note=f"tasks for this {side} wait on a queue that nobody serves",
                hint=f"switch {plural} on for the worker, or name another worker",
            )


def _assignments(entry: LuaEntry) -> list[tuple[str, EntryId]]:
    found: list[tuple[str, EntryId]] = []
    if entry.workflow is not None and entry.workflow.worker is not None:
        found.append(("workflow", entry.workflow.worker))
    if entry.activity is not None and entry.activity.worker is not None:
        found.append(("activity", entry.activity.worker))
    return found


def _worker_span(entry: LuaEntry, side: str) -> Span:
    node = entry.meta.get("temporal", side, "worker") if entry.meta is not None else None
    return node.span if node is not None else entry.span


def _check_types(entries: Mapping[EntryId, Entry], sink: Sink) -> None:
    """Every workflow is known to its worker by its ID and by its `name`; both must be unique."""
    taken: dict[tuple[EntryId, str], tuple[LuaEntry, Span]] = {}
    workflows = [
        entry
        for entry in entries.values()
        if isinstance(entry, LuaEntry) and entry.workflow is not None
    ]
    for entry in workflows:
        if entry.workflow is not None and entry.workflow.worker is not None:
            taken[entry.workflow.worker, str(entry.id)] = (entry, entry.span)
    for entry in workflows:
        meta = entry.workflow
        if meta is None or meta.worker is None or meta.name is None:
            continue
        node = entry.meta.get("temporal", "workflow", "name") if entry.meta is not None else None
        span = node.span if node is not None else entry.span
        first, first_span = taken.setdefault((meta.worker, meta.name), (entry, span))
        if first is not entry:
            Reporter(sink, entry.id, entry.span).report(
                rules.DUPLICATE_TYPE,
                f"workflow {meta.name} already registered",
                span,
                labels=(Label(first_span, f"registered for '{first.id}'"),),
                note=f"worker '{meta.worker}' could not tell the two apart",
                hint="give one of the two another name",
            )


def _check_queues(entries: Mapping[EntryId, Entry], sink: Sink) -> None:
    """Two pollers of one queue steal each other's tasks unless both can run all of them."""
    taken: dict[tuple[EntryId | None, str, str], WorkerEntry] = {}
    for worker in entries.values():
        if not isinstance(worker, WorkerEntry) or not worker.task_queue:
            continue
        for side, is_on in (("workflows", worker.workflows), ("activities", worker.activities)):
            if not is_on:
                continue
            first = taken.setdefault((worker.client, worker.task_queue, side), worker)
            if first is worker:
                continue
            Reporter(sink, worker.id, worker.span).report(
                rules.SHARED_TASK_QUEUE,
                f"workers '{first.id}' and '{worker.id}' both run {side} of queue "
                f"'{worker.task_queue}'",
                worker.span,
                labels=(Label(first.span, "polls the same queue"),),
                note="the server gives a task to either worker, also to the one that does not "
                "know its type",
                hint="give one of the workers a queue of its own",
            )
            break


def _check_references(entry: OtherEntry, raw: Mapping[EntryId, RawEntry], sink: Sink) -> None:
    for path in _REFERENCES.get(entry.kind, ()):
        node = _at(entry, path)
        if node is None or not isinstance(node.value, str | Mapping) or not node.value:
            continue
        target = read_reference(node, entry.id.namespace)
        if target is None or target in raw:
            continue
        guess = closest_id(str(target), map(str, raw))
        Reporter(sink, entry.id, entry.span).report(
            rules.DANGLING_REFERENCE,
            f"{'.'.join(path)} '{target}' names no entry",
            node.span,
            label=f"did you mean '{guess}'?" if guess else "",
            note="the entry is not in the application folder",
            hint=f"write '{guess}'" if guess else "correct the ID, or add the entry",
            fix=rename(node.span, guess),
        )


def _at(entry: OtherEntry, path: tuple[str, ...]) -> Node | None:
    if path[0] == "meta":
        return entry.meta.get(*path[1:]) if entry.meta is not None else None
    item = entry.data.get(path[0])
    return item.node.get(*path[1:]) if item is not None else None
