"""`wippy.lock` and `.wippy.yaml` in the application folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from wippyc.diagnostics.model import Diagnostic, Rule, Sink
from wippyc.project import rules
from wippyc.project.entries import type_word
from wippyc.project.files import MAX_FILE_BYTES, AppFiles
from wippyc.project.model import ConnectionDefaults, Node
from wippyc.project.suggest import closest
from wippyc.project.yaml_source import read_yaml

LOCK_NAME = "wippy.lock"
SETTINGS_NAME = ".wippy.yaml"
_CONNECTION_KEYS = ("address", "namespace")
_VERSIONS = ("1.0", "1", 1, 1.0)


def source_folder(files: AppFiles) -> Path:
    """Return the folder entries are read from: `directories.src` of `wippy.lock`, or the root."""
    root = _read(files, LOCK_NAME)
    written = root.get("directories", "src") if root is not None else None
    if written is None or written.value in (None, ""):
        return files.root
    if not isinstance(written.value, str):
        _report(
            files.sink,
            rules.WRONG_TYPE,
            f"directories.src must be a text, got {type_word(written)}",
            written,
            note="it names the folder that holds the entries",
            hint="write a path relative to the application folder",
        )
        return files.root
    name = written.value
    path = Path(os.path.normpath(files.root / name)) if "\0" not in name else files.root / ".."
    if not path.is_relative_to(files.root) or (path.exists() and not files.is_inside(path)):
        _report(
            files.sink,
            rules.PATH_ESCAPES,
            f"directories.src '{name}' leaves the application folder",
            written,
            note="an application reads only its own files",
            hint="name a folder inside the application",
        )
        return files.root
    if not path.is_dir():
        _report(
            files.sink,
            rules.MISSING_FOLDER,
            f"source folder '{name}' does not exist",
            written,
            note="`directories.src` names the folder that holds the entries",
            hint="create the folder, or correct the path",
        )
        return files.root
    return path


def read_settings(files: AppFiles) -> Node | None:
    """Return `.wippy.yaml`, if there is one, with its version checked."""
    root = _read(files, SETTINGS_NAME)
    if root is None:
        return None
    version = root.get("version")
    if version is not None and version.value is not None and version.value not in _VERSIONS:
        shown = version.value if isinstance(version.value, str | int | float) else "?"
        _report(
            files.sink,
            rules.UNSUPPORTED_VERSION,
            f"unsupported version: {shown}",
            version,
            note='the only version of this file is "1.0"',
            hint='write `version: "1.0"`',
        )
    return root


def connection_defaults(settings: Node | None, sink: Sink) -> ConnectionDefaults:
    """Return `temporal: {address, namespace}` of `.wippy.yaml`."""
    section = settings.get("temporal") if settings is not None else None
    if section is None or section.value is None:
        return ConnectionDefaults()
    if not isinstance(section.value, Mapping):
        _report(
            sink,
            rules.WRONG_TYPE,
            f"temporal must be a mapping, got {type_word(section)}",
            section,
            note="it holds the address and the namespace of the default client",
            hint="write `temporal:` with `address:` and `namespace:` below it",
        )
        return ConnectionDefaults()
    for key, item in section.value.items():
        if key in _CONNECTION_KEYS:
            continue
        guess = closest(key, _CONNECTION_KEYS)
        sink.report(
            Diagnostic(
                rule=rules.UNKNOWN_OPTION,
                message=f"unknown key 'temporal.{key}'",
                span=item.key_span,
                label=f"did you mean '{guess}'?" if guess else "",
                note="the connection has an address and a namespace; the rest is for an entry",
                hint=f"rename it to '{guess}'" if guess else "use a temporal.client entry",
            )
        )
    found: dict[str, str | None] = {}
    for key in _CONNECTION_KEYS:
        node = section.get(key)
        found[key] = None
        if node is None or node.value in (None, ""):
            continue
        if isinstance(node.value, str):
            found[key] = node.value
            continue
        _report(
            sink,
            rules.WRONG_TYPE,
            f"temporal.{key} must be a text, got {type_word(node)}",
            node,
            note="it is part of the connection of the default client",
            hint="put the value in quotes",
        )
    return ConnectionDefaults(address=found["address"], namespace=found["namespace"])


def _read(files: AppFiles, name: str) -> Node | None:
    path = files.root / name
    if not os.path.lexists(path):
        return None
    if not files.is_inside(path):
        files.sink.report(
            Diagnostic(
                rule=rules.LINK_ESCAPES,
                message=f"symbolic link '{name}' leaves the application folder",
                span=files.place(path),
                note="what lies outside the folder is not part of the application",
                hint="copy what it points to into the application",
            )
        )
        return None
    source = files.read(path, None, limit=MAX_FILE_BYTES)
    if source is None:
        return None
    root = read_yaml(source, files.sink)
    if root is None or root.value is None:
        return None
    if not isinstance(root.value, Mapping):
        _report(
            files.sink,
            rules.WRONG_TYPE,
            f"{name} must hold a mapping, got {type_word(root)}",
            root,
            note="none of its settings can be read",
            hint="write `key: value` lines",
        )
        return None
    return root


def _report(sink: Sink, rule: Rule, message: str, node: Node, *, note: str, hint: str) -> None:
    sink.report(Diagnostic(rule=rule, message=message, span=node.span, note=note, hint=hint))
