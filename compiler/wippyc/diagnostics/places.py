"""Places inside text that is embedded in another file, such as Lua written inline in YAML."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from wippyc.diagnostics.model import Edit
from wippyc.source import SourceFile, Span


@dataclass(frozen=True, eq=False)
class EmbeddedSource(SourceFile):
    """A text that stands inside another file. Its own lines and columns are those of the text.

    Attributes:
        origin: The file it stands in.
        anchor: The whole value in that file, shown when a place has no exact counterpart.
        starts: Ascending offsets in this text where a new piece of the other file begins.
        targets: For each of `starts`, the offset in the other file.
        indent: What a line break in an edit must be followed by in the other file.
        is_exact: Whether every character has its counterpart.
    """

    origin: SourceFile = field(repr=False)
    anchor: Span = field(repr=False)
    starts: tuple[int, ...] = field(default=(), repr=False)
    targets: tuple[int, ...] = field(default=(), repr=False)
    indent: str = ""
    is_exact: bool = False

    def origin_offset(self, offset: int) -> int:
        """Return the offset in the surrounding file that a character of this text stands at."""
        if not self.starts:
            return self.anchor.start
        piece = max(0, bisect_right(self.starts, offset) - 1)
        return self.targets[piece] + offset - self.starts[piece]


def shown(span: Span) -> Span:
    """Return the place in a file on disk that people should look at for `span`."""
    source = span.source
    if not isinstance(source, EmbeddedSource):
        return span
    if not source.is_exact:
        return source.anchor
    start = source.origin_offset(span.start)
    if span.end <= span.start:
        return Span(source.origin, start, start)
    return Span(source.origin, start, max(start, source.origin_offset(span.end - 1) + 1))


def shown_edit(edit: Edit) -> Edit | None:
    """Return an edit as one of a file on disk; `None` when the text there is spelt differently."""
    source = edit.span.source
    if not isinstance(source, EmbeddedSource):
        return edit
    if not source.is_exact:
        return None
    text = edit.text.replace("\n", "\n" + source.indent) if source.indent else edit.text
    return Edit(shown(edit.span), text)
