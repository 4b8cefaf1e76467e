"""Tables of small Lua workflows: one application holds them all, its workers start once."""

from __future__ import annotations

import asyncio
import functools
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.compiled.application import (
    HEAD,
    Compiled,
    Running,
    activity_entry,
    compile_files,
    running,
    workflow_entry,
)

MODULES = "funcs, time, workflow, json, ctx, uuid, crypto, hash, base64, text, yaml, compress"

Scenario = Callable[[Running, str], Awaitable[Any]]

ACTIVITIES: Mapping[str, str] = {
    "echo": "return function(...) return { ... } end",
    "double": "return function(x) return x * 2 end",
    "context": 'local ctx = require("ctx")\nreturn function() return (ctx.all()) end',
    "slow": 'return function(d) time.sleep(d) return "slow" end',
    "fail": """
        return function(kind, retryable)
          return nil, errors.new({ message = "no such order", kind = kind,
            retryable = retryable, details = { id = 7 } })
        end
        """,
}

CHILD = """
local function main(mode, value)
  if mode == "return" then
    return value
  elseif mode == "fail" then
    return nil, errors.new({ message = "broken", kind = errors.CONFLICT, retryable = false,
      details = { at = "child" } })
  elseif mode == "raise" then
    error("child blew up")
  elseif mode == "context" then
    return (ctx.all())
  elseif mode == "cancel" then
    return process.events():receive().kind
  elseif mode == "collect" then
    local inbox, seen = process.inbox(), {}
    while true do
      local msg = inbox:receive()
      if msg:topic() == "stop" then return seen end
      table.insert(seen, msg:topic() .. "=" .. tostring(msg:payload():data()))
    end
  elseif mode == "answer" then
    local msg = process.inbox():receive()
    process.send(msg:from(), "answer", { got = msg:payload():data(), by = process.pid() })
    return msg:from()
  elseif mode == "hang" then
    process.inbox():receive()
  end
end
return { main = main }
"""


@dataclass(frozen=True)
class Form:
    """One workflow and what it must do.

    Attributes:
        name: What it shows; the test's ID.
        source: Its Lua.
        expected: What the scenario returns.
        scenario: Drives it, given the running application and the workflow's entry name; by
            default it is run without input and its result is what counts.
    """

    name: str
    source: str
    expected: Any
    scenario: Scenario | None = None


def main_of(body: str) -> str:
    """Return a module whose main function has this body; its parameters are `a, b, c`."""
    return f"local function main(a, b, c)\n{body}\nend\nreturn {{ main = main }}\n"


def run_with(*arguments: Any) -> Scenario:
    """Return the scenario that runs a workflow with some input."""

    async def scenario(app: Running, entry: str) -> Any:
        return await app.run(entry, *arguments)

    return scenario


def entry_of(form: Form) -> str:
    """Return the entry name of a form's workflow."""
    return re.sub("[^a-z0-9]+", "_", form.name.lower()).strip("_")


def compile_forms(folder: Path, forms: Sequence[Form]) -> Compiled:
    """Compile one application with a workflow for each form."""
    files = {f"{entry_of(form)}.lua": form.source for form in forms}
    files |= {f"{name}.lua": source for name, source in ACTIVITIES.items()}
    files["child.lua"] = CHILD
    index = HEAD + "".join(workflow_entry(entry_of(form), MODULES) for form in forms)
    index += workflow_entry("child", MODULES)
    index += "".join(activity_entry(name, "time, ctx") for name in ACTIVITIES)
    index += activity_entry("nearby", "time", local=True).replace("nearby.lua", "double.lua")
    files["_index.yaml"] = index
    return compile_files(folder, files)


def scenarios_of(forms: Sequence[Form]) -> dict[str, Callable[[Running], Awaitable[Any]]]:
    """Return what runs each form, by its name."""
    return {
        form.name: functools.partial(_run_form, form.scenario or run_with(), entry_of(form))
        for form in forms
    }


async def _run_form(scenario: Scenario, entry: str, app: Running) -> Any:
    return await scenario(app, entry)


async def outcomes(folder: Path, environment: Any, forms: Sequence[Form]) -> dict[str, Any]:
    """Run every form, all on the same workers; failures are values of the result."""
    scenarios = scenarios_of(forms)
    async with running(compile_forms(folder, forms), environment) as app:
        calls = [scenario(app) for scenario in scenarios.values()]
        results = await asyncio.gather(*calls, return_exceptions=True)
    return {
        form.name: _renamed(result, entry_of(form))
        for form, result in zip(forms, results, strict=True)
    }


def _renamed(result: Any, entry: str) -> Any:
    """Name the workflow `app:flow` in texts with positions: its number in the table is nothing."""
    if isinstance(result, BaseException):
        return result
    return json.loads(json.dumps(result).replace(f"app:{entry}:", "app:flow:"))
