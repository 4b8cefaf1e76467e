"""What commands print: results to standard output, everything else to standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO


class CommandError(Exception):
    """Ends a command with one line on standard error.

    Attributes:
        status: Exit status: 1 for findings and failed runs, 2 for wrong usage.
    """

    def __init__(self, text: str, *, status: int = 2) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Where and how much a command prints.

    Attributes:
        is_quiet: Whether only results and errors are printed.
        is_verbose: Whether details are printed.
    """

    is_quiet: bool = False
    is_verbose: bool = False

    def result(self, text: str) -> None:
        """Print a command's result on standard output."""
        print(text, flush=True)

    def say(self, text: str) -> None:
        """Print what has been done, unless quiet."""
        if not self.is_quiet:
            self.error(text)

    def detail(self, text: str) -> None:
        """Print a detail, only when verbose."""
        if self.is_verbose and not self.is_quiet:
            self.error(text)

    def error(self, text: str) -> None:
        """Print on standard error, always."""
        print(text, file=sys.stderr, flush=True)


def wants_color(stream: TextIO, environ: Mapping[str, str] | None = None) -> bool:
    """Tell whether to colour text on a stream: a terminal, and `NO_COLOR` is not set."""
    variables = os.environ if environ is None else environ
    if variables.get("NO_COLOR") or variables.get("TERM") == "dumb":
        return False
    return bool(variables.get("FORCE_COLOR")) or stream.isatty()
