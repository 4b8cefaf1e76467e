"""Entries and modules that only Python can implement: found, reported, asked for by the worker."""

from __future__ import annotations

from pathlib import Path

from wippyc.diagnostics.model import Diagnostic
from wippyc.package.assemble import assemble
from wippyc.pipeline import compile_project
from wippyc.pipeline_model import CompileOptions, CompileResult

ENTRIES = """\
version: "1.0"
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: work
    activities: ${env:RUN_ACTIVITIES|true}
    worker_options:
      worker_stop_timeout: ${env:STOP_TIMEOUT}
    lifecycle: {auto_start: true}
  - name: users
    kind: function.lua
    source: file://users.lua
    method: main
    modules: [sql, json]
    meta: {temporal: {activity: {worker: app:worker}}}
  - name: image
    kind: function.wasm
    meta: {temporal: {activity: {worker: worker, local: true}}}
  - name: helper
    kind: function.wasm
"""
USERS = """\
local sql = require("sql")
local function main(id)
    local database = sql.get("app:db")
    return database:query("select * from users where id = ?", { id })
end
return { main = main }
"""


def compiled(folder: Path) -> CompileResult:
    (folder / "_index.yaml").write_text(ENTRIES, encoding="utf-8")
    (folder / "users.lua").write_text(USERS, encoding="utf-8")
    return compile_project(folder, CompileOptions(package="shop"))


def found(result: CompileResult, code: str) -> list[Diagnostic]:
    return [each for each in result.diagnostics if each.rule.code == code]


def test_an_unsupported_module_is_named_with_the_way_out(tmp_path: Path) -> None:
    (finding,) = found(compiled(tmp_path), "E050")
    assert finding.message == "the module `sql` is not supported in compiled workers"
    assert finding.span is not None
    assert finding.span.text == "sql"
    assert "implementations = {'app:users': function}" in finding.hint


def test_an_activity_without_lua_is_named_with_the_way_out(tmp_path: Path) -> None:
    (finding,) = found(compiled(tmp_path), "E051")
    assert finding.message == "app:image is a function.wasm, which cannot be compiled"
    assert "implementations = {'app:image': function}" in finding.hint


def test_the_worker_asks_for_the_implementation_and_calls_find_the_queue(tmp_path: Path) -> None:
    result = compiled(tmp_path)
    assert not result.has_errors
    texts = {str(path): text for path, text in assemble(result, CompileOptions(package="shop"))}
    assert 'implementations=("app:image",)' in texts["src/shop/worker.py"]
    registered = '"app:image": FunctionEntry(worker="app:worker", is_local=True)'
    assert registered in texts["src/shop/__init__.py"]


def test_placeholders_of_other_types_than_text_are_passed_on(tmp_path: Path) -> None:
    tree = assemble(compiled(tmp_path), CompileOptions(package="shop"))
    text = next(text for path, text in tree if str(path) == "src/shop/worker.py")
    assert '"activities": "${env:RUN_ACTIVITIES|true}"' in text
    assert '"worker_options.worker_stop_timeout": "${env:STOP_TIMEOUT}"' in text
