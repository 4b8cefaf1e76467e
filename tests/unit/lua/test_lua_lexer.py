"""Tokens, numerals and strings, by the lexical rules of Wippy's Lua."""

from __future__ import annotations

import math

import pytest
from lua_samples import SAMPLES, codes, first_expression, parse, parse_ok, source

from wippyc.diagnostics.model import Sink
from wippyc.lua.lexer import NAME, NUMBER, STRING, tokenize
from wippyc.lua.literals import number_value, string_value


def kinds(text: str) -> list[str]:
    return tokenize(source(text), Sink()).kinds[:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a1_ end_ end", [NAME, NAME, "end"]),
        ("... .. . .", ["...", "..", ".", "."]),
        ("a->b ?: ! @x", [NAME, "->", NAME, "?", ":", "!", "@", NAME]),
        ("<<= >>= ::= ~== //", ["<<", "=", ">>", "=", "::", "=", "~=", "=", "//"]),
        ("1..2", [NUMBER]),
        ("3and 4or 5", [NUMBER, "and", NUMBER, "or", NUMBER]),
        (".5 5. 5.e2 0xAf 1e+5", [NUMBER] * 5),
        ("a.b", [NAME, ".", NAME]),
        ("--x\ny --[[a\nb]] z --[==[ ]] ]==] w", [NAME] * 3),
        ("'a\\'b' \"c\\\"d\" [[e]] [=[ ]] ]=]", [STRING] * 4),
        ("'a\\\nb'", [STRING]),
        ("t[a[1]]", [NAME, "[", NAME, "[", NUMBER, "]", "]"]),
        ("\t\r\n ;", [";"]),
        ("---@type string\nx", [NAME]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize("name", SAMPLES)
def test_tokens_and_comments_cover_everything_but_white_space(name: str) -> None:
    text = SAMPLES[name]
    tokens = tokenize(source(text), Sink())
    covered = [*zip(tokens.starts, tokens.ends, strict=True)]
    covered += [(comment.span.start, comment.span.end) for comment in tokens.comments]
    at = text.index("\n") if text.startswith("#") else 0
    for start, end in sorted(covered):
        assert not text[at:start].strip()
        at = end
    assert at == len(text)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("0", 0),
        ("42", 42),
        ("3.", 3.0),
        (".5", 0.5),
        ("1e5", 1e5),
        ("1E-2", 0.01),
        ("0x10", 16),
        ("0XfF", 255),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", 2.0**63),
        ("0x7fffffffffffffff", 2**63 - 1),
        ("0xffffffffffffffff", -1),
        ("0x1ffffffffffffffff", -1),
        ("0010", 10),
        ("08", 8),
        ("1e400", math.inf),
        ("9" * 6000, math.inf),
        ("0" * 6000 + "7", 7),
    ],
)
def test_numerals(numeral: str, value: float) -> None:
    assert number_value(numeral) == value
    assert type(number_value(numeral)) is type(value)
    assert first_expression(numeral).value == value


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        (r'"\a\b\f\n\r\t\v\\\"\'"', "\a\b\f\n\r\t\v\\\"'"),
        (r'"\65\066\0651"', "AB" + "A1"),
        (r'"\255\0"', "\xff\0"),
        ('"\\\n\\\r\n\\\n\r\\\r"', "\n\n\n\n"),
        (r'"\x41\z\u{41}\/\q"', "x41zu{41}/q"),
        ('"é€"', "é€".encode().decode("latin-1")),
        ('"\\é"', "é".encode().decode("latin-1")),
        ('"\udcff"', "\xff"),
        ("[[\na\r\nb\rc\n\rd]]", "a\nb\nc\nd"),
        ("[[\r\n\na]]", "\na"),
        ("[==[]]]=]]==]", "]]]=]"),
        ("[[\\n]]", "\\n"),
        ("''", ""),
    ],
)
def test_strings(literal: str, value: str) -> None:
    assert string_value(literal) == value
    expression = first_expression(literal)
    assert expression.value == value
    assert expression.span.text == literal


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "words"),
    [
        ("x = 1 $ 2", "P001", 1, 7, "`$` (U+0024 DOLLAR SIGN)"),
        ("local naïve = 1", "P001", 1, 9, "`ï`"),
        ("x = \u00a01", "P001", 1, 5, "U+00A0"),
        ("x = “a”", "P001", 1, 5, "LEFT DOUBLE QUOTATION MARK"),
        ("x = \udc80", "P001", 1, 5, "byte 0x80"),
        ("x = \v1", "P001", 1, 5, "U+000B"),
        ("x\n= 'abc\ny = 1", "P002", 2, 3, "not closed"),
        ('x = "a\\', "P002", 1, 5, "not closed"),
        ("x = [==[ ]]", "P002", 1, 5, "long string"),
        ("x = 1 --[[ y", "P003", 1, 7, "block comment"),
        ("x = 0x1p4", "P004", 1, 5, "hexadecimal float"),
        ("x = 0xA.8", "P004", 1, 5, "hexadecimal float"),
        ("x = 3x", "P004", 1, 5, "malformed number `3x`"),
        ("x = 1..2", "P004", 1, 5, "malformed number `1..2`"),
        ("x = 0x", "P004", 1, 5, "malformed number `0x`"),
        (r'x = "\300"', "P021", 1, 6, "no byte"),
    ],
)
def test_lexical_errors(text: str, code: str, line: int, column: int, words: str) -> None:
    chunk, found = parse(text)
    assert chunk is None
    first = found[0]
    assert first.span is not None
    assert (first.rule.code, first.span.line, first.span.column) == (code, line, column)
    assert words in first.message


def test_one_bad_character_is_one_error() -> None:
    assert codes("x = é\ny = 1") == ["P001"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'x = "\x41"', ["P104"]),
        (r'x = "\u{41}\z"', ["P104", "P104"]),
        (r'x = "\/\-\\"', []),
        ("x = 010", ["P106"]),
        ("x = 0", []),
        ("x = 0xffffffffffffffff", ["P105"]),
        ("x = 0x7fffffffffffffff", []),
        ("\ufeffx = 1", ["P102"]),
        ("#!lua\nx = 1", ["P103"]),
        ("\ufeff#!lua\nx = 1", ["P102", "P103"]),
    ],
)
def test_oddities_are_reported_and_parse(text: str, expected: list[str]) -> None:
    chunk, found = parse(text)
    assert chunk is not None
    assert [diagnostic.rule.code for diagnostic in found] == expected


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\n\r"])
def test_every_line_break_counts_once(line_break: str) -> None:
    chunk = parse_ok(line_break.join(["-- a", "x = 1", "", "y = [[", "]]", "z = 2"]))
    lines = [statement.span.line for statement in chunk.body.statements]
    assert lines == [2, 4, 6]
    assert chunk.comments[0].text == " a"
