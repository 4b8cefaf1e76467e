"""Settings that are no texts but are written as placeholders."""

from __future__ import annotations

from typing import Any

import pytest

from wippy_runtime.temporal.application import Application, ClientSpec, WorkerSpec
from wippy_runtime.temporal.configuration_error import ConfigurationError
from wippy_runtime.temporal.environment import Environment
from wippy_runtime.temporal.hooks import Hooks
from wippy_runtime.temporal.late_values import settle
from wippy_runtime.temporal.worker_plan import plan_workers


def settled(
    process: dict[str, str], *, client: dict[str, str] | None = None, **worker: str
) -> Application:
    late = {path.replace("__", "."): template for path, template in worker.items()}
    application = Application(
        name="demo",
        package="demo",
        clients=(ClientSpec(id="app:temporal", late=client or {}),),
        workers=(WorkerSpec(id="app:worker", task_queue="q", late=late),),
    )
    return settle(application, Environment(process=process))


@pytest.mark.parametrize(
    ("path", "text", "field", "value"),
    [
        ("tls.enabled", "true", "tls_enabled", True),
        ("tls.enabled", "False", "tls_enabled", False),
        ("connection_timeout", "1m30s", "connection_timeout", 90.0),
        ("keep_alive_time", "250ms", "keep_alive_time", 0.25),
        ("keep_alive_timeout", " 3s ", "keep_alive_timeout", 3.0),
        ("health_check.enabled", "whatever", "tls_enabled", False),
    ],
)
def test_a_client_field_is_read_as_its_type(path: str, text: str, field: str, value: Any) -> None:
    application = settled({"V": text}, client={path: "${env:V}"})
    assert getattr(application.clients[0], field) == value


@pytest.mark.parametrize(
    ("path", "text", "field", "value"),
    [
        ("workflows", "false", "polls_workflows", False),
        ("activities", "FALSE", "polls_activities", False),
        ("lifecycle__auto_start", "false", "auto_start", False),
        ("lifecycle__stop_timeout", "20s", "stop_timeout", 20.0),
    ],
)
def test_a_worker_field_is_read_as_its_type(path: str, text: str, field: str, value: Any) -> None:
    application = settled({"V": text}, **{path: "${env:V}"})
    assert getattr(application.workers[0], field) == value


@pytest.mark.parametrize(
    ("option", "text", "value"),
    [
        ("max_concurrent_activity_execution_size", "12", 12),
        ("worker_activities_per_second", "2.5", 2.5),
        ("worker_stop_timeout", "1h", 3600.0),
        ("disable_eager_activities", "true", True),
    ],
)
def test_an_option_is_read_as_its_type(option: str, text: str, value: Any) -> None:
    application = settled({"V": text}, **{f"worker_options__{option}": "${env:V|0}"})
    assert application.workers[0].options[option] == value


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("activities", "maybe", "app:worker: activities: must be true or false, got 'maybe'"),
        (
            "lifecycle__stop_timeout",
            "10",
            "app:worker: lifecycle.stop_timeout: time: missing unit in duration \"10\", got '10'",
        ),
        (
            "worker_options__max_concurrent_activity_task_pollers",
            "2.5",
            "app:worker: worker_options.max_concurrent_activity_task_pollers: "
            "must be an integer, got '2.5'",
        ),
        (
            "worker_options__worker_activities_per_second",
            "nan",
            "app:worker: worker_options.worker_activities_per_second: "
            "must be a finite number, got 'nan'",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_a_sentence(path: str, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settled({"V": text}, **{path: "${env:V}"})
    assert str(caught.value) == message


def test_a_variable_without_default_is_required() -> None:
    with pytest.raises(ConfigurationError, match="environment variable V is not set"):
        settled({}, activities="${env:V}")


def test_workers_are_planned_with_late_values() -> None:
    late = {"lifecycle.auto_start": "${env:START|false}", "activities": "${env:WORK|true}"}
    workers = (
        WorkerSpec(id="app:one", task_queue="one", late=late),
        WorkerSpec(id="app:two", task_queue="two"),
    )
    application = Application(name="demo", package="demo", workers=workers)

    def planned(process: dict[str, str]) -> list[tuple[str, bool]]:
        environment = Environment(process=process)
        plans = plan_workers(application, Hooks(), environment, process)
        return [(plan.spec.id, bool(plan.arguments.get("no_remote_activities"))) for plan in plans]

    assert planned({}) == [("app:two", False)]
    assert planned({"START": "true", "WORK": "false"}) == [("app:one", True), ("app:two", False)]
