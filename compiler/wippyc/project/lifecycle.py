"""Decodes `lifecycle:`, which clients, workers and services share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from wippyc.project import rules
from wippyc.project.fields import Fields

_KEYS: Final = (
    "auto_start",
    "startup",
    "requires",
    "depends_on",
    "start_timeout",
    "stop_timeout",
    "stable_threshold",
    "restart",
    "security",
)
_RESTART_KEYS: Final = ("initial_delay", "max_delay", "backoff_factor", "jitter", "max_attempts")


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The part of a lifecycle that matters to a worker; durations are in seconds."""

    auto_start: bool
    stop_timeout: float | None


def read_lifecycle(fields: Fields) -> Lifecycle:
    """Check the `lifecycle` of an entry and return what is used of it."""
    lifecycle = fields.section("lifecycle")
    lifecycle.warn_unknown(_KEYS)
    for key in ("start_timeout", "stable_threshold"):
        lifecycle.duration(key)
    startup = lifecycle.text("startup")
    if startup and startup not in ("required", "optional"):
        lifecycle.reporter.report(
            rules.WRONG_TYPE,
            f"lifecycle.startup must be `required` or `optional`, got '{startup}'",
            lifecycle.span("startup"),
            note="the value says whether a failed start stops the application",
            hint="write `required` or `optional`",
        )
    restart = lifecycle.section("restart")
    restart.warn_unknown(_RESTART_KEYS)
    for key in ("initial_delay", "max_delay"):
        restart.duration(key)
    for key in ("backoff_factor", "jitter"):
        restart.number(key)
    restart.integer("max_attempts")
    return Lifecycle(lifecycle.boolean("auto_start"), lifecycle.duration("stop_timeout"))
