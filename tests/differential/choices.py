"""Text that is written from a stream of choices, for generators of programs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# Chooses a number from 0 to n - 1; 0 is the simplest choice.
Choose = Callable[[int], int]


@dataclass
class Chooser:
    """Writes lines, and chooses what to write.

    Attributes:
        choose: The stream of choices.
        lines: What has been written.
        depth: Number of blocks around the next line.
        serial: Number of the last new name.
    """

    choose: Choose
    lines: list[str] = field(default_factory=list)
    depth: int = 0
    serial: int = 0

    def pick(self, options: Any) -> Any:
        """Choose one of several things."""
        return options[self.choose(len(options))]

    def chance(self, percent: int) -> bool:
        """Say yes in so many of a hundred cases; no is the simple answer."""
        return self.choose(100) >= 100 - percent

    def emit(self, text: str) -> None:
        """Write a line."""
        self.lines.append("  " * self.depth + text)

    def fresh(self) -> str:
        """Return a name that nothing has."""
        self.serial += 1
        return f"v{self.serial}"
