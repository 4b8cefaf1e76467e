"""What a user can configure about linting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from wippyc.diagnostics.model import Severity

Declaration = Literal["deterministic", "nondeterministic"]

ALL = "ALL"


@dataclass(frozen=True, kw_only=True)
class LintSettings:
    """Choices about which findings count.

    Attributes:
        select: Codes, prefixes or names to report; empty means the default rules. `ALL` is
            every rule.
        extend_select: Codes to report besides.
        ignore: Codes not to report.
        per_file_ignores: Path pattern → codes not reported there.
        severities: Code → severity in force.
        declarations: Function name (with wildcards) → what the user declares it to be.
        require_reason: Whether a suppression comment needs a reason.
        skeletons: Accepted command skeletons of workflows, by entry ID.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    require_reason: bool = False
    skeletons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def declared(self, name: str) -> Declaration | None:
        """Return what a function is declared to be; the longest matching pattern wins."""
        best: str | None = None
        for pattern in self.declarations:
            is_match = (
                name == pattern
                or name.startswith((f"{pattern}.", f"{pattern}:"))
                or ("*" in pattern and fnmatchcase(name, pattern))
            )
            if is_match and (best is None or len(pattern) > len(best)):
                best = pattern
        return None if best is None else self.declarations[best]

    def is_selected(self, code: str, name: str, *, is_default: bool) -> bool:
        """Whether findings of a rule are reported; the most specific setting wins."""
        chosen = _specificity(code, name, self.select) if self.select else 0 if is_default else -1
        chosen = max(chosen, _specificity(code, name, self.extend_select))
        return chosen >= 0 and _specificity(code, name, self.ignore) <= chosen - (chosen > 0)

    def is_ignored_in(self, path: str, code: str, name: str) -> bool:
        """Whether a rule is switched off for a file."""
        return any(
            _matches_path(path, pattern) and _specificity(code, name, codes) >= 0
            for pattern, codes in self.per_file_ignores.items()
        )


DEFAULT_SETTINGS = LintSettings()


def _specificity(code: str, name: str, chosen: tuple[str, ...]) -> int:
    """Return the length of the longest choice that means a rule, -1 when none does."""
    best = -1
    for each in chosen:
        if each == ALL:
            best = max(best, 0)
        elif each == name:
            best = max(best, len(code))
        elif code.startswith(each.upper()):
            best = max(best, len(each))
    return best


def _matches_path(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./")
    folder = pattern.rstrip("/")
    return fnmatchcase(path, pattern) or path == folder or path.startswith(f"{folder}/")
