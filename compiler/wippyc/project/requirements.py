"""`ns.requirement` defaults and `override:` settings: values put into other entries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from wippyc.diagnostics.model import Diagnostic, Sink
from wippyc.project import rules
from wippyc.project.entries import RawEntry
from wippyc.project.fields import Fields, Reporter, read_reference
from wippyc.project.kinds import Handling, handling_of
from wippyc.project.model import EntryId, MapItem, Node
from wippyc.project.suggest import closest_id
from wippyc.source import Span

_STEP = re.compile(r"([^.\[\]\s]+)|\[([0-9]*)\]")
_APPEND = re.compile(r"\s*\+=\s*$")
_MOST_STEPS = 50


def apply_requirements(entries: Mapping[EntryId, RawEntry], sink: Sink) -> dict[EntryId, RawEntry]:
    """Put the default of each requirement into its targets.

    A value that a dependency of the application passes as a parameter, under the requirement's
    full ID, comes before the default.
    """
    result = dict(entries)
    parameters = _parameters(entries)
    for requirement in entries.values():
        if handling_of(requirement.kind) is not Handling.REQUIREMENT:
            continue
        reporter = Reporter(sink, requirement.id, requirement.span)
        fields = Fields(requirement.data, reporter)
        value = parameters.get(str(requirement.id)) or fields.node("default")
        targets = fields.node("targets")
        if targets is None:
            continue
        if not isinstance(targets.value, tuple):
            fields.mismatch("targets", "a list", targets)
            continue
        if value is None:
            reporter.report(
                rules.UNMET_REQUIREMENT,
                f"requirement '{requirement.id}' has no default and no value",
                note="its targets keep what they have",
                hint="add `default: …`",
            )
            continue
        for target in targets.value:
            _apply(target, value, requirement.id.namespace, result, reporter)
    return result


def apply_overrides(
    entries: Mapping[EntryId, RawEntry], settings: Node | None, sink: Sink
) -> dict[EntryId, RawEntry]:
    """Put the values of `override:` in `.wippy.yaml` (`ns:name:path: value`) into their entries."""
    result = dict(entries)
    section = settings.get("override") if settings is not None else None
    if section is None or not isinstance(section.value, Mapping):
        return result
    for key, item in section.value.items():
        namespace, _, rest = key.partition(":")
        name, _, path = rest.partition(":")
        entry = result.get(EntryId(namespace, name))
        steps = _steps(path)
        changed = _changed(entry, steps, item.node, False) if entry and steps else None
        if changed is not None:
            result[changed.id] = changed
            continue
        guess = closest_id(f"{namespace}:{name}", map(str, result)) if entry is None else None
        sink.report(
            Diagnostic(
                rule=rules.INVALID_OVERRIDE,
                message=f"override '{key}' names no field of an entry",
                span=item.key_span,
                label=f"did you mean '{guess}'?" if guess else "",
                note="an override is written `namespace:name:path: value`",
                hint=f"write '{guess}:{path}'" if guess else "correct the ID or the path",
            )
        )
    return result


def _parameters(entries: Mapping[EntryId, RawEntry]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for entry in entries.values():
        if handling_of(entry.kind) is not Handling.DEPENDENCY or "parameters" not in entry.data:
            continue
        listed = entry.data["parameters"].node.value
        for item in listed if isinstance(listed, tuple) else ():
            name, value = item.get("name"), item.get("value")
            if name is not None and isinstance(name.value, str) and value is not None:
                found.setdefault(name.value, value)
    return found


def _apply(
    target: Node,
    value: Node,
    namespace: str,
    entries: dict[EntryId, RawEntry],
    reporter: Reporter,
) -> None:
    reference, path = target.get("entry"), target.get("path")
    identity = read_reference(reference, namespace) if reference is not None else None
    if identity is None or path is None or not isinstance(path.value, str):
        _refuse(reporter, target.span, "a target needs `entry` and `path`", "add both")
        return
    entry = entries.get(identity)
    if entry is None:
        guess = closest_id(str(identity), map(str, entries))
        hint = f"did you mean '{guess}'?" if guess else "correct the ID, or remove the target"
        _refuse(reporter, target.span, f"target '{identity}' is no entry", hint)
        return
    is_append = _APPEND.search(path.value) is not None
    steps = _steps(_APPEND.sub("", path.value))
    changed = _changed(entry, steps, value, is_append) if steps else None
    if changed is None:
        hint = "write the keys from the entry down, separated by dots"
        _refuse(reporter, path.span, f"path '{path.value}' leads nowhere in '{identity}'", hint)
        return
    entries[identity] = changed


def _refuse(reporter: Reporter, span: Span, message: str, hint: str) -> None:
    reporter.report(
        rules.INVALID_REQUIREMENT,
        message,
        span,
        note="the value of the requirement is not applied there",
        hint=hint,
    )


def _steps(path: str) -> list[str | int] | None:
    """Split `.meta.items[0].name`; `None` when it is no path. `[]` at the end means the list."""
    at = 0
    steps: list[str | int] = []
    path = path.strip()
    while at < len(path):
        if path[at] == ".":
            at += 1
            continue
        match = _STEP.match(path, at)
        if match is None or len(steps) >= _MOST_STEPS:
            return None
        if match[1] is not None:
            steps.append(match[1])
        elif match[2]:
            steps.append(int(match[2][:9]))
        at = match.end()
    return steps or None


def _changed(
    entry: RawEntry, steps: list[str | int], value: Node, is_append: bool
) -> RawEntry | None:
    first, *rest = steps
    if first == "meta":
        meta = _put(entry.meta, rest, value, is_append)
        return replace(entry, meta=meta) if meta is not None else None
    if first == "data" and "data" not in entry.data and rest:
        first, *rest = rest
    if not isinstance(first, str):
        return None
    item = entry.data.get(first)
    node = _put(item.node if item is not None else None, rest, value, is_append)
    if node is None:
        return None
    key_span = item.key_span if item is not None else value.span
    return replace(entry, data={**entry.data, first: MapItem(key_span, node)})


def _put(node: Node | None, steps: list[str | int], value: Node, is_append: bool) -> Node | None:
    if not steps:
        if not is_append:
            return value
        present = node.value if node is not None and node.value is not None else ()
        if not isinstance(present, tuple):
            return None
        added = value.value if isinstance(value.value, tuple) else (value,)
        return Node((*present, *added), node.span if node is not None else value.span)
    step, *rest = steps
    if isinstance(step, int):
        if node is None or not isinstance(node.value, tuple) or step >= len(node.value):
            return None
        inner = _put(node.value[step], rest, value, is_append)
        if inner is None:
            return None
        return Node((*node.value[:step], inner, *node.value[step + 1 :]), node.span)
    items: Mapping[str, MapItem] = {}
    if node is not None and node.value is not None:
        if not isinstance(node.value, Mapping):
            return None
        items = node.value
    old = items.get(step)
    inner = _put(old.node if old is not None else None, rest, value, is_append)
    if inner is None:
        return None
    key_span = old.key_span if old is not None else value.span
    span = node.span if node is not None else value.span
    return Node({**items, step: MapItem(key_span, inner)}, span)
