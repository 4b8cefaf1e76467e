"""What the server knows about the applications of open files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from wippyc.check.catalogue import lint_rules
from wippyc.check.configuration import ConfigurationError, load_configuration
from wippyc.check.engine import LintResult
from wippyc.check.overlay import lint_overlay
from wippyc.check.settings import DEFAULT_SETTINGS, LintSettings
from wippyc.cli.lint_applications import application_root
from wippyc.diagnostics.model import Diagnostic, Sink
from wippyc.diagnostics.places import shown
from wippyc.ir import nodes as ir
from wippyc.ir.program import Unit
from wippyc.ir.walk import all_functions


@dataclass
class ApplicationState:
    """One application some of whose files are open.

    Attributes:
        root: Its folder.
        texts: Path in the application → text in the editor, where it differs from the disk.
        result: What the last check found.
        reported: Paths with findings in the editor, to be cleared when they are gone.
    """

    root: Path
    texts: dict[str, str] = field(default_factory=dict)
    result: LintResult | None = None
    reported: set[str] = field(default_factory=set)
    python: dict[str, tuple[str, str]] | None = None

    def check(self) -> dict[str, list[Diagnostic]]:
        """Check the application and return the findings of each file."""
        self.result = lint_overlay(self.root, self.texts, self.settings)
        self.python = None
        found: dict[str, list[Diagnostic]] = {}
        for each in self.result.diagnostics:
            if each.span is not None:
                found.setdefault(shown(each.span).source.path, []).append(each)
        return found

    @property
    def settings(self) -> LintSettings:
        """The settings of the application; the defaults while they are wrong."""
        try:
            return load_configuration(self.root).lint
        except ConfigurationError:
            return DEFAULT_SETTINGS

    # --- hover --------------------------------------------------------------------------------

    def explanation(self, path: str, offset: int) -> str | None:
        """Return the explanation of the finding at a place, as Markdown."""
        for each in () if self.result is None else self.result.diagnostics:
            if each.span is None:
                continue
            place = shown(each.span)
            if place.source.path == path and place.start <= offset <= place.end:
                rule = lint_rules().get(each.rule.code)
                text = each.rule.summary if rule is None else rule.explanation
                return f"**{each.rule.code} {each.rule.name}**\n\n{text}"
        return None

    def generated_python(self, path: str, offset: int) -> str | None:
        """Return the Python made of the function around a place, as Markdown."""
        programs = () if self.result is None else self.result.programs
        units = [unit for facts in programs for unit in facts.program.units.values()]
        for unit in units:
            source = unit.chunk.source
            if source.path != path or unit.entry.source.is_inline:
                continue
            function = _function_at(unit, offset)
            python = None if function is None else self._python_of(unit)
            if function is None or python is None:
                continue
            first = source.position(function.span.start)[0]
            last = source.position(function.end_span.end)[0]
            lines = _mapped_lines(*python, first, last)
            if lines:
                name = function.name or f"line {first}"
                return f"Python of `{name}` in {unit.id}:\n\n```python\n{lines}\n```"
        return None

    def _python_of(self, unit: Unit) -> tuple[str, str] | None:
        """Return the module text and the line map of a unit; nothing while there are errors."""
        if self.python is None:
            from wippyc.pipeline import compile_loaded
            from wippyc.pipeline_model import CompileOptions

            self.python = {}
            project = None if self.result is None else self.result.project
            if project is None:
                return None
            result = compile_loaded(project, CompileOptions(), Sink())
            self.python = {each.entry_id: (each.text, each.line_map) for each in result.modules}
        return self.python.get(unit.id)


def _function_at(unit: Unit, offset: int) -> ir.Function | None:
    """Return the innermost function around a place that has a name."""
    found: ir.Function | None = None
    for function in all_functions(unit.main):
        is_inside = function.span.start <= offset <= function.end_span.end
        if function is not unit.main and is_inside:
            found = function
    return found


def _mapped_lines(text: str, line_map: str, first: int, last: int) -> str:
    """Return the lines of a module that come from a range of Lua lines, with their header."""
    document = json.loads(line_map)
    python = [int(line) for line, lua in _line_pairs(document) if first <= lua <= last]
    if not python:
        return ""
    lines = text.splitlines()
    start, end = min(python) - 1, max(python) - 1
    while start > 0 and not lines[start].lstrip().startswith(("def ", "async def ")):
        start -= 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    while end + 1 < len(lines) and (
        not lines[end + 1].strip() or len(lines[end + 1]) - len(lines[end + 1].lstrip()) > indent
    ):
        end += 1
    return "\n".join(line[indent:] for line in lines[start : end + 1]).rstrip()


def _line_pairs(document: dict[str, object]) -> list[tuple[int, int]]:
    lines = document.get("lines")
    if isinstance(lines, dict):
        return [(int(key), int(value)) for key, value in lines.items()]
    if isinstance(lines, list):
        return [(int(pair[0]), int(pair[1])) for pair in lines]
    return []


class Applications:
    """The applications of all open files."""

    def __init__(self) -> None:
        self._states: dict[Path, ApplicationState] = {}

    def of(self, path: Path) -> tuple[ApplicationState, str]:
        """Return the application of a file, and the file's path in it."""
        known = path if path.exists() else path.parent
        root = application_root(known).resolve()
        state = self._states.setdefault(root, ApplicationState(root))
        return state, path.resolve().relative_to(root).as_posix()
