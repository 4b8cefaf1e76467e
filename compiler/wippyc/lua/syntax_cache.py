"""Syntax trees of earlier compilations, by the text they were parsed from.

A tree is kept with the findings of parsing, as a pickle in which the source file is a placeholder.
Reading one makes instances of the classes of syntax trees and findings and nothing else: any other
name in a file is refused, so that a file somebody else has written cannot run code.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable

from wippyc.cache_folder import CacheFolder
from wippyc.diagnostics.model import Diagnostic, Edit, Fix, Label, Rule, Severity, Sink
from wippyc.lua import syntax, types
from wippyc.lua.parse import parse_lua
from wippyc.lua.syntax import Chunk
from wippyc.processes import spread
from wippyc.source import SourceFile, Span

_CLASSES = {
    (module.__name__, name): found
    for module in (syntax, types)
    for name, found in vars(module).items()
    if isinstance(found, type) and found.__module__ == module.__name__
} | {
    (each.__module__, each.__name__): each
    for each in (Diagnostic, Edit, Fix, Label, Rule, Severity, Span)
}


class SyntaxCache:
    """Syntax trees in a folder."""

    def __init__(self, folder: CacheFolder) -> None:
        self._folder = folder

    def key(self, source: SourceFile) -> str:
        """Return the name of the tree of a text; trees of files that are unchanged stay known."""
        return self._folder.key([source.text])

    def has(self, source: SourceFile) -> bool:
        """Whether there is a tree of a text."""
        return self._folder.has(self.key(source))

    def load(self, source: SourceFile) -> tuple[Chunk, tuple[Diagnostic, ...]] | None:
        """Return the tree of a source file and what was found in it, or `None`."""
        content = self._folder.load(self.key(source))
        if content is None:
            return None
        try:
            found = _Reader(content, source).load()
        except Exception:
            # The file is damaged, and what reading one can raise is not documented.
            return None
        match found:
            case (Chunk() as chunk, tuple(findings)):
                return chunk, findings
            case _:
                return None

    def forget_unused(self) -> None:
        """Remove the trees nobody has asked for."""
        self._folder.forget_unused()

    def store(self, chunk: Chunk, findings: tuple[Diagnostic, ...]) -> None:
        """Keep a tree that was parsed without errors, and what was found in it."""
        content = io.BytesIO()
        pickler = pickle.Pickler(content, protocol=5)
        pickler.dispatch_table = {
            SourceFile: lambda source: (_the_source, ()),
            # Some versions of Python 3.11 store a member as a call of `getattr`.
            Severity: lambda member: (Severity, (member.value,)),
        }
        pickler.dump((chunk, findings))
        self._folder.store(self.key(chunk.source), content.getvalue())


def parse_once(source: SourceFile, sink: Sink, cache: SyntaxCache | None) -> Chunk | None:
    """Parse a text unless that was done before; what has errors is parsed every time.

    Args:
        source: The text.
        sink: Receives what `parse_lua` finds.
        cache: Trees of earlier compilations.
    """
    if cache is None:
        return parse_lua(source, sink)
    known = cache.load(source)
    if known is not None:
        sink.extend(known[1])
        return known[0]
    own = Sink()
    chunk = parse_lua(source, own)
    sink.extend(own)
    if chunk is not None and not own.has_errors:
        cache.store(chunk, tuple(own))
    return chunk


def parse_in_processes(sources: Iterable[SourceFile], cache: SyntaxCache) -> None:
    """Let all processors fill the cache with the trees that are not in it.

    Files that are not worth it, and those with errors, are parsed by whoever asks for them.
    """
    missing = {cache.key(source): source for source in sources if not cache.has(source)}
    spread(
        list(missing.values()),
        lambda source: len(source.text),
        lambda share: [parse_once(source, Sink(), cache) for source in share],
    )


def _the_source() -> SourceFile:
    """Stands for the source file in stored trees; the reader has another function for it."""
    raise LookupError("a stored tree was read without its source")


class _Reader(pickle.Unpickler):
    def __init__(self, content: bytes, source: SourceFile) -> None:
        super().__init__(io.BytesIO(content))
        self._source = source

    def find_class(self, module: str, name: str) -> type | Callable[[], SourceFile]:
        if (module, name) == (__name__, _the_source.__name__):
            return lambda: self._source
        return _CLASSES[module, name]
