"""From application and options to SDK workers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from temporalio import activity, workflow
from temporalio.common import VersioningBehavior
from temporalio.worker import PollerBehaviorSimpleMaximum

from wippy_runtime.temporal.activity_host import lua_activity
from wippy_runtime.temporal.application import Application, ClientSpec, WorkerSpec
from wippy_runtime.temporal.configuration_error import ConfigurationError
from wippy_runtime.temporal.environment import Environment
from wippy_runtime.temporal.hooks import Hooks, activity_name
from wippy_runtime.temporal.internal_activities import (
    INTERNAL_ACTIVITIES,
    RANDOM_BYTES_ACTIVITY,
)
from wippy_runtime.temporal.worker import main
from wippy_runtime.temporal.worker_options import worker_arguments
from wippy_runtime.temporal.worker_plan import WorkerPlan, plan_workers


@workflow.defn(name="app:flow", sandboxed=False)
class Flow:
    """A workflow to register."""

    @workflow.run
    async def run(self) -> None:
        """Do nothing."""


def echo(value: Any = None, *_: Any) -> Any:
    return value


INTERNAL_NAMES = [activity_name(each) for each in INTERNAL_ACTIVITIES]


def test_random_bytes_are_an_internal_activity() -> None:
    assert RANDOM_BYTES_ACTIVITY in INTERNAL_NAMES


def worker(**fields: Any) -> WorkerSpec:
    return WorkerSpec(**{"id": "app:worker", "task_queue": "q", "workflows": (Flow,), **fields})


def application(*workers: WorkerSpec, **fields: Any) -> Application:
    return Application(name="demo", package="demo", workers=workers, **fields)


def plan(
    app: Application, hooks: Hooks | None = None, process: dict[str, str] | None = None, **rest: Any
) -> tuple[WorkerPlan, ...]:
    variables = process or {}
    return plan_workers(app, hooks or Hooks(), Environment(process=variables), variables, **rest)


def arguments(options: dict[str, Any], process: dict[str, str] | None = None, **fields: Any) -> Any:
    spec = worker(options=options, **fields)
    variables = process or {}
    return worker_arguments(
        application(spec, build_id="hash"), spec, Environment(process=variables), variables
    )


OPTIONS = [
    ({}, "max_concurrent_activities", 1000),
    ({}, "max_concurrent_workflow_tasks", 1000),
    ({}, "max_concurrent_local_activities", 1000),
    ({}, "activity_task_poller_behavior", PollerBehaviorSimpleMaximum(20)),
    ({}, "sticky_queue_schedule_to_start_timeout", timedelta(seconds=5)),
    ({}, "graceful_shutdown_timeout", timedelta(seconds=10)),
    ({"max_concurrent_activity_execution_size": 7}, "max_concurrent_activities", 7),
    ({"max_concurrent_activity_execution_size": -1}, "max_concurrent_activities", 1000),
    (
        {"max_concurrent_workflow_task_pollers": 3},
        "workflow_task_poller_behavior",
        PollerBehaviorSimpleMaximum(3),
    ),
    ({"max_concurrent_workflow_task_execution_size": 5000}, "max_cached_workflows", 5000),
    ({"worker_activities_per_second": 2.5}, "max_activities_per_second", 2.5),
    ({"task_queue_activities_per_second": 3}, "max_task_queue_activities_per_second", 3.0),
    ({"worker_stop_timeout": 3.0}, "graceful_shutdown_timeout", timedelta(seconds=3)),
    (
        {"max_heartbeat_throttle_interval": 9.0},
        "max_heartbeat_throttle_interval",
        timedelta(seconds=9),
    ),
    (
        {"default_heartbeat_throttle_interval": 8.0},
        "default_heartbeat_throttle_interval",
        timedelta(seconds=8),
    ),
    ({"disable_eager_activities": True}, "disable_eager_activity_execution", True),
    ({"local_activity_worker_only": True}, "no_remote_activities", True),
    ({"identity": "${env:POD|me}"}, "identity", "me"),
]


@pytest.mark.parametrize(("options", "argument", "value"), OPTIONS)
def test_option_mapping(options: dict[str, Any], argument: str, value: Any) -> None:
    assert arguments(options)[argument] == value


def test_stop_timeout_of_the_lifecycle_is_the_upper_bound() -> None:
    found = arguments({"worker_stop_timeout": 30.0}, stop_timeout=12.0)
    assert found["graceful_shutdown_timeout"] == timedelta(seconds=12)


def test_one_workflow_poller_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="task pollers cannot be 1"):
        arguments({"max_concurrent_workflow_task_pollers": 1})


def test_versioning() -> None:
    assert "deployment_config" not in arguments({"build_id": "ignored"})
    options = {
        "use_versioning": True,
        "deployment_name": "shop",
        "default_versioning_behavior": "pinned",
    }
    deployment = arguments(options)["deployment_config"]
    assert (deployment.version.deployment_name, deployment.version.build_id) == ("shop", "hash")
    assert deployment.default_versioning_behavior == VersioningBehavior.PINNED
    by_process = {"TEMPORAL_DEPLOYMENT_NAME": "prod", "TEMPORAL_WORKER_BUILD_ID": "42"}
    deployment = arguments({}, by_process)["deployment_config"]
    assert (deployment.version.deployment_name, deployment.version.build_id) == ("prod", "42")
    assert deployment.default_versioning_behavior == VersioningBehavior.AUTO_UPGRADE
    with pytest.raises(ConfigurationError, match="needs deployment_name"):
        arguments({"use_versioning": True})
    with pytest.raises(ConfigurationError, match="must be pinned or auto_upgrade"):
        arguments({**options, "default_versioning_behavior": "sometimes"})


def names(found: WorkerPlan) -> list[str]:
    return [activity_name(one) or "*" for one in found.activities]


def test_every_worker_has_internal_activities_and_a_fallback() -> None:
    (found,) = plan(application(worker(activities=(lua_activity("app:echo", echo),))))
    assert names(found) == ["app:echo", *INTERNAL_NAMES, "*"]
    assert found.task_queue == "q"


def test_worker_that_takes_no_activity_tasks() -> None:
    (found,) = plan(application(worker(polls_activities=False)))
    assert found.arguments["no_remote_activities"] is True
    assert names(found) == INTERNAL_NAMES


def test_worker_that_takes_no_workflow_tasks() -> None:
    for fields in ({"polls_workflows": False}, {"options": {"disable_workflow_worker": True}}):
        (found,) = plan(application(worker(**fields)))
        assert found.workflows == ()
    with pytest.raises(ConfigurationError, match="neither workflows nor activities"):
        plan(application(worker(polls_workflows=False, polls_activities=False)))


def test_queue_prefix_and_client() -> None:
    client = ClientSpec(id="app:client", address="t:1", queue_prefix="dev-")
    (found,) = plan(application(worker(client="app:client"), clients=(client,)))
    assert (found.task_queue, found.connection.target_host) == ("dev-q", "t:1")
    (found,) = plan(application(worker(), clients=(client,)))
    assert found.client is client
    with pytest.raises(ConfigurationError, match="app:worker: failed to get client: app:nobody"):
        plan(application(worker(client="app:nobody"), clients=(client,)))


def test_selection() -> None:
    app = application(
        worker(), worker(id="app:second", auto_start=False), worker(id="b:third", auto_start=False)
    )
    assert [one.spec.id for one in plan(app)] == ["app:worker"]
    assert [one.spec.id for one in plan(app, only=["second", "b:third"])] == [
        "app:second",
        "b:third",
    ]
    with pytest.raises(ConfigurationError, match="no worker 'nobody'; known workers: app:worker"):
        plan(app, only=["nobody"])
    idle = application(worker(auto_start=False))
    assert len(plan(idle)) == 1
    with pytest.raises(ConfigurationError, match=r"no temporal\.worker entry"):
        plan(application())


def test_duplicates_are_refused() -> None:
    twice = (lua_activity("app:echo", echo), lua_activity("app:echo", echo))
    with pytest.raises(ConfigurationError, match="activity app:echo already registered"):
        plan(application(worker(activities=twice)))
    with pytest.raises(ConfigurationError, match="workflow app:flow already registered"):
        plan(application(worker(workflows=(Flow, Flow))))


def test_hooks_add_and_replace_activities() -> None:
    @activity.defn(name="extra")
    async def extra() -> None: ...

    app = application(
        worker(activities=(lua_activity("app:echo", echo),), implementations=("app:python",))
    )
    hooks = Hooks(
        activities=(extra,),
        implementations={"app:python": echo, "app:echo": echo},
        origin="hooks.py",
    )
    (found,) = plan(app, hooks)
    assert names(found) == ["app:echo", "app:python", "extra", *INTERNAL_NAMES, "*"]
    with pytest.raises(ConfigurationError, match="app:python needs a Python implementation"):
        plan(app)
    wrong = Hooks(implementations={"app:python": echo, "app:ecko": echo}, origin="hooks.py")
    with pytest.raises(ConfigurationError, match="did you mean 'app:echo'"):
        plan(app, wrong)


def test_check_prints_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    app = application(worker(activities=(lua_activity("app:echo", echo),)))
    assert main(app, ["--check"]) == 0
    assert "app:worker: queue q at " in capsys.readouterr().out


def test_wrong_configuration_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(application(worker()), ["--check", "--only", "nobody"]) == 2
    error = capsys.readouterr().err
    assert error == "demo-worker: no worker 'nobody'; known workers: app:worker\n"
    monkeypatch.setenv("WIPPY_LOG_FORMAT", "xml")
    assert main(application(worker()), ["--check"]) == 2
    assert "WIPPY_LOG_FORMAT must be text or json" in capsys.readouterr().err
