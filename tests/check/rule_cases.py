"""Literate cases of rules: Lua files in `golden/checks` whose comments say what must be found.

    --== a name                    begins a case, an application of its own
    --: modules: time, uuid        the workflow's modules
    --: imports: helpers           libraries of the case that the workflow imports
    --: file helpers library.lua   the text of another entry follows (kind and more YAML may follow
    --: file act function.lua ...  as `key=value`)
    --| yaml                       a line of YAML below the entries
    --! WD104                      at the end of a line: the rule must fire there, once or more
    @BIG@                          a text of 300,000 letters
    -- fine                        in a line: a near miss, on which it must not fire

Every application has a worker `app:worker` (queue `q`), activities `app:act` and `app:other`, and
the workflow `app:flow`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wippyc.check.engine import lint_application
from wippyc.check.settings import LintSettings
from wippyc.diagnostics.model import Diagnostic
from wippyc.diagnostics.places import shown

CHECKS = Path(__file__).resolve().parents[2] / "golden" / "checks"
_HEAD = """\
namespace: app
entries:
  - name: worker
    kind: temporal.worker
    task_queue: q
  - name: act
    kind: function.lua
    source: "return { main = function(x) return x end }"
    method: main
    meta: {temporal: {activity: {worker: app:worker}}}
  - name: other
    kind: function.lua
    source: "return { main = function(x) return x end }"
    method: main
    meta: {temporal: {activity: {worker: app:worker}}}
"""


@dataclass
class Entry:
    name: str
    kind: str
    fields: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


@dataclass
class Case:
    """One application with the places where a rule must fire."""

    path: Path
    name: str
    entries: list[Entry]
    yaml: list[str]
    expected: set[tuple[str, int]]
    near_misses: int

    def write(self, root: Path) -> Path:
        """Write the application."""
        index = [_HEAD]
        for entry in self.entries:
            index.append(f"  - name: {entry.name}\n    kind: {entry.kind}\n")
            index.append(f"    source: file://{entry.name}.lua\n")
            index.extend(f"    {key}: {value}\n" for key, value in entry.fields.items())
            text = "\n".join(entry.lines).replace("@BIG@", "x" * 300_000)
            (root / f"{entry.name}.lua").write_text(f"{text}\n", "utf-8")
        index.extend(f"{line}\n" for line in self.yaml)
        (root / "_index.yaml").write_text("".join(index), "utf-8")
        return root

    def found(self, root: Path, code: str) -> tuple[set[tuple[str, int]], list[Diagnostic]]:
        """Lint the application; return where the rule fires, and all findings."""
        settings = LintSettings(extend_select=(code,))
        found = lint_application(self.write(root), settings).diagnostics
        places = set()
        for each in found:
            if each.rule.code == code and each.span is not None:
                place = shown(each.span)
                is_yaml = place.source.path.endswith(".yaml")
                places.add((place.source.path, 0 if is_yaml else place.line))
        return places, list(found)


_DIRECTIVE = re.compile(r"--: (?P<word>\w+):? ?(?P<rest>.*)")
_MARK = re.compile(r"\s*--!\s*(?P<codes>[A-Z0-9 ,]+)$")


def read_cases(path: Path) -> Iterator[Case]:
    """Yield the cases of one file."""
    code = path.stem.partition("_")[0]
    text = path.read_text("utf-8")
    for part in re.split(r"^--== ?", text, flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        yield _case(path, name.strip(), body.rstrip("\n").split("\n"), code)


def _case(path: Path, name: str, lines: list[str], code: str) -> Case:
    flow = Entry("flow", "workflow.lua", {"method": "main"})
    flow.fields["meta"] = "{temporal: {workflow: {worker: app:worker}}}"
    entries, current, yaml = [flow], flow, []
    expected: set[tuple[str, int]] = set()
    near_misses = 0
    for line in lines:
        mark = _MARK.search(line)
        is_marked = mark is not None and code in re.findall(r"[A-Z]+\d+", mark["codes"])
        directive = _DIRECTIVE.match(line)
        if mark is not None and (directive is not None or line.startswith("--|")):
            line = line[: mark.start()]
            directive = _DIRECTIVE.match(line)
        near_misses += "-- fine" in line
        if line.startswith("--|"):
            yaml.append(line[3:].removeprefix(" ").replace("# fine", ""))
            near_misses += "# fine" in line
            if is_marked:
                expected.add(("_index.yaml", 0))
            continue
        if directive is not None:
            if is_marked:
                expected.add(("_index.yaml", 0))
            rest = directive["rest"].split("-- fine")[0].strip()
            match directive["word"]:
                case "file":
                    entry_name, kind, *fields = rest.split(" ")
                    current = Entry(entry_name, kind)
                    if kind != "library.lua":
                        current.fields["method"] = "main"
                    current.fields.update(each.split("=", 1) for each in fields)
                    entries.append(current)
                case "modules":
                    current.fields["modules"] = f"[{rest}]"
                case "imports":
                    ids = ", ".join(f"{each}: app:{each}" for each in rest.split(", "))
                    current.fields["imports"] = f"{{{ids}}}"
                case "meta":
                    current.fields["meta"] = rest
                case word:
                    raise AssertionError(f"{path}: no directive {word}")
            continue
        current.lines.append(line)
        if is_marked:
            expected.add((f"{current.name}.lua", len(current.lines)))
    return Case(path, name, entries, yaml, expected, near_misses)
