"""`workflow.version` as a ladder of patches.

Version `n` of a change is the patch `<change>:<n>`. A new execution takes the newest version and
records its patch; a replay finds exactly the recorded patch, whatever versions have been added.
"""

from __future__ import annotations

from temporalio import workflow

from ..lua.strings import to_text

DEFAULT_VERSION = -1


class TaskFailure(BaseException):
    """Fails the workflow task, not the execution: a compatible worker may still continue it."""


class Versions:
    """The versions one execution has asked for."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def version(self, change_id: str, minimum: int, maximum: int) -> int:
        """Return the version of a change this execution follows.

        An execution older than the change follows version -1.

        Raises:
            TaskFailure: The version is outside the supported range.
        """
        found = self._known.get(change_id)
        if found is None:
            found = self._find(change_id, minimum, maximum)
            self._known[change_id] = found
        if not minimum <= found <= maximum:
            raise TaskFailure(
                f"workflow.version: change '{to_text(change_id)}' of this execution has version "
                f"{found}, supported are {minimum} to {maximum}"
            )
        return found

    @staticmethod
    def _find(change_id: str, minimum: int, maximum: int) -> int:
        for candidate in range(maximum, max(minimum, 0) - 1, -1):
            if workflow.patched(f"{to_text(change_id)}:{candidate}"):
                return candidate
        return DEFAULT_VERSION
