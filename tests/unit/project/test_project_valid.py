"""Applications that load, and what becomes of what they say."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from wippyc.diagnostics.model import Sink
from wippyc.diagnostics.places import EmbeddedSource, shown
from wippyc.project.load import load_project
from wippyc.project.model import (
    ClientEntry,
    ConnectionDefaults,
    EntryId,
    EnvValue,
    LuaEntry,
    OtherEntry,
    Project,
    WorkerEntry,
)
from wippyc.source import Span

CURRENT = """\
version: "1.0"
namespace: app

meta:
  team: orders
  tier: file

entries:
  - name: temporal
    kind: temporal.client
    address: ${env:TEMPORAL_HOST|localhost:7233}
    namespace: shop
    tq_prefix: prod-
    connection_timeout: 1m30s
    keep_alive_time: 15s
    auth:
      type: api_key
      api_key: ${env:TEMPORAL_KEY}
    tls:
      enabled: ${env:TLS|true}
      server_name: temporal.example.com
    lifecycle:
      auto_start: true

  - name: worker
    kind: temporal.worker
    client: temporal
    task_queue: orders
    worker_options:
      identity: ${env:HOSTNAME|worker}
      max_concurrent_activity_execution_size: 50
      max_concurrent_workflow_task_execution_size: 0
      max_concurrent_workflow_task_pollers: ${env:POLLERS|4}
      worker_activities_per_second: 12.5
      sticky_schedule_to_start_timeout: 7s
      disable_eager_activities: true
      use_versioning: true
      deployment_name: orders
      build_id_env: BUILD
      default_versioning_behavior: auto_upgrade
    lifecycle:
      auto_start: true
      stop_timeout: 20s
      requires: [temporal]
      restart: {initial_delay: 1s, max_attempts: 3}

  - name: order_workflow
    kind: workflow.lua
    source: file://order_workflow.lua
    modules: [funcs, time]
    imports:
      money: app.lib:money
    meta:
      tier: entry
      temporal:
        workflow:
          worker: worker
          name: Order

  - name: charge
    kind: function.lua
    source: file:///lib/charge.lua
    method: charge
    modules: [http_client]
    pool: {type: static, workers: 4}
    meta:
      options:
        activity.start_to_close_timeout: 30s
      temporal:
        activity:
          worker: app:worker
          local: true

  - name: mailer
    kind: process.lua
    source: |
      local function main()
        return 1
      end
      return main
    meta:
      default_host: app:processes
      temporal: {activity: {worker: app:worker}}

  - name: processes
    kind: process.host
    host: {workers: 4}
  - name: secret
    kind: env.variable
    variable: TEMPORAL_KEY
  - name: api
    kind: http.endpoint
    meta: {router: "app:router"}
    method: POST
    path: /orders
    func: charge
  - name: router
    kind: http.router
    prefix: /
  - name: about
    kind: registry.entry
    data: {text: file://about.txt, items: [1, 2.5, true, null]}
  - name: service
    kind: process.service
    process: mailer
    host: processes
"""

LIBRARY = """\
namespace: app.lib
name: money
kind: library.lua
source: file://money.lua
modules: [json]
"""

OLDER = """\
version: "1.0"
namespace: app

entries:
  - name: worker
    kind: temporal.worker
    task_queue: orders
    workflows: true
    activities: true
    lifecycle:
      auto_start: true

  - name: order_workflow
    kind: workflow.lua
    source: file://order_workflow.lua
    method: main
    modules:
      - funcs
      - time
    meta:
      temporal:
        workflow:
          worker: app:worker
"""


def load(root: Path, files: dict[str, str]) -> Project:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sink = Sink()
    project = load_project(root, sink)
    assert [finding.message for finding in sink] == []
    assert project is not None
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return load(
        tmp_path / "shop",
        {
            "src/_index.yaml": CURRENT,
            "src/lib/_index.yml": LIBRARY,
            "src/order_workflow.lua": "return function() end\n",
            "src/lib/charge.lua": "return {}\n",
            "src/lib/money.lua": "return {}\n",
            "src/about.txt": "Grüße\n",
            "src/node_modules/x/_index.yaml": "namespace: [\n",
            "src/.cache/_index.yaml": "namespace: [\n",
            "src/data.json": '{"rows": [1, 2]}',
            "src/chart.yaml": "{{ if .Values.x }}\n",
            "wippy.lock": "directories:\n  modules: .wippy\n  src: ./src\n",
            ".wippy.yaml": 'version: "1.0"\noverride:\n  app:router:prefix: /v2\nlogger: {}\n',
        },
    )


def lua(project: Project, name: str) -> LuaEntry:
    entry = project.entries[name]
    assert isinstance(entry, LuaEntry)
    return entry


def test_entries_in_order_of_files_and_lines(project: Project) -> None:
    assert project.name == "shop"
    assert list(project.entries) == [
        "app:temporal",
        "app:worker",
        "app:order_workflow",
        "app:charge",
        "app:mailer",
        "app:processes",
        "app:secret",
        "app:api",
        "app:router",
        "app:about",
        "app.lib:money",
    ]
    assert [str(entry.id) for entry in project.skipped] == ["app:service"]


def test_client(project: Project) -> None:
    client = project.entries["app:temporal"]
    assert isinstance(client, ClientEntry)
    assert client.address == EnvValue("${env:TEMPORAL_HOST|localhost:7233}", None)
    assert client.namespace == EnvValue("shop", "shop")
    assert client.queue_prefix == "prod-"
    assert client.auth_type == "api_key"
    assert client.api_key == EnvValue("${env:TEMPORAL_KEY}", None)
    assert client.tls_enabled is True
    assert client.late == {"tls.enabled": EnvValue("${env:TLS|true}", None)}
    assert client.tls_server_name == "temporal.example.com"
    assert client.connection_timeout == 90.0
    assert client.keep_alive_time == 15.0
    assert client.keep_alive_timeout is None


def test_worker(project: Project) -> None:
    worker = project.entries["app:worker"]
    assert isinstance(worker, WorkerEntry)
    assert worker.client == EntryId("app", "temporal")
    assert worker.task_queue == "orders"
    assert (worker.workflows, worker.activities, worker.auto_start) == (True, True, True)
    assert worker.stop_timeout == 20.0
    assert worker.options == {
        "identity": EnvValue("${env:HOSTNAME|worker}", None),
        "max_concurrent_activity_execution_size": 50,
        "max_concurrent_workflow_task_pollers": 4,
        "worker_activities_per_second": 12.5,
        "sticky_schedule_to_start_timeout": 7.0,
        "disable_eager_activities": True,
        "use_versioning": True,
        "deployment_name": "orders",
        "build_id_env": "BUILD",
        "default_versioning_behavior": "auto_upgrade",
    }
    late = "worker_options.max_concurrent_workflow_task_pollers"
    assert worker.late == {late: EnvValue("${env:POLLERS|4}", None)}


def test_workflow(project: Project) -> None:
    entry = lua(project, "app:order_workflow")
    assert entry.kind == "workflow.lua"
    assert entry.method == "main"
    assert entry.source.file.path == "src/order_workflow.lua"
    assert not entry.source.is_inline
    assert [use.name for use in entry.modules] == ["funcs", "time"]
    assert [(used.alias, str(used.target)) for used in entry.imports] == [
        ("money", "app.lib:money")
    ]
    assert entry.imports[0].span.text == "app.lib:money"
    assert entry.workflow is not None
    assert (entry.workflow.worker, entry.workflow.name) == (EntryId("app", "worker"), "Order")
    assert entry.meta is not None
    assert entry.meta.get("team") is not None
    tier = entry.meta.get("tier")
    assert tier is not None
    assert tier.plain() == "entry"


def test_function_as_activity(project: Project) -> None:
    entry = lua(project, "app:charge")
    assert entry.source.file.path == "src/lib/charge.lua"
    assert entry.activity is not None
    assert entry.activity.worker == EntryId("app", "worker")
    assert entry.activity.local
    assert entry.options == {"activity.start_to_close_timeout": "30s"}
    assert (entry.pool.type, entry.pool.workers) == ("static", 4)
    assert entry.method_span.text == "charge"


def test_inline_source_points_into_the_yaml_file(project: Project) -> None:
    entry = lua(project, "app:mailer")
    file = entry.source.file
    assert entry.source.is_inline
    assert isinstance(file, EmbeddedSource)
    assert file.text == "local function main()\n  return 1\nend\nreturn main\n"
    at = file.text.index("1")
    place = shown(Span(file, at, at + 1))
    assert place.text == "1"
    assert place.source.path == "src/_index.yaml"
    assert place.source.line_text(place.line) == "        return 1"
    assert (Span(file, at, at + 1).line, place.column) == (2, 16)
    assert entry.default_host == EntryId("app", "processes")


def test_data_entries_keep_their_fields_and_files(project: Project) -> None:
    about = project.entries["app:about"]
    assert isinstance(about, OtherEntry)
    assert {key: item.node.plain() for key, item in about.data.items()} == {
        "text": "Grüße\n",
        "items": [1, 2.5, True, None],
    }
    assert PurePosixPath("src/about.txt") in project.sources
    router = project.entries["app:router"]
    assert isinstance(router, OtherEntry)
    assert router.data["prefix"].node.plain() == "/v2"


def test_sources_are_those_read(project: Project) -> None:
    assert [str(path) for path in project.sources] == [
        ".wippy.yaml",
        "src/_index.yaml",
        "src/about.txt",
        "src/lib/_index.yml",
        "src/lib/charge.lua",
        "src/lib/money.lua",
        "src/order_workflow.lua",
        "wippy.lock",
    ]


def test_older_form(tmp_path: Path) -> None:
    project = load(
        tmp_path,
        {
            "_index.yaml": OLDER,
            "order_workflow.lua": "return { main = function() end }\n",
            ".wippy.yaml": "temporal:\n  address: localhost:7233\n  namespace: default\n",
        },
    )
    worker = project.entries["app:worker"]
    assert isinstance(worker, WorkerEntry)
    assert (worker.client, worker.workflows, worker.activities) == (None, True, True)
    assert project.connection == ConnectionDefaults(address="localhost:7233", namespace="default")
    assert lua(project, "app:order_workflow").workflow is not None


def test_worker_without_client_uses_the_only_one(tmp_path: Path) -> None:
    entries = (
        "  - {name: cloud, kind: temporal.client, address: 'h:1'}\n"
        "  - {name: w, kind: temporal.worker, task_queue: q, worker_options: "
        "{disable_workflow_worker: true}}\n"
    )
    project = load(tmp_path, {"_index.yaml": "namespace: app\nentries:\n" + entries})
    worker = project.entries["app:w"]
    assert isinstance(worker, WorkerEntry)
    assert worker.client == EntryId("app", "cloud")
    assert not worker.workflows


def test_secrets_in_clear_go_no_further(tmp_path: Path) -> None:
    (tmp_path / "_index.yaml").write_text(
        "namespace: app\nname: c\nkind: temporal.client\naddress: h:1\n"
        "auth: {type: mtls, cert_file: c.pem, key_pem: hunter2}\n"
    )
    project = load_project(tmp_path, Sink())
    assert project is not None
    client = project.entries["app:c"]
    assert isinstance(client, ClientEntry)
    assert client.key_pem == EnvValue("${env:TEMPORAL_TLS_CLIENT_KEY_DATA}", None)
    assert "hunter2" not in repr(client)


def test_data_key_replaces_other_fields(tmp_path: Path) -> None:
    entries = (
        "  - name: fn\n    kind: function.lua\n    method: ignored\n    data:\n"
        "      source: return {}\n      method: run\n      meta: {options: {network: x}}\n"
        "  - {name: list, kind: registry.entry, data: [1, 2]}\n"
    )
    project = load(tmp_path, {"_index.yaml": "namespace: app\nentries:\n" + entries})
    entry = lua(project, "app:fn")
    assert entry.method == "run"
    assert entry.options == {"network": "x"}
    listed = project.entries["app:list"]
    assert isinstance(listed, OtherEntry)
    assert listed.data["data"].node.plain() == [1, 2]
