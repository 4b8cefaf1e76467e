"""What the compiler says to people, as data. Rendering is in the sibling modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from wippyc.source import Span


class Severity(IntEnum):
    """How bad a finding is; an error stops the stage it was found in."""

    HINT = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word shown to people: `error`, `warning` or `hint`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """The identity of one kind of finding.

    Attributes:
        code: Stable code such as `P012` or `WD104`; never reused, never renumbered.
        name: Kebab-case name of the bad thing, not of the cure.
        severity: Default severity.
        summary: One sentence for tables.
    """

    code: str
    name: str
    severity: Severity
    summary: str


@dataclass(frozen=True, slots=True)
class Label:
    """A secondary place that explains a finding, with a short text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that removes a finding. `safe` fixes never change behaviour."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding.

    Attributes:
        rule: Which kind of finding.
        message: What is wrong; one line that stands alone.
        span: Where; `None` only for findings about the command line.
        label: Short text at the caret.
        labels: Further places (a call chain, the other half of a conflict).
        note: Why it is wrong.
        hint: What to do, in the imperative.
        severity: Severity after configuration; the rule's own by default.
        entry_id: Full ID of the registry entry it concerns, if any.
        fix: A change that removes it.
    """

    rule: Rule
    message: str
    span: Span | None
    label: str = ""
    labels: tuple[Label, ...] = ()
    note: str = ""
    hint: str = ""
    severity: Severity | None = None
    entry_id: str = ""
    fix: Fix | None = None

    @property
    def level(self) -> Severity:
        """The severity in force."""
        return self.rule.severity if self.severity is None else self.severity

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Total order for output: file, place, code, message."""
        if self.span is None:
            return ("", 0, 0, self.rule.code, self.message)
        return (self.span.source.path, self.span.start, self.span.end, self.rule.code, self.message)


class Sink:
    """Collects findings. A stage reports everything it can; callers stop between stages."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def report(self, diagnostic: Diagnostic) -> None:
        """Add one finding."""
        self._found.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add several findings."""
        self._found.extend(diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(set(self._found), key=lambda found: found.sort_key))

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(found.level is Severity.ERROR for found in self._found)
