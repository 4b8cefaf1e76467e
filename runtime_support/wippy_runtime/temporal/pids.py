"""PIDs as text: `{node@host|unique}`, `{host|unique}` or `{|unique}`.

For workflows the node is the client's entry ID, the host the worker's, the unique part the
workflow ID.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

UPDATE_HOST: Final = "update"
SYSTEM_PID: Final = "{|topology}"


@dataclass(frozen=True, slots=True)
class Pid:
    """The parts of a PID; node and host may be empty."""

    node: str
    host: str
    unique: str

    def __str__(self) -> str:
        place = f"{self.node}@{self.host}" if self.node else self.host
        return f"{{{place}|{self.unique}}}"


def parse_pid(text: str) -> Pid | None:
    """Return the parts of a PID; `None` when the text is none.

    Everything behind the first `|` is the unique part, so workflow IDs may contain `|`.
    """
    if len(text) < 3 or text[0] != "{" or text[-1] != "}" or "|" not in text:
        return None
    place, _, unique = text[1:-1].partition("|")
    node, at, host = place.partition("@")
    return Pid(node, host, unique) if at else Pid("", place, unique)
