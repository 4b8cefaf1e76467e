"""Histories recorded with older Lua replay on newer Lua that asks for versions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory

from tests.compiled.application import (
    HEAD,
    Compiled,
    Running,
    act_on,
    activity_entry,
    compile_files,
    workflow_entry,
)

ACTIVITY = "return function(name) return name end"

UNVERSIONED = """
return function()
  local seen = { (funcs.call("app:step", "old")) }
  time.sleep("1ms")
  return seen
end
"""


def versioned(minimum: int, maximum: int) -> str:
    """A workflow that does another step from version 1 on, and a further one from version 2 on."""
    return f"""
return function()
  local version = workflow.version("step-order", {minimum}, {maximum})
  local seen = {{}}
  if version >= 2 then table.insert(seen, (funcs.call("app:step", "newest"))) end
  if version >= 1 then
    table.insert(seen, (funcs.call("app:step", "new")))
  else
    table.insert(seen, (funcs.call("app:step", "old")))
  end
  time.sleep("1ms")
  if workflow.version("step-order", {minimum}, {maximum}) ~= version then error("changed") end
  return seen
end
"""


def compiled(folder: Path, source: str) -> Compiled:
    files = {
        "_index.yaml": HEAD + workflow_entry("flow") + activity_entry("step"),
        "flow.lua": source,
        "step.lua": ACTIVITY,
    }
    return compile_files(folder, files)


async def record(app: Running) -> tuple[Any, WorkflowHistory]:
    handle = await app.start("flow")
    return await app.result(handle), await handle.fetch_history()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(UNVERSIONED, versioned(-1, 1), ["old"], id="change introduced"),
        pytest.param(versioned(-1, 1), versioned(-1, 2), ["new"], id="change extended"),
        pytest.param(versioned(1, 2), versioned(2, 2), ["newest", "new"], id="older code dropped"),
    ],
)
def test_history_of_older_code_replays(
    before: str,
    after: str,
    expected: Any,
    tmp_path: Path,
    temporal_env: Any,
    on_loop: Callable[..., Any],
) -> None:
    older = compiled(tmp_path / "older", before)
    result, history = on_loop(act_on(older, temporal_env, record))
    assert result == expected
    newer = compiled(tmp_path / "newer", after)
    on_loop(newer.replay(history))


def test_history_of_dropped_version_does_not_replay(
    tmp_path: Path, temporal_env: Any, on_loop: Callable[..., Any]
) -> None:
    _, history = on_loop(
        act_on(compiled(tmp_path / "older", versioned(-1, 1)), temporal_env, record)
    )
    newer = compiled(tmp_path / "newer", versioned(2, 3))
    with pytest.raises(RuntimeError, match="has version -1, supported are 2 to 3"):
        on_loop(newer.replay(history))
