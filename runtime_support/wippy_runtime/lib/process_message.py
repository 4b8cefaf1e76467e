"""Messages as Lua sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ..lua.table import Table
from ..lua.userdata import Userdata
from ..mailbox import Envelope
from .payload import Payload


class Message(Userdata):
    """A message of the inbox, or of `listen(topic, {message=true})`."""

    __slots__ = ("_envelope",)
    lua_name = "*process.Message"
    lua_methods: ClassVar[Mapping[str, str]] = {
        "topic": "topic",
        "from": "from_",
        "payload": "payload",
    }

    def __init__(self, envelope: Envelope) -> None:
        self._envelope = envelope

    def topic(self) -> str:
        """Return the topic: the name of the signal or update."""
        return self._envelope.topic

    def from_(self) -> str:
        """Return the PID of the sender, "" when unknown."""
        return self._envelope.sender

    def payload(self) -> Payload | Table | None:
        """Return the payload, nil without any, a table of several."""
        values = self._envelope.payloads
        if not values:
            return None
        if len(values) == 1:
            return Payload(values[0])
        return self.list_of([Payload(value) for value in values])

    def lua_tostring(self) -> str:
        """Return `process.Message{topic=T}`."""
        return f"process.Message{{topic={self._envelope.topic}}}"

    @staticmethod
    def list_of(values: Sequence[Any]) -> Table:
        """Return a Lua table of several payloads; a nil among them stays a hole."""
        table = Table()
        for position, value in enumerate(values, 1):
            if value is not None:
                table.set(position, value)
        return table
