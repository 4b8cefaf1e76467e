"""Values of Temporal options as Lua writes them: durations, enumerations, tables.

Each parser takes the canonical key, for its messages, and the Lua value. Wrong values raise
`OptionError` with Wippy's text, in which types have their Go names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import IntEnum
from typing import Any, Final

from temporalio.common import (
    Priority,
    RetryPolicy,
    SearchAttributeKey,
    SearchAttributePair,
    TypedSearchAttributes,
)
from temporalio.workflow import VersioningIntent

from ..lua.strings import to_text
from ..lua.table import Table

Parser = Callable[[str, Any], Any]

_NANOSECONDS: Final = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
_PART = re.compile(r"([0-9]*)(?:\.([0-9]*))?([^0-9.]*)")
_LARGEST_DURATION: Final = 2**63 - 1


class OptionError(ValueError):
    """An option with a value that cannot be used; its text is shown to Lua code."""


def go_type(value: Any) -> str:
    """Return the name Go gives to the type of an option's value."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return "bool"
        case int():
            return "int64"
        case float():
            return "float64"
        case Table() | dict():
            return "[]interface {}" if is_list(value) else "map[string]interface {}"
        case list() | tuple():
            return "[]interface {}"
        case _:
            return "string"


def is_list(value: Any) -> bool:
    """Return whether a table counts as a list: it has an array part."""
    if isinstance(value, Table):
        return value.length() > 0
    return isinstance(value, list | tuple)


def elements(value: Any) -> list[Any]:
    """Return the elements of a table's array part, or of a Python list."""
    return list(value.elements()) if isinstance(value, Table) else list(value)


def fields(value: Any) -> dict[str, Any]:
    """Return the string-keyed fields of a table that are not nil, in order."""
    if isinstance(value, Mapping):
        return {k: v for k, v in value.items() if isinstance(k, str) and v is not None}
    return {}


def go_duration(text: str) -> int:
    """Parse a Go duration such as `1h30m` or `1.5s` into nanoseconds.

    Raises:
        ValueError: With the text of Go's parser.
    """
    rest = text
    sign = 1
    if rest[:1] in ("-", "+"):
        sign = -1 if rest[0] == "-" else 1
        rest = rest[1:]
    if rest == "0":
        return 0
    if not rest:
        raise ValueError(f'time: invalid duration "{text}"')
    total = 0
    while rest:
        match = _PART.match(rest)
        assert match is not None
        whole, fraction, unit = match.group(1), match.group(2) or "", match.group(3)
        if not whole and not fraction:
            raise ValueError(f'time: invalid duration "{text}"')
        if not unit:
            raise ValueError(f'time: missing unit in duration "{text}"')
        scale = _NANOSECONDS.get(unit)
        if scale is None:
            raise ValueError(f'time: unknown unit "{unit}" in duration "{text}"')
        total += int(whole or "0") * scale
        if fraction:
            total += int(fraction) * scale // 10 ** len(fraction)
        if total > _LARGEST_DURATION:
            raise ValueError(f'time: invalid duration "{text}"')
        rest = rest[match.end() :]
    return sign * total


def _to_timedelta(nanoseconds: int) -> timedelta:
    if 0 < nanoseconds < 1_000:
        return timedelta(microseconds=1)
    return timedelta(microseconds=nanoseconds // 1_000)


def duration(key: str, value: Any) -> timedelta | None:
    """Parse a Go duration text or a number of milliseconds; zero means not set."""
    if isinstance(value, str):
        try:
            nanoseconds = go_duration(to_text(value))
        except ValueError as error:
            raise OptionError(f'{key} must be a duration string (e.g. "5s"): {error}') from None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        nanoseconds = round(value * 1_000_000)
    else:
        raise OptionError(
            f"{key} must be a duration string or milliseconds number, got {go_type(value)}"
        )
    return _to_timedelta(nanoseconds) if nanoseconds else None


def string(key: str, value: Any) -> str:
    """Parse a string."""
    if not isinstance(value, str):
        raise OptionError(f"{key} must be a string, got {go_type(value)}")
    return to_text(value)


def lua_string(key: str, value: Any) -> str:
    """Parse a string that travels as a payload: left as the byte text the converter expects."""
    string(key, value)
    return str(value)


def filled_string(key: str, value: Any) -> str:
    """Parse a string that must not be empty."""
    text = string(key, value)
    if not text:
        raise OptionError(f"{key} cannot be empty")
    return text


def boolean(key: str, value: Any) -> bool:
    """Parse a boolean."""
    if not isinstance(value, bool):
        raise OptionError(f"{key} must be a boolean, got {go_type(value)}")
    return value


def number(key: str, value: Any) -> float:
    """Parse a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OptionError(f"{key} must be a number, got {go_type(value)}")
    return float(value)


def integer(key: str, value: Any) -> int:
    """Parse an integer; an integral float counts."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, float):
        raise OptionError(f"{key} must be an integer number, got {value!r}")
    if isinstance(value, bool) or not isinstance(value, int):
        raise OptionError(f"{key} must be an integer, got {go_type(value)}")
    return value


def table(key: str, value: Any) -> dict[str, Any]:
    """Parse a table with string keys."""
    if not isinstance(value, Table | Mapping) or is_list(value):
        raise OptionError(f"{key} must be a table/map, got {go_type(value)}")
    return fields(value)


def strings(key: str, value: Any) -> list[str]:
    """Parse a string or a list of strings."""
    if isinstance(value, str):
        return [to_text(value)]
    if not is_list(value):
        if isinstance(value, Table | Mapping) and not fields(value):
            return []
        raise OptionError(f"{key} must be string or string array, got {go_type(value)}")
    for item in elements(value):
        if not isinstance(item, str):
            raise OptionError(f"{key} must contain only strings, got {go_type(item)}")
    return [to_text(item) for item in elements(value)]


def enumeration(members: type[IntEnum], prefix: str, names: Mapping[str, int]) -> Parser:
    """Make a parser of one enumeration: by name in any spelling, or by number.

    Args:
        members: The SDK's enumeration.
        prefix: Prefix of the names in the protocol, e.g. `PARENT_CLOSE_POLICY_`.
        names: Accepted names in lower case with underscores.
    """

    def parse(key: str, value: Any) -> Any:
        if isinstance(value, str):
            name = value.strip().replace("-", "_").upper()
            found = names.get(name.removeprefix(prefix).lower())
            if found is None:
                raise OptionError(f'{key} has invalid value "{to_text(value)}"')
            return members(found)
        is_integral = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not is_integral:
            raise OptionError(f"{key} must be enum string/int, got {go_type(value)}")
        if int(value) not in names.values():
            raise OptionError(f'{key} has invalid value "{int(value)}"')
        return members(int(value))

    return parse


_VERSIONING_INTENTS: Final[Mapping[str, VersioningIntent | None]] = {
    "unspecified": None,
    "compatible": VersioningIntent.COMPATIBLE,
    "inherit": VersioningIntent.COMPATIBLE,
    "inherit_build_id": VersioningIntent.COMPATIBLE,
    "default": VersioningIntent.DEFAULT,
    "use_assignment_rules": VersioningIntent.DEFAULT,
    "assignment_rules": VersioningIntent.DEFAULT,
}


def versioning_intent(key: str, value: Any) -> VersioningIntent | None:
    """Parse a versioning intent by name or by Go's number."""
    if isinstance(value, str):
        name = value.strip().replace("-", "_").lower()
        if name not in _VERSIONING_INTENTS:
            raise OptionError(f'{key} has invalid value "{to_text(value)}"')
        return _VERSIONING_INTENTS[name]
    by_number = {
        0: None,
        1: VersioningIntent.COMPATIBLE,
        2: VersioningIntent.DEFAULT,
        3: VersioningIntent.COMPATIBLE,
        4: VersioningIntent.DEFAULT,
    }
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OptionError(f"{key} must be enum string/int, got {go_type(value)}")
    if value not in by_number:
        raise OptionError(f'{key} has invalid value "{value}"')
    return by_number[int(value)]


def _field(values: Mapping[str, Any], *names: str) -> Any:
    """Return a field by the first of its names, exactly spelled first, then in any case."""
    for name in names:
        if name in values:
            return values[name]
    folded = {key.lower(): value for key, value in reversed(list(values.items()))}
    for name in names:
        if name.lower() in folded:
            return folded[name.lower()]
    return None


def retry_policy(key: str, value: Any) -> RetryPolicy:
    """Parse a retry policy; keys in snake or camel case, older short names included."""
    values = table(key, value)
    arguments: dict[str, Any] = {}
    for name, names in (
        ("initial_interval", ("initial_interval", "initialInterval")),
        (
            "maximum_interval",
            ("maximum_interval", "maximumInterval", "max_interval", "maxInterval"),
        ),
    ):
        found = _field(values, *names)
        if found is not None:
            interval = duration(f"{key}.{name}", found)
            if interval is not None and interval > timedelta(0):
                arguments[name] = interval
    found = _field(values, "backoff_coefficient", "backoffCoefficient")
    if found is not None:
        arguments["backoff_coefficient"] = number(f"{key}.backoff_coefficient", found)
    found = _field(values, "maximum_attempts", "maximumAttempts", "max_attempts", "maxAttempts")
    if found is not None:
        arguments["maximum_attempts"] = integer(f"{key}.maximum_attempts", found)
    found = _field(values, "non_retryable_error_types", "nonRetryableErrorTypes")
    if found is not None:
        arguments["non_retryable_error_types"] = strings(f"{key}.non_retryable_error_types", found)
    policy = RetryPolicy(**arguments)
    try:
        policy._validate()
    except ValueError as error:
        raise OptionError(f"{key} is invalid: {error}") from None
    return policy


def priority(key: str, value: Any) -> Priority:
    """Parse a priority table."""
    values = table(key, value)
    arguments: dict[str, Any] = {}
    found = _field(values, "priority_key", "priorityKey")
    if found is not None:
        arguments["priority_key"] = integer(f"{key}.priority_key", found)
    found = _field(values, "fairness_key", "fairnessKey")
    if found is not None:
        arguments["fairness_key"] = string(f"{key}.fairness_key", found)
    found = _field(values, "fairness_weight", "fairnessWeight")
    if found is not None:
        arguments["fairness_weight"] = number(f"{key}.fairness_weight", found)
    try:
        return Priority(**arguments)
    except (TypeError, ValueError) as error:
        raise OptionError(f"{key} is invalid: {error}") from None


def memo(key: str, value: Any) -> dict[str, Any]:
    """Parse a memo; names become Unicode, values stay Lua values."""
    return {to_text(name): item for name, item in table(key, value).items()}


def search_attributes(key: str, value: Any) -> TypedSearchAttributes:
    """Parse a table of search attributes, typed by their values."""
    pairs = [search_attribute(name, item) for name, item in table(key, value).items()]
    return TypedSearchAttributes(pairs)


def search_attribute(name: str, value: Any) -> SearchAttributePair[Any]:
    """Make one search attribute; strings are keywords, integral numbers integers."""
    key_name = to_text(name)
    match value:
        case str():
            return SearchAttributePair(SearchAttributeKey.for_keyword(key_name), to_text(value))
        case bool():
            return SearchAttributePair(SearchAttributeKey.for_bool(key_name), value)
        case int():
            return SearchAttributePair(SearchAttributeKey.for_int(key_name), value)
        case float() if value.is_integer():
            return SearchAttributePair(SearchAttributeKey.for_int(key_name), int(value))
        case float():
            return SearchAttributePair(SearchAttributeKey.for_float(key_name), value)
        case _ if is_list(value):
            for index, item in enumerate(elements(value)):
                if not isinstance(item, str):
                    raise OptionError(
                        f'search attribute "{key_name}": keyword list item at index {index} '
                        f"must be string, got {go_type(item)}"
                    )
            texts = [to_text(item) for item in elements(value)]
            return SearchAttributePair(SearchAttributeKey.for_keyword_list(key_name), texts)
        case _:
            raise OptionError(
                f'search attribute "{key_name}": unsupported value type {go_type(value)}'
            )
