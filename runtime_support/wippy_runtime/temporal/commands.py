"""Helpers around SDK calls that generated code makes inline."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from temporalio.exceptions import FailureError

from ..host import host
from ..lua.strings import from_text
from .converter import ConversionError
from .failures import ExecutionFailure, error_of_failure, internal_failure


async def attempt(awaitable: Awaitable[Any]) -> tuple[Any, Any]:
    """Await an SDK call: `(value, None)`, or `(None, error)` when it fails.

    Raises:
        ExecutionFailure: An argument cannot be encoded; the workflow fails, `pcall` cannot
            catch it.
    """
    try:
        return await awaitable, None
    except FailureError as failure:
        return None, error_of_failure(failure)
    except ConversionError as error:
        text = from_text(f"failed to convert arguments: {error}")
        raise ExecutionFailure(internal_failure(text)) from None


def version(change_id: str, minimum: int, maximum: int) -> int:
    """Return the version of a change this execution follows (see `workflow.version`).

    Raises:
        TaskFailure: The version is outside the supported range; the workflow task fails.
    """
    return host().workflow_version(change_id, minimum, maximum)


__all__ = ["attempt", "version"]
