"""Reads YAML text into positioned values, in bounded time for any input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from wippyc.diagnostics.model import Diagnostic, Label, Sink
from wippyc.project import rules
from wippyc.project.model import Node
from wippyc.project.node_builder import NodeBuilder, Scalar, SourceError
from wippyc.project.yaml_scalars import resolve_plain
from wippyc.source import SourceFile, Span

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE
_TAG_PREFIX = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset(
    _TAG_PREFIX + name
    for name in ("str", "int", "float", "bool", "null", "map", "seq", "binary", "timestamp")
)


def read_yaml(source: SourceFile, sink: Sink) -> Node | None:
    """Read the first document of a YAML text.

    Unlike PyYAML's own composer this keeps no recursion, bounds nesting and the expansion of
    aliases, and refuses duplicate keys. Scalars mean what Go's decoder makes of them.

    Returns:
        The document, or `None` when there is none: it is empty, or cannot be read (which is
        reported).
    """
    builder = NodeBuilder(source, sink)
    try:
        for event in _events(source):
            if isinstance(event, yaml.DocumentStartEvent) and builder.root is not None:
                _extra_document(source, sink, event)
                break
            _feed(builder, source, sink, event)
    except SourceError as error:
        sink.report(error.diagnostic)
        return None
    return builder.root


def _events(source: SourceFile) -> Iterator[Any]:
    try:
        yield from yaml.parse(source.text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(source, error) from None
    except yaml.reader.ReaderError:
        # The position counts bytes or characters, depending on how PyYAML was built.
        unprintable = _UNPRINTABLE.search(source.text)
        at = unprintable.start() if unprintable is not None else 0
        raise SourceError(
            Diagnostic(
                rule=rules.INVALID_SYNTAX,
                message="failed to unmarshal content: control characters are not allowed",
                span=Span(source, at, at + 1),
                note="YAML texts hold printable characters only",
                hint='write the character as an escape in a double-quoted text, such as "\\x07"',
            )
        ) from None


def _feed(builder: NodeBuilder, source: SourceFile, sink: Sink, event: Any) -> None:
    start: int = event.start_mark.index
    after: int = event.end_mark.index
    anchor: str | None = getattr(event, "anchor", None)
    match event:
        case yaml.MappingStartEvent():
            _check_tag(source, sink, event)
            builder.open(start, is_mapping=True, anchor=anchor)
        case yaml.SequenceStartEvent():
            _check_tag(source, sink, event)
            builder.open(start, is_mapping=False, anchor=anchor)
        case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
            builder.close(_trim(source, after))
        case yaml.ScalarEvent():
            _check_tag(source, sink, event)
            end = max(start, _trim(source, after))
            is_plain = event.style is None or event.style == ""
            builder.scalar(
                _value(event.value, event.tag, is_plain),
                Span(source, _after_properties(source, event, start), end),
                text=event.value,
                anchor=anchor,
                is_merge=is_plain and event.value == "<<" and event.tag is None,
            )
        case yaml.AliasEvent():
            builder.alias(anchor or "", Span(source, start, after))
        case _:
            return


def _value(text: str, tag: str | None, is_plain: bool) -> Scalar:
    if tag in (None, "!") or tag not in _KNOWN_TAGS:
        return resolve_plain(text) if is_plain and tag != "!" else text
    value = resolve_plain(text)
    match tag.removeprefix(_TAG_PREFIX):
        case "int" | "bool" | "null":
            return value
        case "float":
            return float(value) if isinstance(value, int) else value
        case _:
            return text


def _check_tag(source: SourceFile, sink: Sink, event: Any) -> None:
    if event.tag in (None, "!") or event.tag in _KNOWN_TAGS:
        return
    start = event.start_mark.index
    text = source.text[start : event.end_mark.index]
    length = next((at for at, char in enumerate(text) if char.isspace()), len(text)) or 1
    sink.report(
        Diagnostic(
            rule=rules.UNKNOWN_TAG,
            message=f"YAML tag '{event.tag}' has no meaning in an entry",
            span=Span(source, start, start + length),
            note="the value is read as if it had no tag",
            hint="remove the tag",
        )
    )


def _after_properties(source: SourceFile, event: Any, start: int) -> int:
    """Skip `&anchor` and `!tag`, which YAML counts to the value."""
    if event.anchor is None and event.tag is None:
        return int(start)
    at = start
    end = event.end_mark.index
    text = source.text
    while at < end and text[at] in "&!":
        while at < end and not text[at].isspace():
            at += 1
        while at < end and text[at].isspace():
            at += 1
    return int(at) if at < end else int(start)


def _trim(source: SourceFile, end: int) -> int:
    """Take back the line breaks that YAML counts to the end of a block."""
    text = source.text
    while end > 0 and text[end - 1 : end] in ("\n", "\r", " "):
        end -= 1
    return end


def _extra_document(source: SourceFile, sink: Sink, event: Any) -> None:
    sink.report(
        Diagnostic(
            rule=rules.EXTRA_DOCUMENT,
            message="only the first YAML document of a file is read",
            span=Span(source, event.start_mark.index, event.end_mark.index),
            note="what follows `---` is ignored, here as on Wippy",
            hint="move the second document into a file of its own",
        )
    )


def _syntax_error(source: SourceFile, error: yaml.MarkedYAMLError) -> SourceError:
    mark = error.problem_mark or error.context_mark
    at = min(mark.index if mark is not None else 0, len(source.text))
    problem = error.problem or "invalid YAML"
    context = f" {error.context}" if error.context else ""
    before = source.text[:at]
    line_start = max(before.rfind("\n"), before.rfind("\r")) + 1
    lead = source.text[line_start : at + 1]
    if "\t" in lead and not lead.strip():
        message = "a tab cannot indent YAML"
        note = "YAML leaves the width of a tab open, so it forbids tabs in indentation"
        hint = "indent with spaces"
        at = line_start + lead.index("\t")
    else:
        message = f"failed to unmarshal content: {problem}{context}"
        note = "the file is not valid YAML, so none of its entries can be read"
        hint = "check indentation, quotes and brackets at or before this place"
    end = at + 1 if at < len(source.text) else at
    opened = error.context_mark
    labels: tuple[Label, ...] = ()
    if opened is not None and error.context and opened.index < at:
        start = int(opened.index)
        labels = (Label(Span(source, start, start + 1), error.context),)
    return SourceError(
        Diagnostic(
            rule=rules.INVALID_SYNTAX,
            message=message,
            span=Span(source, at, end),
            labels=labels,
            note=note,
            hint=hint,
        )
    )
