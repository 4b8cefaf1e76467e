"""Constant activity options, checked and brought to one spelling at compile time.

Accepts every documented spelling (`activity.x`, `temporal.activity.x`, and the older unprefixed
`x` with `max_attempts` and `max_interval`). Whatever is not plainly valid is not folded: the
runtime then parses the table by the same rules and gives Wippy's error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wippyc.lower.constants import NotConstant
from wippyc.project.durations import parse_go_duration

MILLISECOND = 1_000_000


def _duration(value: object) -> int:
    """Nanoseconds of an option duration: Go text, or a number of milliseconds."""
    if isinstance(value, str):
        try:
            nanoseconds = parse_go_duration(value)
        except ValueError:
            raise NotConstant from None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        nanoseconds = round(value * MILLISECOND)
    else:
        raise NotConstant
    if nanoseconds < 0:
        raise NotConstant
    return nanoseconds


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise NotConstant
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise NotConstant
    return value


_RETRY_KEYS = {
    "initial_interval": "initial_interval",
    "backoff_coefficient": "backoff_coefficient",
    "maximum_interval": "maximum_interval",
    "max_interval": "maximum_interval",
    "maximum_attempts": "maximum_attempts",
    "max_attempts": "maximum_attempts",
    "non_retryable_error_types": "non_retryable_error_types",
}


def _retry_policy(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise NotConstant
    policy: dict[str, object] = {}
    for key, item in value.items():
        name = _RETRY_KEYS.get(key)
        if name is None or name in policy:
            raise NotConstant
        policy[name] = _retry_value(name, item)
    initial = policy.get("initial_interval")
    maximum = policy.get("maximum_interval")
    if isinstance(initial, int) and isinstance(maximum, int) and maximum < initial:
        raise NotConstant
    return policy


def _retry_value(name: str, item: object) -> object:
    match name:
        case "initial_interval" | "maximum_interval":
            nanoseconds = _duration(item)
            if nanoseconds == 0:
                raise NotConstant
            return nanoseconds
        case "backoff_coefficient":
            if isinstance(item, bool) or not isinstance(item, int | float) or item < 1:
                raise NotConstant
            return item
        case "maximum_attempts":
            if isinstance(item, bool) or not isinstance(item, int) or item < 0:
                raise NotConstant
            return item
        case _:
            names = [item] if isinstance(item, str) else item
            if not isinstance(names, list) or not all(isinstance(kind, str) for kind in names):
                raise NotConstant
            return names


_READERS: dict[str, Callable[[object], object]] = {
    "id": _text,
    "task_queue": _text,
    "schedule_to_close_timeout": _duration,
    "schedule_to_start_timeout": _duration,
    "start_to_close_timeout": _duration,
    "heartbeat_timeout": _duration,
    "wait_for_cancellation": _flag,
    "disable_eager_execution": _flag,
    "summary": _text,
    "retry_policy": _retry_policy,
}


def fold_activity_options(options: object) -> Mapping[str, object]:
    """Return constant options under their plain names; durations in nanoseconds.

    Raises:
        NotConstant: If an option is unknown, doubled, or not plainly valid.
    """
    if isinstance(options, list) and not options:
        return {}
    if not isinstance(options, dict):
        raise NotConstant
    folded: dict[str, object] = {}
    for key, value in options.items():
        name = key.removeprefix("temporal.").removeprefix("activity.")
        reader = _READERS.get(name)
        if reader is None or name in folded:
            raise NotConstant
        folded[name] = reader(value)
    return folded
