"""What compiled workers cannot run: Wippy modules without a counterpart, entries without Lua.

Neither stops a build: everything else of the application runs. The way out is a Python
implementation of the entry in the worker's hooks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wippyc.api.registry import modules
from wippyc.check.wippy_modules import MODULES
from wippyc.diagnostics.model import Diagnostic, Rule, Severity, Sink
from wippyc.project.model import LuaEntry, ModuleUse, Project
from wippyc.project.python_entries import python_entries

UNSUPPORTED_MODULE: Final = Rule(
    "E050", "unsupported-module", Severity.WARNING, "A module has no counterpart in Python."
)
PYTHON_ENTRY: Final = Rule(
    "E051", "python-entry", Severity.WARNING, "An activity is not written in Lua."
)
RULES: Final = (UNSUPPORTED_MODULE, PYTHON_ENTRY)

_HOOK = "give it a Python implementation in hooks.py: `implementations = {{{id!r}: function}}`"


def check_support(project: Project, sink: Sink) -> None:
    """Report what the application uses and compiled workers do not have."""
    for entry in project.entries.values():
        if isinstance(entry, LuaEntry):
            for use in _unsupported(entry.modules):
                sink.report(_unsupported_module(entry, use))
    for python_entry in python_entries(project):
        entry_id = str(python_entry.id)
        sink.report(
            Diagnostic(
                rule=PYTHON_ENTRY,
                message=f"{entry_id} is a {python_entry.kind}, which cannot be compiled",
                span=python_entry.span,
                note=f"the worker {python_entry.worker} does not start without an implementation",
                hint=_HOOK.format(id=entry_id),
                entry_id=entry_id,
            )
        )


def _unsupported(uses: Iterable[ModuleUse]) -> Iterable[ModuleUse]:
    supported = modules()
    for use in uses:
        known = MODULES.get(use.name)
        if known is not None and known.family != "global" and use.name not in supported:
            yield use


def _unsupported_module(entry: LuaEntry, use: ModuleUse) -> Diagnostic:
    entry_id = str(entry.id)
    match entry.kind:
        case "workflow.lua":
            hint = "do this in an activity and reach it with `funcs.call`"
        case "library.lua":
            hint = "give the functions that need it Python implementations in hooks.py"
        case _:
            hint = _HOOK.format(id=entry_id)
    return Diagnostic(
        rule=UNSUPPORTED_MODULE,
        message=f"the module `{use.name}` is not supported in compiled workers",
        span=use.span,
        label=f"{entry_id} fails where it uses it",
        note="docs/api.md lists the supported modules",
        hint=hint,
        entry_id=entry_id,
    )
