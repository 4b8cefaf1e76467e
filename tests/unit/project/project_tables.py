"""Broken applications, one finding each; `§` stands before the place that must be reported."""

from __future__ import annotations

from dataclasses import dataclass

WORKER = """\
  - name: worker
    kind: temporal.worker
    task_queue: orders
"""
HEAD = "namespace: app\nentries:\n"


@dataclass(frozen=True)
class Broken:
    code: str
    files: dict[str, str]
    message: str = ""
    hint: str = ""


def one(code: str, body: str, message: str = "", hint: str = "", **files: str) -> Broken:
    """An application whose `_index.yaml` has these entries below a worker-free head."""
    return Broken(code, {"_index.yaml": HEAD + body, **_named(files)}, message, hint)


def whole(code: str, text: str, message: str = "", hint: str = "", **files: str) -> Broken:
    """An application whose `_index.yaml` is exactly this text."""
    return Broken(code, {"_index.yaml": text, **_named(files)}, message, hint)


def _named(files: dict[str, str]) -> dict[str, str]:
    return {name.replace("__", "."): text for name, text in files.items()}


def client(code: str, fields: str, message: str = "", hint: str = "") -> Broken:
    lines = "".join(f"    {line}\n" for line in fields.strip("\n").split("\n"))
    return one(code, "  - name: cloud\n    kind: temporal.client\n" + lines, message, hint)


def worker(code: str, fields: str, message: str = "", hint: str = "") -> Broken:
    lines = "".join(f"    {line}\n" for line in fields.strip("\n").split("\n"))
    return one(code, "  - name: worker\n    kind: temporal.worker\n" + lines, message, hint)


def lua(code: str, fields: str, message: str = "", hint: str = "", **files: str) -> Broken:
    """A worker and one `function.lua` entry `fn` with these further fields."""
    lines = "".join(f"    {line}\n" for line in fields.strip("\n").split("\n"))
    return one(
        code, WORKER + "  - name: fn\n    kind: function.lua\n" + lines, message, hint, **files
    )


def library(name: str, imports: str = "", value: str = "{}") -> str:
    extra = f"    imports: {imports}\n" if imports else ""
    return f"  - name: {name}\n    kind: library.lua\n    source: return {value}\n{extra}"


ENV = "  - name: v\n    kind: env.variable\n    variable: V\n"
FN = "method: run\nsource: return {}\n"
WORKFLOW = "    kind: workflow.lua\n    source: return 1\n"
TWO_CLIENTS = (
    "  - {name: a, kind: temporal.client, address: 'h:1'}\n"
    "  - {name: b, kind: temporal.client, address: 'h:2'}\n"
)

TEXT_ROWS = [
    whole("E002", "namespace: app\nentries: [\n§", "failed to unmarshal content: "),
    whole("E002", "namespace: app\nentries:\n§\t- name: x\n", "a tab cannot indent YAML"),
    whole("E002", "namespace: app\nname: a§: b\n", "mapping values are not allowed"),
    whole("E002", "namespace: app\nname: x\nkind: §*nope\n", "alias '*nope' refers to no anchor"),
    whole("E002", "namespace: app\nname: x\nkind: y\nbell: a§\x07b\n", "control characters"),
    whole("E002", "namespace: app\nname: x\nkind: registry.entry\n<<: §5\n", "map merge requires"),
    whole(
        "E003",
        "namespace: app\nname: x\nkind: registry.entry\n§name: y\n",
        "mapping key 'name' already defined at line 2",
    ),
    whole("E004", "namespace: app\nname: x\nkind: " + "[" * 99 + "§[" + "]" * 100 + "\n"),
    whole(
        "E005", "namespace: app\nname: x\nkind: registry.entry\nd: &a [§*a]\n", "contains itself"
    ),
    whole(
        "E005",
        "namespace: app\nname: x\nkind: registry.entry\n"
        + "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
        + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 5))
        + "a5: &a5 [*a4,*a4,*a4,*a4,*a4,*a4,*a4,*a4,*a4,§*a4]\n",
        "expands to more than",
    ),
    whole("E009", "namespace: app\nname: x\nkind: registry.entry\n§---\nname: z\n"),
    whole("E010", "namespace: app\nname: x\nkind: registry.entry\n? §[a, b]\n: c\n"),
    whole("E011", "namespace: app\nname: x\nkind: registry.entry\nv: §!secret abc\n", "'!secret'"),
    Broken("E002", {"a.json": '{"namespace": "app",\n "name": "x" §"kind": "y"}'}, "expected ','"),
    Broken(
        "E003",
        {"a.json": '{"namespace": "app", "name": "x", "kind": "registry.entry",\n§"name": "y"}'},
    ),
    Broken("E002", {"a.json": '{"namespace": "app"} §x'}, "unexpected text"),
]

ENTRY_ROWS = [
    whole("E008", "namespace: §[app]\nname: x\nkind: y\n", "namespace must be a text, got a list"),
    whole("E008", "namespace: app\nentries: §{a: b}\n", "entries must be a list"),
    whole("E008", "namespace: app\nentries:\n  - §just text\n", "entry[0] must be a mapping"),
    whole("E008", "namespace: app\nmeta: §[1]\nname: x\nkind: registry.entry\n", "meta must be"),
    whole(
        "E012",
        "§namspace: app\nentries:\n  - name: x\n    kind: registry.entry\n",
        "no namespace",
        "rename 'namspace' to 'namespace'",
        other__yaml="namespace: o\nname: x\nkind: registry.entry\n",
    ),
    whole("E013", "namespace: §a:b\nname: x\nkind: registry.entry\n", "'a:b'"),
    whole(
        "E014",
        "namespace: app\n§entires:\n  - name: x\n",
        "either entries array or single entry (name/kind) must be provided",
        "rename 'entires' to 'entries'",
    ),
    one(
        "E015",
        "  - §kind: registry.entry\n",
        "entry[0].name: name is required and must be a non-empty string",
    ),
    one(
        "E015",
        "  - name: §12\n    kind: registry.entry\n",
        "entry[0].name",
        "put the value in quotes",
    ),
    one("E015", '  - name: §"a\\nb"\n    kind: registry.entry\n', "entry[0].name"),
    whole("E015", "namespace: app\n§kind: registry.entry\n", "missing name"),
    one(
        "E016",
        "  - name: x\n    §knd: registry.entry\n",
        "entry[0].kind: kind is required and must be a non-empty string",
        "rename 'knd' to 'kind'",
    ),
    whole("E016", "namespace: app\n§name: x\n", "missing kind"),
    one(
        "E017",
        "  - name: x\n    kind: registry.entry\n  - name: §x\n    kind: registry.entry\n",
        "entry 'app:x' is defined twice",
    ),
    one("E018", "  - name: x\n    kind: §functon.lua\n", "unknown kind", "write 'function.lua'"),
    one("E018", "  - name: x\n    kind: §acme.widget\n", "unknown kind 'acme.widget'"),
    one("E019", "  - name: x\n    kind: §function.lua.bc\n", "is bytecode"),
    one("E020", "  - name: §x\n    kind: ns.dependency\n    component: wippy/llm\n", "'wippy/llm'"),
    lua("E022", FN + "§modulse: [json]", "unknown key 'modulse'", "rename it to 'modules'"),
    lua("E023", "source: §''\nmethod: run", "source is required"),
    one("E023", "  - name: §wf\n    kind: library.lua\n", "source is required"),
    one("E024", WORKER + "  - name: §fn\n    kind: function.lua\n    source: return {}\n"),
    lua(
        "E026",
        "method: run\nsource: §file://fn.lua",
        "file not found",
        "did you mean 'fun.lua'?",
        fun__lua="",
    ),
    lua("E026", "method: run\nsource: §file://", "names no file"),
    one(
        "E026",
        "  - name: x\n    kind: registry.entry\n    deep: [{a: §file://gone.txt}]\n",
        "file not found",
    ),
    lua("E027", "method: run\nsource: §file://../fn.lua", "path traversal"),
    lua("E027", "method: run\nsource: §file:///../../etc/passwd", "path traversal"),
    lua("E008", "method: §7\nsource: return {}", "method must be a text, got a number"),
    lua("E008", "method: run\nsource: §[a]", "source must be a text, got a list"),
    lua("E029", FN + "modules: [json, §'']", "module cannot be empty"),
    lua("E029", FN + "modules: [§app:money]", "module cannot have a namespace"),
    lua("E008", FN + "modules: §json", "modules must be a list, got a text"),
    lua("E030", FN + "imports: {m: §'app:'}", "import m:name cannot be empty"),
    lua("E030", FN + "imports: {'': §app:money}", "import alias cannot be empty"),
    lua("E008", FN + "imports: §[app:money]", "imports must be a mapping"),
    one(
        "E031",
        WORKER
        + library("money")
        + "  - name: fn\n    kind: function.lua\n    method: run\n    source: return {}\n"
        + "    imports: {money: §app:mony}\n",
        "entry 'app:mony' not found",
        "write 'app:money'",
    ),
    one(
        "E031",
        library("money")
        + "  - name: fn\n    kind: function.lua\n    method: run\n    source: return {}\n"
        + "    imports: {money: §money}\n",
        "without a namespace",
        "write 'app:money'",
    ),
    one("E032", ENV + library("a", "{v: §'app:v'}"), "'app:v' is a env.variable"),
    one(
        "E033",
        library("a", "{b: 'app:b'}") + library("b", "{a: §'app:a'}"),
        "adding dependency would create a cycle: app:a -> app:b -> app:a",
    ),
    one("E033", library("a", "{me: §'app:a'}"), "cycle: app:a -> app:a"),
    one(
        "E034",
        library("x", "{util: §'app:u2'}")
        + library("u1")
        + library("u2")
        + "  - name: fn\n    kind: function.lua\n    method: run\n    source: return {}\n"
        + "    imports: {util: 'app:u1', x: 'app:x'}\n",
        "alias 'util' collision",
    ),
    lua("E035", FN + "pool: {type: §huge}", "invalid pool type: huge"),
    lua("E035", FN + "pool: {size: §-1}", "pool.size must be greater than 0"),
    lua("E036", FN + "meta: {temporal: {§activity: {}}}", "meta.temporal.activity names no worker"),
    one(
        "E037",
        WORKER
        + "  - name: wf\n"
        + WORKFLOW
        + "    meta: {temporal: {workflow: {worker: §workr}}}\n",
        "worker app:workr not found",
        "write 'app:worker'",
    ),
    one(
        "E038",
        ENV
        + "  - name: wf\n"
        + WORKFLOW
        + "    meta: {temporal: {workflow: {worker: §'app:v'}}}\n",
        "not a temporal.worker",
    ),
    one(
        "E039",
        WORKER
        + "  - name: a\n"
        + WORKFLOW
        + "    meta: {temporal: {workflow: {worker: worker, name: Order}}}\n"
        + "  - name: b\n"
        + WORKFLOW
        + "    meta: {temporal: {workflow: {worker: worker, name: §Order}}}\n",
        "workflow Order already registered",
    ),
    one("E040", "  - name: §wf\n" + WORKFLOW, "registered with no worker"),
    lua(
        "E041",
        FN + "meta: {temporal: {§workflow: {worker: worker}}}",
        "has no effect on a function.lua",
    ),
    one(
        "E042",
        "  - name: api\n    kind: http.endpoint\n    func: §chrge\n    path: /x\n",
        "func 'app:chrge' names no entry",
    ),
    one(
        "E043",
        "  - name: r\n    kind: ns.requirement\n    default: app:x\n    targets:\n"
        "      - §{entry: app:gone, path: .meta.router}\n",
        "target 'app:gone' is no entry",
    ),
    one(
        "E043",
        ENV
        + "  - name: r\n    kind: ns.requirement\n    default: 1\n    targets:\n"
        + "      - {entry: v, path: §variable.inner}\n",
        "leads nowhere in 'app:v'",
    ),
    one(
        "E044",
        ENV + "  - name: §r\n    kind: ns.requirement\n    targets: [{entry: v, path: .default}]\n",
    ),
    Broken(
        "E045",
        {
            "_index.yaml": HEAD + ENV,
            ".wippy.yaml": 'version: "1.0"\noverride:\n  §app:w:default: 5\n',
        },
        "override 'app:w:default' names no field",
    ),
    Broken(
        "E046",
        {"_index.yaml": HEAD + ENV, "wippy.lock": "directories:\n  src: §./nope\n"},
        "source folder './nope' does not exist",
    ),
    Broken("E027", {"_index.yaml": HEAD + ENV, "wippy.lock": "directories: {src: §../other}\n"}),
    Broken(
        "E047",
        {"_index.yaml": HEAD + ENV, ".wippy.yaml": 'version: §"2.0"\n'},
        "unsupported version: 2.0",
    ),
    Broken(
        "C016",
        {"_index.yaml": HEAD + ENV, ".wippy.yaml": "temporal: {§adress: 'h:1'}\n"},
        "unknown key 'temporal.adress'",
        "rename it to 'address'",
    ),
    Broken("E008", {"_index.yaml": HEAD + ENV, ".wippy.yaml": "temporal: {address: §1}\n"}),
    one("E049", "  - name: §s\n    kind: env.storage.file\n", "file_path is required"),
    one("E049", "  - {name: s, kind: env.storage.router, storages: §''}\n", "storages is required"),
    one(
        "E048",
        "  - name: v\n    kind: env.variable\n    variable: §MY-VAR\n",
        "'MY-VAR' is not usable",
    ),
]

CONFIGURATION_ROWS = [
    one(
        "C001",
        "  - name: §cloud\n    kind: temporal.client\n",
        "invalid client config: address is required",
    ),
    client("C001", "address: §''", "address is required"),
    client("C002", "address: h:1\nauth: {type: §api_key}", "API key source is required"),
    client(
        "C003",
        "address: h:1\nauth: {type: api_key, api_key_env: A, §api_key_file: /f}",
        "multiple API key sources specified",
    ),
    client(
        "C004", "address: h:1\nauth: {type: §mtls, key_file: k}", "mTLS certificate is required"
    ),
    client("C005", "address: h:1\nauth: {type: §mtls, cert_file: c}", "mTLS key is required"),
    client(
        "C006",
        "address: h:1\nauth: {type: mtls, key_file: k, cert_file: c, §cert_pem: p}",
        "multiple mTLS certificate sources specified",
    ),
    client(
        "C007",
        "address: h:1\nauth: {type: mtls, cert_file: c, key_file: k, §key_pem_env: P}",
        "multiple mTLS key sources specified",
    ),
    client(
        "C008",
        "address: h:1\ntls: {insecure_skip_verify: §true, server_name: h}",
        "cannot use insecure skip verify with server name",
    ),
    client("C009", "address: h:1\ntls: {insecure_skip_verify: §true}", "insecure_skip_verify"),
    client("C010", "address: h:1\nconnection_timeout: §-1s", "connection timeout must be >= 0"),
    client("C010", "address: h:1\nkeep_alive_time: §-1s", "keep alive time must be >= 0"),
    client("C010", "address: h:1\nkeep_alive_timeout: §-1s", "keep alive timeout must be >= 0"),
    client(
        "C011",
        "address: h:1\nhealth_check: {enabled: true, interval: §0s}",
        "health check interval must be > 0 when enabled",
    ),
    client("C012", "address: h:1\nauth: {type: §oauth}", "invalid auth type: oauth"),
    client(
        "C013",
        "address: h:1\nconnection_timeout: §1d",
        'invalid connection_timeout: time: unknown unit "d" in duration "1d"',
    ),
    client(
        "C013", "address: h:1\nconnection_timeout: §10", "must be a duration string, got a number"
    ),
    client("C014", "address: §${env:}", "names no variable"),
    client("C014", "address: §'${HOST}'", "needs a default in its short form"),
    client("C014", "address: §'${env:HOST'", "is not closed"),
    client(
        "C015", "address: h:1\nauth: {type: api_key, api_key: §hunter2}", "auth.api_key is written"
    ),
    client(
        "C016", "address: h:1\n§namspace: x", "unknown key 'namspace'", "rename it to 'namespace'"
    ),
    client("C016", "address: h:1\ntls: {§enable: true}", "unknown key 'tls.enable'"),
    client("C017", "address: h:1\nhealth_check: {enabled: §true}", "health_check"),
    client("E008", "address: §5", "address must be a text, got a number"),
    client(
        "E008",
        "address: h:1\ntls: {enabled: §yes}",
        "tls.enabled must be a boolean",
        "write `true`",
    ),
    client("E008", "address: h:1\ntls: §true", "tls must be a mapping"),
    one("C018", "  - name: §worker\n    kind: temporal.worker\n", "task queue is required"),
    worker("C018", "task_queue: §''", "invalid worker config: task queue is required"),
    one(
        "C019",
        "  - {name: cloud, kind: temporal.client, address: 'h:1'}\n"
        "  - {name: w, kind: temporal.worker, task_queue: q, client: §clod}\n",
        "client app:clod not found",
        "write 'app:cloud'",
    ),
    one(
        "C020",
        ENV + "  - {name: w, kind: temporal.worker, task_queue: q, client: §v}\n",
        "not a temporal.client",
    ),
    one("C021", TWO_CLIENTS + "  - {name: §w, kind: temporal.worker, task_queue: q}\n"),
    worker(
        "C022",
        "task_queue: q\nworker_options: {max_concurrent_workflow_task_pollers: §1}",
        "max concurrent workflow task pollers cannot be 1",
    ),
    worker(
        "C023",
        "task_queue: q\nworker_options: {worker_activities_per_second: §-1}",
        "worker activities per second cannot be negative",
    ),
    worker(
        "C023",
        "task_queue: q\nworker_options: {worker_local_activities_per_second: §-0.5}",
        "worker local activities per second cannot be negative",
    ),
    worker(
        "C023",
        "task_queue: q\nworker_options: {task_queue_activities_per_second: §-1}",
        "task queue activities per second cannot be negative",
    ),
    worker(
        "C024",
        "task_queue: q\nworker_options: {disable_workflow_worker: true, "
        "local_activity_worker_only: §true}",
        "cannot disable workflow worker and use local activity worker only simultaneously",
    ),
    worker(
        "C025",
        "task_queue: q\nworker_options: {§use_versioning: true, deployment_name: d}",
        "use_versioning needs build_id",
    ),
    worker(
        "C026",
        "task_queue: q\nworker_options: {use_versioning: true, deployment_name: d, build_id: b, "
        "default_versioning_behavior: §sticky}",
        "invalid default versioning behavior: sticky",
    ),
    worker("C027", "task_queue: q\nworkflows: false\nactivities: §false", "runs neither"),
    one(
        "C028",
        WORKER
        + "    workflows: false\n  - name: wf\n"
        + WORKFLOW
        + "    meta: {temporal: {workflow: {worker: §worker}}}\n",
        "worker 'app:worker' runs no workflows",
    ),
    one(
        "C029",
        WORKER + "  - name: §second\n    kind: temporal.worker\n    task_queue: orders\n",
        "both run workflows of queue 'orders'",
    ),
    *(
        worker(
            "C017", f"task_queue: q\nworker_options: {{§{key}: {value}}}", f"worker_options.{key}"
        )
        for key, value in {
            "deadlock_detection_timeout": "5s",
            "enable_session_worker": "true",
            "max_concurrent_session_execution_size": "5",
            "max_concurrent_eager_activity_execution_size": "5",
            "worker_local_activities_per_second": "5",
            "enable_logging_in_replay": "true",
            "build_id": "b",
        }.items()
    ),
    worker(
        "C016",
        "task_queue: q\nworker_options: {§max_concurrent_activity_pollers: 1}",
        "unknown key 'worker_options.max_concurrent_activity_pollers'",
    ),
    worker("E008", "task_queue: q\nworker_options: {identity: §5}", "identity must be a text"),
    worker(
        "E008",
        "task_queue: q\nworker_options: {max_concurrent_activity_execution_size: §1.5}",
        "must be an integer",
    ),
    worker("C010", "task_queue: q\nworker_options: {worker_stop_timeout: §-1s}", "must be >= 0"),
    worker("C013", "task_queue: q\nlifecycle: {stop_timeout: §soon}", "time: invalid duration"),
    worker(
        "C016", "task_queue: q\nlifecycle: {§auto_strat: true}", "", "rename it to 'auto_start'"
    ),
    worker("E008", "task_queue: q\nworkflows: §'yes'", "workflows must be a boolean"),
]

ROWS = [*TEXT_ROWS, *ENTRY_ROWS, *CONFIGURATION_ROWS]
