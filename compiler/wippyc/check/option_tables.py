"""Tables of call options, and every key Wippy or wippyc knows in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from wippyc.check.context import CheckContext
from wippyc.ir import nodes as ir

Family = Literal["activity", "workflow"]
_SHARED: Final = ("id", "priority", "retry_policy", "summary", "task_queue", "versioning_intent",
                  "wait_for_cancellation")  # fmt: skip
KEYS: Final[Mapping[Family, frozenset[str]]] = {
    "activity": frozenset(
        {
            *_SHARED, "disable_eager_execution", "heartbeat_timeout", "schedule_to_close_timeout",
            "schedule_to_start_timeout", "start_to_close_timeout",
        }
    ),
    "workflow": frozenset(
        {
            *_SHARED, "cron_schedule", "details", "enable_eager_start",
            "execution_error_when_already_started", "execution_timeout", "id_conflict_policy",
            "id_reuse_policy", "memo", "namespace", "parent_close_policy", "run_timeout",
            "search_attributes", "start_delay", "static_details", "static_summary",
            "task_timeout", "typed_search_attributes", "versioning_override",
        }
    ),
}  # fmt: skip
DURATIONS: Final = frozenset(
    {
        "execution_timeout", "heartbeat_timeout", "initial_interval", "maximum_interval",
        "run_timeout", "schedule_to_close_timeout", "schedule_to_start_timeout", "start_delay",
        "start_to_close_timeout", "task_timeout",
    }
)  # fmt: skip
RETRY_KEYS: Final = frozenset(
    {
        "backoff_coefficient", "initial_interval", "maximum_attempts", "maximum_interval",
        "non_retryable_error_types",
    }
)  # fmt: skip
OLDER_RETRY_KEYS: Final[Mapping[str, str]] = {
    "max_attempts": "maximum_attempts",
    "max_interval": "maximum_interval",
}
_FAMILY_OF: Final[Mapping[str, Family]] = {"Executor": "activity", "Spawner": "workflow"}


@dataclass(frozen=True, slots=True)
class Option:
    """One `key = value` of an option table.

    Attributes:
        key: The key as written.
        name: The key without `temporal.` and the family's prefix; snake case for retry keys.
        item: Where it is written.
        is_prefixed: Whether the family's prefix is written.
    """

    key: str
    name: str
    item: ir.KeyedItem
    is_prefixed: bool


@dataclass(frozen=True, slots=True)
class OptionTable:
    """The options of calls.

    Attributes:
        family: What the calls start.
        options: The constant keys.
        retry: The constant keys of `retry_policy`.
        call: The `with_options` call.
    """

    family: Family
    options: tuple[Option, ...]
    retry: tuple[Option, ...]
    call: ir.Expr


def option_tables(context: CheckContext, function: ir.Function) -> Iterator[OptionTable]:
    """Yield the option tables given in a function's own body."""
    for expr in context.expressions(function.body, ir.MethodCall, ir.ApiCall):
        match expr:
            case ir.MethodCall(method="with_options", arguments=(argument, *_)):
                families = {
                    _FAMILY_OF[name]
                    for name in context.facts.value(expr.object).object_types()
                    if name in _FAMILY_OF
                }
                if len(families) != 1:
                    continue
                family = families.pop()
            case ir.ApiCall(module="process", function=row, arguments=(argument, *_)) if (
                row.name == "with_options"
            ):
                family = "workflow"
            case _:
                continue
        table = context.table_of(argument)
        if table is not None:
            options = tuple(_options(table, family))
            yield OptionTable(family, options, tuple(_retry(context, options)), expr)


def _options(table: ir.TableConstructor, family: Family) -> Iterator[Option]:
    for item in table.items:
        if isinstance(item, ir.KeyedItem) and isinstance(item.key, ir.Constant):
            key = item.key.value
            if isinstance(key, str):
                bare = key.removeprefix("temporal.")
                name = bare.removeprefix(f"{family}.")
                yield Option(key, name, item, bare != name)


def _retry(context: CheckContext, options: tuple[Option, ...]) -> Iterator[Option]:
    for option in options:
        if option.name != "retry_policy":
            continue
        table = context.table_of(option.item.value)
        if table is None:
            continue
        for item in table.items:
            if isinstance(item, ir.KeyedItem) and isinstance(item.key, ir.Constant):
                key = item.key.value
                if isinstance(key, str):
                    yield Option(key, _snake(key), item, True)


def _snake(key: str) -> str:
    folded = key.casefold().replace("_", "")
    for name in (*RETRY_KEYS, *OLDER_RETRY_KEYS):
        if name.replace("_", "") == folded:
            return name
    return key
