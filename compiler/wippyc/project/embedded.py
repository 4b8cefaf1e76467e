"""Finds where the lines of inline Lua stand in the YAML or JSON file that holds them."""

from __future__ import annotations

import re

from wippyc.diagnostics.places import EmbeddedSource
from wippyc.project.model import Node

_SIMPLE_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_PIECE = re.compile(r"[^\\]+|\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL)


def embed(text: str, node: Node) -> EmbeddedSource:
    """Return the text of a scalar as a source whose places map back to the file it stands in."""
    span = node.span
    raw = span.text
    if raw[:1] in ("|", ">"):
        found = _block_pieces(text, raw)
        is_line_break_free = False
    else:
        found = _flow_pieces(text, raw)
        is_line_break_free = True
    indent = "" if found is None or is_line_break_free else _indent(raw)
    return EmbeddedSource(
        path=span.source.path,
        text=text,
        origin=span.source,
        anchor=span,
        starts=() if found is None else tuple(start for start, _ in found),
        targets=() if found is None else tuple(span.start + at for _, at in found),
        indent=indent,
        is_exact=found is not None,
    )


def _block_pieces(text: str, raw: str) -> list[tuple[int, int]] | None:
    """Match the lines of a literal block; a folded block has no exact counterpart."""
    if raw.startswith(">"):
        return None
    raw_lines: list[str] = _LINE.findall(raw)[1:]
    pieces: list[tuple[int, int]] = []
    raw_at = len(raw) - sum(map(len, raw_lines))
    at = 0
    for line, raw_line in zip(text.split("\n"), raw_lines, strict=False):
        content = raw_line.rstrip("\r\n")
        if not content.endswith(line) or content[: len(content) - len(line)].strip(" "):
            return None
        pieces.append((at, raw_at + len(content) - len(line)))
        at += len(line) + 1
        raw_at += len(raw_line)
    return pieces or None


def _flow_pieces(text: str, raw: str) -> list[tuple[int, int]] | None:
    """Match a plain or quoted scalar character by character, through simple escapes."""
    if raw == text:
        return [(0, 0)]
    if raw[1:-1] == text and raw[:1] in ("'", '"'):
        return [(0, 1)]
    if not raw.startswith('"') or not raw.endswith('"') or "\n" in raw:
        return None
    pieces: list[tuple[int, int]] = []
    made: list[str] = []
    at = 0
    for match in _PIECE.finditer(raw, 1, len(raw) - 1):
        pieces.append((at, match.start()))
        if match[1] is not None:
            piece = chr(int(match[1], 16))
        elif match[2] is not None:
            piece = _SIMPLE_ESCAPES.get(match[2], "")
        else:
            piece = match[0]
        made.append(piece)
        at += len(piece)
    return pieces if "".join(made) == text else None


def _indent(raw: str) -> str:
    lines: list[str] = _LINE.findall(raw)
    for line in lines[1:]:
        if line.strip():
            return " " * (len(line) - len(line.lstrip(" ")))
    return ""
