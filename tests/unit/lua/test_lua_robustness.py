"""Hostile input: a tree or a clear error, in bounded time, never an exception."""

from __future__ import annotations

import gc
import sys
import threading
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lua_generator import Generator
from lua_samples import PLAIN, SAMPLES, TYPED, parse, parse_ok, source

from wippyc.diagnostics.model import Severity, Sink
from wippyc.lua.lexer import tokenize
from wippyc.lua.outline import Outline
from wippyc.lua.parse import parse_lua, parse_tree
from wippyc.lua.printer import print_chunk

DEPTH = 190
LENGTH = 900

NESTED = {
    "tables": ("x = ", "{", "1", "}", ""),
    "parentheses": ("x = ", "(", "1", ")", ""),
    "indexes": ("x = ", "a[", "1", "]", ""),
    "calls": ("x = ", "f(", "1", ")", ""),
    "logic": ("x = ", "a and (", "b", ")", ""),
    "callees": ("", "(", "f", ")()", ""),
    "targets": ("", "(", "a", ").b", " = 1"),
    "functions": ("x = ", "function() return ", "1", " end", ""),
    "blocks": ("", "do ", "", "end ", ""),
    "ifs": ("", "if a then ", "", "end ", ""),
    "elses": ("", "if a then else ", "", "end ", ""),
    "loops": ("", "repeat ", "", "until a ", ""),
    "array types": ("local x: ", "{", "number", "}", ""),
    "types in parentheses": ("local x: ", "(", "number", ")", ""),
    "generics": ("local x: ", "A<", "B", ">", ""),
    "function types": ("local x: ", "() -> ", "()", "", ""),
}

LONG = [
    "x = " + "- " * LENGTH + "1",
    "x = " + " .. ".join(["a"] * LENGTH),
    "x = " + " ^ ".join(["a"] * LENGTH),
    "x = " + " + ".join(["a"] * LENGTH),
    "f" + "(1)" * LENGTH,
    "a" + ".b(1)" * (LENGTH // 2),
    "a" + ":m()" * LENGTH,
    "a" + "[1]" * LENGTH + " = 1",
    "a" + "'x'" * LENGTH,
    "x = y" + "!" * LENGTH,
    "f(function() " * 99 + " end)" * 99,
    "if a then " + "elseif b then " * 3000 + "end",
    "local x: " + "() -> (a: " * 60 + "number" + ")" * 60 + " -> ()",
    "local x: A" + " | B" * 5000,
    "x = {" + "{ a = 1, b = 'x', f(2) },\n" * 1500 + "}",
    "x = '" + "\\n" * 50_000 + "'",
    "x = [[" + "\n" * 50_000 + "]]",
]


def nested(name: str, depth: int) -> str:
    before, opener, inner, closer, after = NESTED[name]
    return before + opener * depth + inner + closer * depth + after


@pytest.mark.parametrize("name", NESTED)
def test_deep_programs_parse(name: str) -> None:
    depth = DEPTH // 2 if name in ("function types",) else DEPTH
    assert len(parse_ok(nested(name, depth)).body.statements) == 1


@pytest.mark.parametrize("name", NESTED)
@pytest.mark.parametrize("depth", [1000, 20_000])
def test_too_deep_programs_are_refused(name: str, depth: int) -> None:
    started = time.perf_counter()
    chunk, found = parse(nested(name, depth))
    assert chunk is None
    assert [item.rule.code for item in found] == ["P019"]
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_long_programs_parse(text: str) -> None:
    started = time.perf_counter()
    chunk = parse_ok(text)
    assert len(chunk.body.statements) == 1
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "{" * 20_000,
        "x = " + "(" * 20_000 + ")" * 20_000,
        "x = " + "- " * 20_000 + "1",
        "x = " + " .. ".join(["a"] * 20_000),
        "do " * 20_000 + "end " * 20_000,
        "function f() " * 20_000,
        "if a then else " * 20_000,
        "x = " + "function() return " * 20_000,
        "local x: " + "{" * 20_000,
        "local x: " + "() -> " * 20_000,
        "x = y" + "!" * 20_000,
        "x = a" + ".b" * 20_000,
        "local x: " + "A<" * 20_000,
        "type A = " + "(" * 20_000,
        "f" + "(" * 20_000,
        "x = a" + "[a" * 20_000,
        "a.b(function() " * 20_000,
        "x = " + "!" * 20_000 + "y",
        "interface " * 20_000,
        "x = y" + " :: " * 20_000,
    ],
    ids=range(20),
)
def test_endless_programs_are_refused(text: str) -> None:
    started = time.perf_counter()
    chunk, found = parse(text)
    assert chunk is None
    assert 1 <= len(found) <= 21
    assert all(item.span is not None and item.message for item in found)
    assert time.perf_counter() - started < 10


def test_too_deep_code_says_so() -> None:
    _, (found,) = parse("x = " + "{" * 5000 + "}" * 5000)
    assert found.rule.code == "P019"
    assert "nested more than 200 levels" in found.message
    _, (found,) = parse("x = " + " + ".join(["1"] * 5000))
    assert found.rule.code == "P019"


def assert_tree_or_errors(text: str) -> None:
    sink = Sink()
    chunk = parse_lua(source(text), sink)
    errors = [item for item in sink if item.level is Severity.ERROR]
    assert (chunk is None) == bool(errors)
    for item in sink:
        assert item.span is not None
        assert 0 <= item.span.start <= item.span.end <= len(text)
    if chunk is not None:
        assert print_chunk(chunk)


@settings(max_examples=120, deadline=5000)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert_tree_or_errors(data.decode("utf-8", "surrogateescape"))


SIGNS = "( ) [ ] { } < > :: : . .. ... , ; = == ~= ! ? @ -> | & + - * / ^ # ~ >> << >="
FRAGMENTS = sorted(
    set((PLAIN + TYPED).split())
    | set(SIGNS.split())
    | {"'a'", "[[", "]]", "--[[", "--", "\n", '"', "\\", "é", "\ufeff", "1e5", "0x", "end"}
)


@settings(max_examples=200, deadline=5000)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40), st.sampled_from([" ", "", "\n"]))
def test_any_tokens(pieces: list[str], separator: str) -> None:
    assert_tree_or_errors(separator.join(pieces))


@settings(max_examples=60, deadline=5000)
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 3000), st.integers(0, 40))
def test_any_cut(name: str, start: int, length: int) -> None:
    text = SAMPLES[name]
    assert_tree_or_errors(text[:start])
    assert_tree_or_errors(text[:start] + text[start + length :])


@settings(max_examples=60, deadline=5000)
@given(st.integers(0, 10**9))
def test_any_damage_to_typed_programs(seed: int) -> None:
    random = Random(seed)
    tokens = Generator(random, is_typed=True).program()
    random.shuffle(tokens[len(tokens) // 2 :])
    for _ in range(random.randrange(1, 4)):
        if tokens:
            tokens.pop(random.randrange(len(tokens)))
    assert_tree_or_errors(" ".join(tokens))


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for text in ("x = @", "x = $ 1", "x = 'a", "local x: ? = 1", "a != b", "x = \\", "\x00"):
        assert parse(text)[0] is None
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def process_state() -> tuple[int, bool, int]:
    # Asking for the size without giving one sets it back to the default.
    stack_size = threading.stack_size()
    threading.stack_size(stack_size)
    return sys.getrecursionlimit(), gc.isenabled(), stack_size


def test_the_process_is_left_as_it_was() -> None:
    before = process_state()
    parse(PLAIN)
    parse("x = = ")
    assert process_state() == before


def test_files_parse_in_parallel() -> None:
    expected = print_chunk(parse_ok(TYPED))
    results: list[str] = []

    def work() -> None:
        results.extend(print_chunk(parse_ok(TYPED)) for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 18


def test_parsing_a_file_costs_no_more_than_luaparser_alone() -> None:
    import luaparser.ast

    text = PLAIN * 4
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("#", "return M")))
    parse_ok(text)
    luaparser.ast.parse(text)

    def seconds(work: object) -> float:
        assert callable(work)
        times = []
        for _ in range(3):
            started = time.process_time()
            work()
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(lambda: parse_ok(text)) < seconds(lambda: luaparser.ast.parse(text))


def test_a_rejection_by_luaparser_is_a_diagnostic() -> None:
    sink = Sink()
    unchecked = Outline(tokenize(source("x = 1\ny = = 2"), sink))
    assert parse_tree(unchecked, sink) is None
    (found,) = sink
    assert found.rule.code == "P005"
    assert found.span is not None
    assert (found.span.line, found.span.column) == (2, 5)


@pytest.mark.parametrize("arguments", ["(", "(-", "(0max)", "(0x)", "(1e)", "(0, ", "(~)"])
def test_broken_arguments_of_validators(arguments: str) -> None:
    assert_tree_or_errors(f"type Age = integer @min{arguments}")
