"""Making the changes that findings offer."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wippyc.diagnostics.model import Diagnostic, Edit, Sink
from wippyc.diagnostics.places import shown, shown_edit
from wippyc.lua.parse import parse_lua
from wippyc.source import SourceFile

MOST_ROUNDS = 10


@dataclass(eq=False)
class Changes:
    """New texts of files.

    Attributes:
        texts: Path in the application → (text before, text after).
        fixed: The findings whose change was made.
    """

    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    fixed: list[Diagnostic] = field(default_factory=list)


def plan_fixes(found: Iterable[Diagnostic], *, unsafe: bool) -> Changes:
    """Choose the changes that can be made together, in the order of the findings.

    A change that touches text another one has touched waits for the next round. A Lua file that
    would not parse afterwards is left as it is.
    """
    chosen: dict[SourceFile, list[Edit]] = {}
    changes = Changes()
    owners: dict[SourceFile, list[Diagnostic]] = {}
    for each in found:
        edits = _edits(each, unsafe=unsafe)
        if edits is None or any(_clashes(edit, chosen.get(edit.span.source, [])) for edit in edits):
            continue
        for edit in edits:
            taken = chosen.setdefault(edit.span.source, [])
            if not _is_known(edit, taken):
                taken.append(edit)
        for source in {edit.span.source for edit in edits}:
            owners.setdefault(source, []).append(each)
    refused: set[Diagnostic] = set()
    for source, edits in chosen.items():
        text = apply_edits(source.text, edits)
        if source.path.endswith(".lua") and not _parses(source, text):
            refused.update(owners[source])
            continue
        changes.texts[source.path] = (source.text, text)
    for source, each_owner in owners.items():
        if source.path in changes.texts:
            changes.fixed.extend(
                one for one in each_owner if one not in refused and one not in changes.fixed
            )
    return changes


def _edits(found: Diagnostic, *, unsafe: bool) -> list[Edit] | None:
    if found.fix is None or not (found.fix.safe or unsafe):
        return None
    made = [shown_edit(edit) for edit in found.fix.edits]
    return None if None in made else [edit for edit in made if edit is not None]


def _clashes(edit: Edit, taken: list[Edit]) -> bool:
    if _is_known(edit, taken):
        return False
    return any(
        edit.span.start <= other.span.end and other.span.start <= edit.span.end for other in taken
    )


def _is_known(edit: Edit, taken: list[Edit]) -> bool:
    return any(
        (edit.span.start, edit.span.end, edit.text) == (one.span.start, one.span.end, one.text)
        for one in taken
    )


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; they must not overlap."""
    for edit in sorted(edits, key=lambda each: each.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def _parses(source: SourceFile, text: str) -> bool:
    before, after = Sink(), Sink()
    parse_lua(SourceFile(source.path, text), after)
    if not after.has_errors:
        return True
    parse_lua(source, before)
    return before.has_errors


def write_changes(root: Path, texts: Mapping[str, tuple[str, str]]) -> list[str]:
    """Write new texts below an application folder.

    Returns:
        The paths that were left alone, because the file is no longer what was checked.
    """
    skipped: list[str] = []
    for name, (before, after) in texts.items():
        path = root / name
        old = before.encode("utf-8", "surrogateescape")
        new = after.encode("utf-8", "surrogateescape")
        try:
            data = path.read_bytes()
            mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
            if data != mark + old:
                skipped.append(name)
                continue
            path.write_bytes(mark + new)
        except OSError:
            skipped.append(name)
    return skipped


def place_of(found: Diagnostic) -> str:
    """Return the path of the file a finding is in."""
    return "" if found.span is None else shown(found.span).source.path
