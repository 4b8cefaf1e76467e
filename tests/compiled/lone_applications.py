"""Applications of a folder: each is one text file, and is compiled and run alone.

A line that begins with `--@` is a directive; everything else is the Lua of the entry before it:

    --@ workflow flow; funcs, time; imports: {shop: app:shop}
    --@ library shop                  an entry: its name, modules and further YAML
    --@ activity price; time
    --@ args [1, "two"]               input of the first workflow
    --@ signal add {"n": 1}           what is sent once it has started, in this order
    --@ update add {"n": 1}
    --@ expect {"total": 3}           its result; with updates, their answers and its result
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowUpdateFailedError

from tests.compiled.application import HEAD, Running, activity_entry, workflow_entry

FOLDER = Path(__file__).parent / "applications"

_DIRECTIVE = re.compile(r"--@ (\w+) ?(.*)")

# Activities that any of the applications may call.
_ACTIVITIES = {
    "echo": "return function(...) return ... end",
    "double": "return function(x) return x * 2 end",
    "fail": "return function(kind) return nil, errors.new({ message = 'no such order', "
    "kind = kind, retryable = false }) end",
}


@dataclass
class LoneApplication:
    """One of the applications.

    Attributes:
        name: Its file's name.
        files: Files of the application.
        workflow: Entry name of the workflow to run.
        arguments: Input of the workflow.
        messages: Kind, name and value of what is sent to it.
        expected: What it must return.
    """

    name: str
    files: dict[str, str] = field(default_factory=dict)
    workflow: str = ""
    arguments: list[Any] = field(default_factory=list)
    messages: list[tuple[str, str, Any]] = field(default_factory=list)
    expected: Any = None

    async def play(self, app: Running) -> Any:
        """Start the workflow, send the messages, and return the outcome; replay it as well."""
        handle = await app.start(self.workflow, *self.arguments)
        answers: list[Any] = []
        for kind, name, value in self.messages:
            if kind == "signal":
                await handle.signal(name, value)
                continue
            try:
                answers.append(await handle.execute_update(name, value))
            except WorkflowUpdateFailedError as error:
                answers.append(str(error.cause))
        result = await app.result(handle)
        return [answers, result] if answers else result


def lone_applications() -> Iterator[LoneApplication]:
    """Yield the applications of the folder."""
    for path in sorted(FOLDER.glob("*.lua")):
        yield _read(path.stem, path.read_text(encoding="utf-8"))


def _read(name: str, text: str) -> LoneApplication:
    application = LoneApplication(name)
    index, current = HEAD, ""
    for line in text.splitlines(keepends=True):
        directive = _DIRECTIVE.match(line)
        if directive is None:
            application.files[current] += line
            continue
        kind, rest = directive.groups()
        match kind:
            case "workflow" | "activity" | "library":
                entry, modules, extra = (each.strip() for each in f"{rest};;".split(";")[:3])
                index += _entry(kind, entry, modules, extra)
                current = f"{entry}.lua"
                application.files[current] = ""
                if kind == "workflow" and not application.workflow:
                    application.workflow = entry
            case "args":
                application.arguments = json.loads(rest)
            case "expect":
                application.expected = json.loads(rest)
            case _:
                topic, _, value = rest.partition(" ")
                application.messages.append((kind, topic, json.loads(value or "null")))
    for entry, source in _ACTIVITIES.items():
        if f"app:{entry}" in text:
            index += _entry("activity", entry, "time", "")
            application.files[f"{entry}.lua"] = source
    application.files["_index.yaml"] = index
    return application


def _entry(kind: str, name: str, modules: str, extra: str) -> str:
    if kind == "workflow":
        return workflow_entry(name, modules or "funcs, time", extra)
    if kind == "activity":
        return activity_entry(name, modules) + (f"    {extra}\n" if extra else "")
    return (
        f"  - name: {name}\n    kind: library.lua\n    source: file://{name}.lua\n"
        f"    modules: [{modules}]\n    {extra}\n"
    )
