"""Reads JSON text into positioned values.

Most JSON is YAML, but not all of it: tabs, `\\/` and surrogate pairs are not.
"""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder

from wippyc.diagnostics.model import Diagnostic, Sink
from wippyc.project import rules
from wippyc.project.model import Node
from wippyc.project.node_builder import NodeBuilder, Scalar, SourceError
from wippyc.source import SourceFile, Span

_BLANK = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_CONSTANTS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_LONGEST_INTEGER = 25
_STRINGS = JSONDecoder(strict=True)


def read_json(source: SourceFile, sink: Sink) -> Node | None:
    """Read a JSON text; `None` when it cannot be read, which is reported, or is blank."""
    builder = NodeBuilder(source, sink)
    if not source.text.strip():
        return None
    try:
        _Reader(source, builder).document()
    except SourceError as error:
        sink.report(error.diagnostic)
        return None
    return builder.root


class _Reader:
    def __init__(self, source: SourceFile, builder: NodeBuilder) -> None:
        self._source = source
        self._text = source.text
        self._builder = builder
        self._at = 0

    def document(self) -> None:
        """Read one value and nothing after it."""
        closers: list[str] = []
        while True:
            opened = self._value(closers)
            if not opened:
                self._after_value(closers)
            if not closers:
                break
        self._skip()
        if self._at < len(self._text):
            raise self._fail("unexpected text after the document")

    def _value(self, closers: list[str]) -> bool:
        """Read a scalar or an opening bracket; true when a non-empty bracket was opened."""
        self._skip()
        char = self._text[self._at : self._at + 1]
        if char in ("{", "["):
            self._builder.open(self._at, is_mapping=char == "{")
            closers.append("}" if char == "{" else "]")
            self._at += 1
            self._skip()
            if self._text.startswith(closers[-1], self._at):
                self._close(closers)
                return False
            if char == "{":
                self._key()
            return True
        self._scalar(char)
        return False

    def _after_value(self, closers: list[str]) -> None:
        while closers:
            self._skip()
            if self._text.startswith(",", self._at):
                self._at += 1
                if closers[-1] == "}":
                    self._skip()
                    self._key()
                return
            if not self._text.startswith(closers[-1], self._at):
                raise self._fail(f"expected ',' or '{closers[-1]}'")
            self._close(closers)

    def _close(self, closers: list[str]) -> None:
        closers.pop()
        self._at += 1
        self._builder.close(self._at)

    def _key(self) -> None:
        if not self._text.startswith('"', self._at):
            raise self._fail("expected a key in double quotes")
        self._scalar('"')
        self._skip()
        if not self._text.startswith(":", self._at):
            raise self._fail("expected ':' after a key")
        self._at += 1

    def _scalar(self, char: str) -> None:
        start = self._at
        value: Scalar
        if char == '"':
            try:
                value, self._at = _STRINGS.raw_decode(self._text, start)
            except JSONDecodeError as error:
                self._at = min(error.pos, len(self._text))
                raise self._fail(error.msg[:1].lower() + error.msg[1:]) from None
        elif number := _NUMBER.match(self._text, start):
            self._at = number.end()
            is_integer = number[2] is None and number[3] is None
            if is_integer and len(number[1]) <= _LONGEST_INTEGER:
                value = int(number[1])
            else:
                value = float(number[0])
        elif (word := _WORD.match(self._text, start)) and word[0] in _CONSTANTS:
            self._at = word.end()
            value = _CONSTANTS[word[0]]
        else:
            raise self._fail("expected a value")
        text = value if isinstance(value, str) else self._text[start : self._at]
        self._builder.scalar(value, Span(self._source, start, self._at), text=text)

    def _skip(self) -> None:
        match = _BLANK.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _fail(self, problem: str) -> SourceError:
        end = min(self._at + 1, len(self._text))
        return SourceError(
            Diagnostic(
                rule=rules.INVALID_SYNTAX,
                message=f"failed to unmarshal content: {problem}",
                span=Span(self._source, self._at, end),
                note="the file is not valid JSON, so none of its entries can be read",
                hint="check commas, quotes and brackets at or before this place",
            )
        )
