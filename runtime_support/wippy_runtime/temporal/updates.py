"""Temporal updates as messages that Lua answers with `process.send`.

The sender of an update's message is `{update|<id>}`. Replies travel as topics: `ack` accepts,
`nak` refuses, `ok` completes with a value, `error` completes with a failure. The SDK accepts an
update before the handler runs, so a `nak` shows as a failed update, not as a rejected one.
"""

from __future__ import annotations

import asyncio
from typing import Any

from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from ..lib.errors import Error
from ..lua.strings import to_text
from ..lua.values import tostring


class _Update:
    __slots__ = ("answer", "is_accepted")

    def __init__(self, answer: asyncio.Future[Any]) -> None:
        self.answer = answer
        self.is_accepted = False


class Updates:
    """The updates of one execution that are not completed."""

    def __init__(self) -> None:
        self._open: dict[str, _Update] = {}

    def begin(self, update_id: str) -> asyncio.Future[Any]:
        """Register an update; the future resolves to its result or failure."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._open[update_id] = _Update(answer)
        return answer

    def reply(self, update_id: str, topic: str, value: Any, encoded: RawValue) -> Error | None:
        """Apply one reply.

        Args:
            update_id: ID of the update.
            topic: `ack`, `nak`, `ok` or `error`.
            value: First payload as a Lua value.
            encoded: The same as a payload.

        Returns:
            Why the reply is not possible, or `None`.
        """
        update = self._open.get(update_id)
        if update is None:
            return Error(f"unknown update: {update_id}")
        state = "accepted" if update.is_accepted else "pending"
        match topic:
            case "ack" | "nak" if update.is_accepted:
                return Error(f"update already {state}")
            case "ok" | "error" if not update.is_accepted:
                return Error(f"update not accepted (state: {state})")
            case "ack":
                update.is_accepted = True
            case "ok":
                self._settle(update_id).set_result(encoded)
            case "nak" | "error":
                default = "update rejected" if topic == "nak" else "update failed"
                text = default if value is None else to_text(tostring(value))
                failure = ApplicationError(text, type="Internal")
                self._settle(update_id).set_exception(failure)
            case _:
                return Error(f"unknown update response: {topic} (expected ack/nak/ok/error)")
        return None

    def _settle(self, update_id: str) -> asyncio.Future[Any]:
        return self._open.pop(update_id).answer
