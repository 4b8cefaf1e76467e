"""What a mutant cannot change is done once: parsing, and printing and running equal code.

A wrong analysis or emitter shows in the tree of a module. Where that is the same as without the
mutant, its text and what it does are the same too, unless the mutant is about printing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.differential import harness
from wippyc import pipeline
from wippyc.cache_folder import CacheFolder
from wippyc.diagnostics.model import Sink
from wippyc.lua.syntax import Chunk
from wippyc.source import SourceFile
from wippyc.text_cache import TextCache


class _Folder(CacheFolder):
    """A folder of files that is none: what it holds lasts as long as the process."""

    def __init__(self) -> None:
        super().__init__(Path(), "")
        self._contents: dict[str, bytes] = {}

    def load(self, key: str) -> bytes | None:
        return self._contents.get(key)

    def store(self, key: str, content: bytes) -> None:
        self._contents[key] = content

    def clear(self) -> None:
        """Remove all files."""
        self._contents.clear()


_printed = _Folder()


def forget_texts() -> None:
    """Let this process print everything again: what prints is changed, not what is printed."""
    _printed.clear()


def remember_work() -> None:
    """Let this process and its forks remember what they parse, print and run from now on."""
    _replace(pipeline, "parse_once", _remembered_parsing)
    _replace(pipeline, "print_modules", _remembered_printing)
    _replace(harness, "run_compiled", lambda _: _remembered_running())
    _replace(harness, "run_reference", _remembered_reference)


def _replace(module: Any, name: str, change: Callable[[Any], Any]) -> None:
    setattr(module, name, change(getattr(module, name)))


def _remembered_parsing(parse_once: Any) -> Any:
    known: dict[tuple[str, str], Chunk] = {}

    def parse(source: SourceFile, sink: Any, cache: Any) -> Chunk | None:
        key = source.path, source.text
        if key in known:
            return known[key]
        findings = Sink()
        chunk: Chunk | None = parse_once(source, findings, cache)
        sink.extend(findings)
        if chunk is not None and not tuple(findings):
            known[key] = chunk
        return chunk

    return parse


def _remembered_printing(print_modules: Any) -> Any:
    texts = TextCache(_printed)
    return lambda drafts, _, **options: print_modules(drafts, texts, **options)


def _remembered_running() -> Any:
    outcomes: dict[tuple[tuple[str, str], ...], harness.Outcome] = {}

    def run_compiled(source: str, **libraries: str) -> harness.Outcome:
        modules = harness.compile_sources({"main": harness.SHOW + source, **libraries})
        key = _texts(modules)
        if key not in outcomes:
            outcomes[key] = harness.run_module(harness.load_modules(modules))
        return outcomes[key]

    return run_compiled


def _remembered_reference(run_reference: Any) -> Any:
    outcomes: dict[tuple[str, ...], harness.Outcome] = {}

    def run(source: str, **libraries: str) -> harness.Outcome:
        key = (source, *libraries, *libraries.values())
        if key not in outcomes:
            outcomes[key] = run_reference(source, **libraries)
        return outcomes[key]

    return run


def _texts(modules: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    # The maps of lines show in the positions of errors.
    return tuple((module.text, module.line_map) for module in modules.values())
