"""Recorded histories under `golden/histories/`: which there are, and how they are recorded.

`python -m tests.compiled.recordings [NAME…]` records anew. A recorded history stays as it is as
long as it can: it stands for the executions that are under way while a newer build is deployed.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from temporalio.testing import WorkflowEnvironment

from tests.compiled.application import Compiled, Running, compile_folder, running
from tests.compiled.examples import EXAMPLES, NAMES, REPOSITORY
from tests.compiled.forms import Form, compile_forms, scenarios_of

HISTORIES = REPOSITORY / "golden" / "histories"
FORMS = ("documented_processes", "documented_concurrency")
RECORDED = (*NAMES, *FORMS)

# Fields that name the machine of the recording, and nothing a replay looks at.
_MACHINE_FIELDS = frozenset({"identity", "binaryChecksum", "stackTrace"})
_MAXIMUM_EVENTS = 150


def compile_recorded(name: str, folder: Path) -> Compiled:
    """Compile the application of some recorded histories."""
    if name in FORMS:
        return compile_forms(folder, _forms(name))
    return compile_folder(EXAMPLES / name, folder)


def files_of(name: str) -> list[Path]:
    """Return the recorded histories of an application."""
    return sorted((HISTORIES / name).glob("*.json"))


def _forms(name: str) -> list[Form]:
    forms: list[Form] = importlib.import_module(f"tests.compiled.test_{name}").FORMS
    return forms


def _scenarios(name: str) -> Mapping[str, Callable[[Running], Awaitable[Any]]]:
    if name in FORMS:
        return scenarios_of(_forms(name))
    scenarios: Mapping[str, Callable[[Running], Awaitable[Any]]]
    scenarios = importlib.import_module(f"tests.compiled.test_example_{name}").SCENARIOS
    return scenarios


async def record(name: str, environment: WorkflowEnvironment) -> int:
    """Run the scenarios of an application and write every execution's history.

    Returns:
        Number of histories.
    """
    target = HISTORIES / name
    target.mkdir(parents=True, exist_ok=True)
    for old in files_of(name):
        old.unlink()
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        compiled = compile_recorded(name, Path(folder))
        async with running(compiled, environment) as app:
            for scenario, run in _scenarios(name).items():
                known = await _executions(app)
                await run(app)
                slug = re.sub("[^a-z0-9]+", "-", scenario.lower()).strip("-")
                found = sorted(await _executions(app) - known)
                for number, (_, workflow_id, run_id) in enumerate(found, start=1):
                    handle = app.client.get_workflow_handle(workflow_id, run_id=run_id)
                    history = json.loads((await handle.fetch_history()).to_json())
                    if len(history["events"]) > _MAXIMUM_EVENTS:
                        continue
                    text = json.dumps(_scrubbed(history), indent=1, ensure_ascii=False)
                    (target / f"{slug}-{number}.json").write_text(text + "\n", encoding="utf-8")
                    count += 1
    return count


async def _executions(app: Running) -> set[tuple[str, str, str]]:
    # Visibility is eventually consistent: ask until two answers are the same.
    previous: set[tuple[str, str, str]] | None = None
    while True:
        query = f'TaskQueue = "{app.compiled.queue}"'
        found = {
            (execution.start_time.isoformat(), execution.id, execution.run_id)
            async for execution in app.client.list_workflows(query)
        }
        if found == previous:
            return found
        previous = found
        await asyncio.sleep(0.1)


def _scrubbed(value: Any) -> Any:
    match value:
        case dict():
            return {
                key: _scrubbed(item) for key, item in value.items() if key not in _MACHINE_FIELDS
            }
        case list():
            return [_scrubbed(item) for item in value]
        case _:
            return value


async def main(names: tuple[str, ...]) -> None:
    """Record on a server of its own."""
    binary = Path.home() / ".cache" / "wippyc" / "bin" / "temporal"
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(binary) if binary.exists() else None,
        dev_server_log_level="error",
    ) as environment:
        for name in names or RECORDED:
            print(name, await record(name, environment))


if __name__ == "__main__":
    asyncio.run(main(tuple(sys.argv[1:])))
