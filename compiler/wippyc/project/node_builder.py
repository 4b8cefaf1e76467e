"""Builds positioned values from a stream of opening, scalar and closing events.

The YAML and the JSON reader share this builder, so limits and duplicate keys are the same for
both. It keeps its own stack: nesting never uses Python's.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from wippyc.diagnostics.model import Diagnostic, Label, Rule, Sink
from wippyc.project import rules
from wippyc.project.model import MapItem, Node
from wippyc.project.suggest import closest
from wippyc.source import SourceFile, Span

MAX_DEPTH = 100
"""Deepest nesting accepted, aliases expanded. Real entries stay below ten."""

MAX_NODES = 1_000_000
"""Most values one document may hold, aliases expanded."""

MAX_DUPLICATES = 100
"""Duplicate keys after which a document is given up."""

Scalar = None | bool | int | float | str


class SourceError(Exception):
    """Reading must stop; carries what to report."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True)
class _Anchored:
    node: Node
    weight: int
    height: int
    key_text: str | None


@dataclass(slots=True)
class _Key:
    text: str
    span: Span
    is_merge: bool


@dataclass(slots=True)
class _Frame:
    start: int
    is_mapping: bool
    anchor: str | None
    weight: int = 1
    height: int = 1
    key: _Key | None = None
    items: list[Node] = field(default_factory=list)
    mapping: dict[str, MapItem] = field(default_factory=dict)
    merges: list[Node] = field(default_factory=list)


class NodeBuilder:
    """Assembles one document; `root` is its value once all is closed."""

    def __init__(self, source: SourceFile, sink: Sink) -> None:
        self._source = source
        self._sink = sink
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._duplicates = 0
        self.root: Node | None = None

    def open(self, start: int, *, is_mapping: bool, anchor: str | None = None) -> None:
        """Begin a mapping or a sequence at a character offset."""
        if len(self._stack) >= MAX_DEPTH:
            raise self._too_deep(Span(self._source, start, start + 1))
        top = self._stack[-1] if self._stack else None
        if top is not None and top.is_mapping and top.key is None:
            raise self._bad_key(Span(self._source, start, start + 1))
        if anchor is not None:
            self._anchors[anchor] = None
        self._stack.append(_Frame(start, is_mapping, anchor))

    def close(self, end: int) -> None:
        """End the innermost mapping or sequence."""
        frame = self._stack.pop()
        span = Span(self._source, frame.start, max(frame.start, end))
        if frame.is_mapping:
            self._merge(frame)
            node = Node(frame.mapping, span)
        else:
            node = Node(tuple(frame.items), span)
        self._add(_Anchored(node, frame.weight, frame.height, None), frame.anchor)

    def scalar(
        self,
        value: Scalar,
        span: Span,
        *,
        text: str,
        anchor: str | None = None,
        is_merge: bool = False,
    ) -> None:
        """Add a scalar; `text` is its spelling, which is what a mapping key is known by."""
        top = self._stack[-1] if self._stack else None
        made = _Anchored(Node(value, span), 1, 0, text)
        if top is not None and top.is_mapping and top.key is None:
            if anchor is not None:
                self._anchors[anchor] = made
            self._key(top, text, span, is_merge)
            return
        self._add(made, anchor)

    def alias(self, name: str, span: Span) -> None:
        """Add what an anchor stands for."""
        if name not in self._anchors:
            guess = closest(name, self._anchors)
            raise self.error(
                rules.INVALID_SYNTAX,
                f"failed to unmarshal content: alias '*{name}' refers to no anchor",
                span,
                note="an alias repeats a value that was marked with `&name` before it",
                hint=f"did you mean '*{guess}'?" if guess else "quote a text that begins with `*`",
            )
        anchored = self._anchors[name]
        if anchored is None:
            raise self.error(
                rules.EXCESSIVE_ALIASES,
                f"anchor '{name}' contains itself",
                span,
                note="a value that contains itself has no end",
                hint="write the value out, or refer to it by a registry ID",
            )
        top = self._stack[-1] if self._stack else None
        if top is not None and top.is_mapping and top.key is None:
            if anchored.key_text is None:
                raise self._bad_key(span)
            self._key(top, anchored.key_text, span, False)
            return
        if len(self._stack) + anchored.height > MAX_DEPTH:
            raise self._too_deep(span)
        node = Node(anchored.node.value, span)
        self._add(_Anchored(node, anchored.weight, anchored.height, anchored.key_text), None)

    def error(
        self,
        rule: Rule,
        message: str,
        span: Span,
        *,
        labels: tuple[Label, ...] = (),
        note: str = "",
        hint: str = "",
    ) -> SourceError:
        """Return the exception that stops reading with this finding."""
        return SourceError(
            Diagnostic(rule=rule, message=message, span=span, labels=labels, note=note, hint=hint)
        )

    def _key(self, top: _Frame, text: str, span: Span, is_merge: bool) -> None:
        top.key = _Key(text, span, is_merge)
        if is_merge or text not in top.mapping:
            return
        first = top.mapping[text].key_span
        finding = Diagnostic(
            rule=rules.DUPLICATE_KEY,
            message=f"mapping key '{text}' already defined at line {first.line}",
            span=span,
            label="second time",
            labels=(Label(first, "first time"),),
            note="a mapping cannot hold two equal keys; one of the values would be lost",
            hint="remove one of the two, or rename it",
        )
        self._duplicates += 1
        if self._duplicates >= MAX_DUPLICATES:
            raise SourceError(finding)
        self._sink.report(finding)

    def _add(self, made: _Anchored, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = made
        if not self._stack:
            self.root = made.node
            return
        top = self._stack[-1]
        top.weight += made.weight
        top.height = max(top.height, made.height + 1)
        if top.weight > MAX_NODES:
            raise self._too_many(made.node.span)
        if not top.is_mapping:
            top.items.append(made.node)
            return
        key = top.key
        top.key = None
        if key is None:
            return
        if key.is_merge:
            top.merges.append(made.node)
        else:
            top.mapping.setdefault(key.text, MapItem(key.span, made.node))

    def _merge(self, frame: _Frame) -> None:
        """Apply `<<`: keys of the mapping itself win, then those of the first merged mapping."""
        for merged in frame.merges:
            parts = merged.value if isinstance(merged.value, tuple) else (merged,)
            for part in parts:
                if not isinstance(part.value, dict):
                    raise self.error(
                        rules.INVALID_SYNTAX,
                        "map merge requires map or sequence of maps as the value",
                        part.span,
                        note="`<<` copies the keys of another mapping into this one",
                        hint="give `<<` an alias of a mapping",
                    )
                for key, item in part.value.items():
                    frame.mapping.setdefault(key, item)

    def _too_deep(self, span: Span) -> SourceError:
        return self.error(
            rules.TOO_DEEP,
            f"values are nested deeper than {MAX_DEPTH} levels",
            span,
            note="no entry needs such nesting; it exhausts the tools that read it",
            hint="flatten the data, or keep it in a file of its own",
        )

    def _too_many(self, span: Span) -> SourceError:
        if any(self._anchors):
            return self.error(
                rules.EXCESSIVE_ALIASES,
                f"the document expands to more than {MAX_NODES} values",
                span,
                note="aliases are copied where they stand, so nested aliases multiply",
                hint="refer to shared data by a registry ID instead of an alias",
            )
        return self.error(
            rules.FILE_TOO_LARGE,
            f"the document holds more than {MAX_NODES} values",
            span,
            hint="keep large data in a file of its own and read it at run time",
        )

    def _bad_key(self, span: Span) -> SourceError:
        return self.error(
            rules.INVALID_KEY,
            "a mapping key must be a scalar",
            span,
            note="entries are decoded into objects whose keys are texts",
            hint="quote the key if `[`, `{`, `?` or `*` belongs to its text",
        )
