"""A finding together with the function it was found in, before the call chain is added."""

from __future__ import annotations

from dataclasses import dataclass

from wippyc.diagnostics.model import Diagnostic
from wippyc.ir import nodes as ir


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule reports.

    Attributes:
        diagnostic: The finding.
        function: The function it is in; the runner adds the chain of calls that reaches it.
    """

    diagnostic: Diagnostic
    function: ir.Function | None = None
