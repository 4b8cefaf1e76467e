"""Terminal colours, used only when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wippyc.diagnostics.model import Severity

_RESET: Final = "\x1b[0m"
_SEVERITY: Final = {
    Severity.ERROR: "\x1b[1;31m",
    Severity.WARNING: "\x1b[1;33m",
    Severity.HINT: "\x1b[1;36m",
}

_CHANGE: Final = {"-": "\x1b[31m", "+": "\x1b[32m"}


@dataclass(frozen=True, slots=True)
class Style:
    """Colours texts, or leaves them alone."""

    color: bool

    def severity(self, severity: Severity, text: str) -> str:
        """Return a text in the colour of a severity."""
        return self._in(_SEVERITY[severity], text)

    def bold(self, text: str) -> str:
        """Return a bold text."""
        return self._in("\x1b[1m", text)

    def frame(self, text: str) -> str:
        """Return a text in the colour of line numbers and secondary labels."""
        return self._in("\x1b[1;34m", text)

    def change(self, sign: str, text: str) -> str:
        """Return a removed (`-`) or added (`+`) line in its colour."""
        return self._in(_CHANGE.get(sign, "\x1b[1m"), text)

    def _in(self, code: str, text: str) -> str:
        return f"{code}{text}{_RESET}" if self.color and text.strip() else text
