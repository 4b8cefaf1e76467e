"""Checks `env.variable` and `env.storage.*` entries."""

from __future__ import annotations

import re
from typing import Final

from wippyc.project import rules
from wippyc.project.entries import RawEntry
from wippyc.project.fields import Fields, Reporter

_KEYS: Final = ("variable", "storage", "default", "readonly", "read_only", "lifecycle")
_STORAGE_FIELDS: Final = {"env.storage.file": "file_path", "env.storage.router": "storages"}
_NAME: Final = re.compile(r"[A-Za-z0-9_]+")


def check_variable(raw: RawEntry, reporter: Reporter) -> None:
    """Report a public name that no environment can hold, and keys nothing reads."""
    fields = Fields(raw.data, reporter)
    fields.warn_unknown(_KEYS, rules.MISSPELT_KEY, only_near=True)
    name = fields.text("variable")
    if name and not _NAME.fullmatch(name):
        reporter.report(
            rules.INVALID_VARIABLE,
            f"variable name '{name}' is not usable",
            fields.span("variable"),
            note="the public name of a variable holds letters, digits and underscores",
            hint="rename it, for example to '" + re.sub(r"[^A-Za-z0-9_]+", "_", name[:60]) + "'",
        )


def check_storage(raw: RawEntry, reporter: Reporter) -> None:
    """Report a storage of variables that lacks the field it works with."""
    needed = _STORAGE_FIELDS.get(raw.kind)
    fields = Fields(raw.data, reporter)
    if needed is not None and not fields.is_given(needed):
        reporter.report(
            rules.FIELD_MISSING,
            f"{needed} is required",
            fields.span(needed),
            note=f"an entry of kind {raw.kind} cannot work without it",
            hint=f"add `{needed}: …`",
        )
