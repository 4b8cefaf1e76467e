"""Activities that hold no Lua, such as `function.wasm`: Python runs them, or nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wippyc.project.model import EntryId, OtherEntry, Project, WorkerEntry
from wippyc.source import Span

_FAMILIES = ("function.", "process.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonEntry:
    """An activity that needs a Python implementation.

    Attributes:
        id: Full registry ID, which is also the activity type.
        kind: Entry kind.
        worker: The worker that runs it.
        is_local: Whether calls to it are local activities.
        span: The entry's `name` value.
    """

    id: EntryId
    kind: str
    worker: EntryId
    is_local: bool
    span: Span


def python_entries(project: Project) -> Iterator[PythonEntry]:
    """Yield the activities of an application that are not compiled from Lua."""
    for entry in (*project.entries.values(), *project.skipped):
        if not isinstance(entry, OtherEntry) or not entry.kind.startswith(_FAMILIES):
            continue
        activity = None if entry.meta is None else entry.meta.get("temporal", "activity")
        if activity is None or not isinstance(activity.value, Mapping):
            continue
        worker, local = activity.get("worker"), activity.get("local")
        worker_id = _entry_id(None if worker is None else worker.value, entry.id.namespace)
        if worker_id is None or not isinstance(project.entries.get(str(worker_id)), WorkerEntry):
            continue
        yield PythonEntry(
            id=entry.id,
            kind=entry.kind,
            worker=worker_id,
            is_local=local is not None and local.value is True,
            span=entry.span,
        )


def _entry_id(value: object, namespace: str) -> EntryId | None:
    if not isinstance(value, str) or not value:
        return None
    head, colon, name = value.partition(":")
    return EntryId(head or namespace, name) if colon else EntryId(namespace, head)
