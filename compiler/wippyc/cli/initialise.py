"""`wippyc init`: start a new application."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wippyc.cli.console import CommandError, Console
from wippyc.cli.parameters import Quiet

FILES = {
    ".gitignore": ".wippyc/\ndist/\n",
    ".wippy.yaml": 'version: "1.0"\n',
    "_index.yaml": """\
version: "1.0"
namespace: app

entries:
  - name: temporal_client
    kind: temporal.client
    address: localhost:7233
    namespace: default
    lifecycle:
      auto_start: true

  - name: worker
    kind: temporal.worker
    client: app:temporal_client
    task_queue: app
    lifecycle:
      auto_start: true

  - name: hello_workflow
    kind: workflow.lua
    source: file://hello_workflow.lua
    method: main
    modules:
      - funcs
      - time
    meta:
      temporal:
        workflow:
          worker: app:worker

  - name: greet
    kind: function.lua
    source: file://greet.lua
    method: main
    meta:
      temporal:
        activity:
          worker: app:worker
""",
    "hello_workflow.lua": """\
local funcs = require("funcs")
local time = require("time")

-- Greets someone after a pause that survives restarts.
local function main(input)
    time.sleep("1s")
    local greeting, err = funcs.call("app:greet", input.name)
    if err then
        return nil, err
    end
    return { greeting = greeting }
end

return { main = main }
""",
    "greet.lua": """\
local function main(name)
    return "Hello, " .. (name or "world") .. "!"
end

return { main = main }
""",
}


def initialise(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder to create.", show_default=False)
    ],
    quiet: Quiet = False,
) -> None:
    """Create a small application to start from."""
    console = Console(is_quiet=quiet)
    taken = [name for name in FILES if (directory / name).exists()]
    if taken:
        raise CommandError(f"{directory} has {', '.join(taken)} already")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in FILES.items():
            (directory / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CommandError(f"cannot write {directory}: {error.strerror}", status=1) from None
    console.say(f"created {directory}")
    command = f"wippyc exec --dev {directory} app:hello_workflow"
    console.say(f'try: {command} --input \'{{"name": "you"}}\'')
