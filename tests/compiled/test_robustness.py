"""Many signals, many workflows, and worker processes that are killed under way."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.common import RetryPolicy

from tests.compiled.application import (
    HEAD,
    Running,
    activity_entry,
    compile_files,
    workflow_entry,
)
from tests.compiled.examples import REPOSITORY
from wippy_runtime.temporal.converter import text_data_converter

COLLECTOR = """
return function()
  local numbers, seen, others = process.listen("number"), {}, 0
  local done = process.listen("done")
  coroutine.spawn(function()
    -- Something that runs meanwhile, so that the signals come with many workflow tasks.
    while true do
      time.sleep("20ms")
      others = others + (funcs.call("app:step", 1))
    end
  end)
  while true do
    local case = channel.select({ numbers:case_receive(), done:case_receive() })
    if case.channel == done then return { seen = seen, others = others > 0 } end
    table.insert(seen, case.value)
  end
end
"""

STEPS = """
local steps = funcs.new():with_options({
  ["activity.start_to_close_timeout"] = "3s",
  ["activity.retry_policy"] = { initial_interval = "50ms", backoff_coefficient = 1 },
})

return function(number)
  local factors, trail = process.listen("factor"), {}
  local results = channel.new(2)
  for step = 1, 2 do
    coroutine.spawn(function()
      local value, err = steps:call("app:step", number + step)
      if err then error(err) end
      results:send(value)
    end)
  end
  local total = results:receive() + results:receive()
  time.sleep("100ms")
  local factor = factors:receive()
  time.sleep("100ms")
  total = total * factor + (steps:call("app:step", number))
  return { number = number, total = total, id = workflow.info().workflow_id }
end
"""

STEP = """
local time = require("time")
return function(value)
  time.sleep("30ms")
  return value
end
"""

SIGNALS = 1000
WORKFLOWS = 200
KILLS = 3


def application() -> dict[str, str]:
    entries = workflow_entry("collector") + workflow_entry("steps") + activity_entry("step")
    head = HEAD.replace(
        "    task_queue: QUEUE\n",
        "    task_queue: QUEUE\n    worker_options: {sticky_schedule_to_start_timeout: 1s}\n",
    )
    return {
        "_index.yaml": head + entries,
        "collector.lua": COLLECTOR,
        "steps.lua": STEPS,
        "step.lua": STEP,
    }


def test_thousand_signals_arrive_in_order(on_server: Callable[..., Any]) -> None:
    async def act(app: Running) -> Any:
        handle = await app.start("collector")
        for number in range(SIGNALS):
            await handle.signal("number", number)
        await handle.signal("done")
        return await app.result(handle)

    assert on_server(application(), act) == {"seen": list(range(SIGNALS)), "others": True}


@pytest.fixture
def worker_process(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Start the generated package as a process of its own, as it is deployed."""

    def start(package: str, folder: Path, target: str) -> subprocess.Popen[bytes]:
        paths = [str(folder / "src"), str(REPOSITORY / "runtime_support")]
        variables = {"TEMPORAL_ADDRESS": target, "PYTHONPATH": os.pathsep.join(paths)}
        with (tmp_path / "worker.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", package],
                env=os.environ | variables,
                cwd=tmp_path,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    return start


def test_killed_workers_lose_nothing(
    tmp_path: Path,
    temporal_env: Any,
    on_loop: Callable[..., Any],
    worker_process: Callable[..., subprocess.Popen[bytes]],
) -> None:
    compiled = compile_files(tmp_path, application())
    target = temporal_env.client.service_client.config.target_host

    async def scenario() -> Any:
        client = await Client.connect(target, data_converter=text_data_converter)
        worker = worker_process(compiled.package, compiled.folder, target)
        killed = 0
        try:
            handles = await asyncio.gather(
                *(
                    client.start_workflow(
                        "app:steps",
                        number,
                        id=f"{compiled.queue}-{number}",
                        task_queue=compiled.queue,
                        task_timeout=timedelta(seconds=2),
                        retry_policy=RetryPolicy(maximum_attempts=1),
                    )
                    for number in range(WORKFLOWS)
                )
            )
            results = asyncio.gather(*(handle.result() for handle in handles))
            while killed < KILLS:
                await asyncio.sleep(2.0)
                worker.kill()
                worker.wait()
                killed += 1
                third = handles[killed - 1 :: KILLS]
                await asyncio.gather(*(handle.signal("factor", 2) for handle in third))
                assert not results.done()
                worker = worker_process(compiled.package, compiled.folder, target)
            found = await asyncio.wait_for(results, 60)
            for handle in handles:
                await compiled.replay(await handle.fetch_history())
            return found
        finally:
            worker.kill()
            worker.wait()

    assert on_loop(scenario()) == [
        {
            "number": number,
            "total": 2 * (2 * number + 3) + number,
            "id": f"{compiled.queue}-{number}",
        }
        for number in range(WORKFLOWS)
    ]
