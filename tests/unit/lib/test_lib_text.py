"""Lua module `text`."""

from __future__ import annotations

from typing import Any

import pytest

from wippy_runtime.lib import regexp, text
from wippy_runtime.lib.text_diff import Differ
from wippy_runtime.lib.text_splitter import Splitter
from wippy_runtime.lua.modules import module_table
from wippy_runtime.lua.table import Table
from wippy_runtime.temporal.transfer import from_plain, to_plain


def compiled(pattern: str) -> Any:
    expression, error = regexp.compile(pattern)
    assert error is None, error.message()
    return expression


MATCHES: list[tuple[str, str, str | None]] = [
    (r"a+", "baaac", "aaa"),
    (r"x", "abc", None),
    (r"(?i)HELLO", "say hello", "hello"),
    (r"a(?i)b|c", "C", "C"),
    (r"(?i:a)b", "Ab", "Ab"),
    (r"(?s)a.b", "a\nb", "a\nb"),
    (r"a.b", "a\nb", None),
    (r"(?m)^b$", "a\nb\nc", "b"),
    (r"a$", "a\n", None),
    (r"(?m)a$", "a\n", "a"),
    (r"\d+", "x42y", "42"),
    (r"\d", "\xd9\xa3", None),
    (r"[[:alpha:]]+", "12ab3", "ab"),
    (r"[[:^digit:]]+", "12ab3", "ab"),
    (r"[^\d]+", "12ab3", "ab"),
    (r"[\W]", "ab!c", "!"),
    (r"\pL+", "12\xc3\xa4b", "\xc3\xa4b"),
    (r"\p{Greek}+", "a\xce\xb1\xce\xb2", "\xce\xb1\xce\xb2"),
    (r"\PL", "ab1", "1"),
    (r"\x41\x{42}", "xAB", "AB"),
    (r"\Qa.b\E+", "a.bb", "a.bb"),
    (r"[]a]+", "x]a", "]a"),
    (r"[a\-z]+", "b-a", "-a"),
    (r"a{2,3}", "aaaa", "aaa"),
    (r"a{,2}", "a{,2}", "a{,2}"),
    (r"(?U)a+", "aaa", "a"),
    (r"(?U)a+?", "aaa", "aaa"),
    (r".", "\xc3\xa4", "\xc3\xa4"),
    (r"\bfoo\b", "a foo b", "foo"),
    (r"\Aa\z", "a", "a"),
    (r"a||b", "b", ""),
    (r"\.", "a.b", "."),
    (r"\101", "A", "A"),
]


@pytest.mark.parametrize(("pattern", "subject", "found"), MATCHES)
def test_find(pattern: str, subject: str, found: str | None) -> None:
    assert compiled(pattern).find_string(subject) == found
    assert compiled(pattern).match_string(subject) is (found is not None)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(", "missing closing ): `(`"),
        (")", "unexpected ): `)`"),
        ("[a", "missing closing ]: `[a`"),
        ("*a", "missing argument to repetition operator: `*`"),
        ("a**", "invalid nested repetition operator: `**`"),
        ("a*+", "invalid nested repetition operator: `*+`"),
        ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
        ("(?i=a)", "invalid or unsupported Perl syntax: `(?i=`"),
        ("(?<!a)", "invalid named capture: `(?<!a)`"),
        (r"(a)\1", r"invalid escape sequence: `\1`"),
        (r"\Z", r"invalid escape sequence: `\Z`"),
        ("a{1001}", "invalid repeat count: `{1001}`"),
        ("[b-a]", "invalid character class range: `b-a`"),
        ("[[:foo:]]", "invalid character class range: `[:foo:]`"),
        (r"\p{Nothing}", r"invalid character class range: `\p{Nothing}`"),
        ("a\\", "trailing backslash at end of expression: ``"),
        ("(?P<a-b>x)", "invalid named capture: `(?P<a-b>`"),
    ],
)
def test_invalid_expressions(pattern: str, problem: str) -> None:
    expression, error = regexp.compile(pattern)
    assert expression is None
    assert error is not None
    assert (error.kind(), error.message()) == ("Invalid", f"error parsing regexp: {problem}")


def test_positions_are_bytes() -> None:
    expression = compiled("b")
    assert to_plain(expression.find_string_index("\xc3\xa4b")) == [3, 3]
    assert to_plain(expression.find_all_string_index("b\xffb")) == [[1, 1], [3, 3]]
    assert expression.find_string_index("x") is None
    assert expression.find_all_string_index("x") is None


@pytest.mark.parametrize(
    ("pattern", "subject", "found"),
    [
        ("a*", "baaac", ["", "aaa", ""]),
        ("a*", "aaa", ["aaa"]),
        ("", "ab", ["", "", ""]),
        ("a", "banana", ["a", "a", "a"]),
        ("z", "banana", []),
    ],
)
def test_find_all(pattern: str, subject: str, found: list[str]) -> None:
    assert to_plain(compiled(pattern).find_all_string(subject)) == found


def test_submatches_and_names() -> None:
    expression = compiled(r"(?P<key>\w+)=(\w+)?")
    assert to_plain(expression.find_string_submatch("a=1")) == ["a=1", "a", "1"]
    assert to_plain(expression.find_string_submatch("a=")) == ["a=", "a", ""]
    assert to_plain(expression.find_all_string_submatch("a=1 b=2")) == [
        ["a=1", "a", "1"],
        ["b=2", "b", "2"],
    ]
    assert expression.find_string_submatch("x") is None
    assert expression.num_subexp() == 2
    assert to_plain(expression.subexp_names()) == ["", "key", ""]
    assert expression.string() == r"(?P<key>\w+)=(\w+)?"


@pytest.mark.parametrize(
    ("pattern", "subject", "replacement", "result"),
    [
        ("a(x*)b", "-ab-axxb-", "T", "-T-T-"),
        ("a(x*)b", "-ab-axxb-", "$1", "--xx-"),
        ("a(x*)b", "-ab-axxb-", "$1W", "---"),
        ("a(x*)b", "-ab-axxb-", "${1}W", "-W-xxW-"),
        ("(?P<n>a)", "a", "[${n}$$]", "[a$]"),
        ("(?P<n>x)|(?P<n>a)", "a", "[$n]", "[a]"),
        ("a*", "baaac", "x", "xbxcx"),
        ("", "abc", "-", "-a-b-c-"),
        ("\xc3\xa4", "x\xc3\xa4", "o", "xo"),
    ],
)
def test_replace(pattern: str, subject: str, replacement: str, result: str) -> None:
    assert compiled(pattern).replace_all_string(subject, replacement) == result


@pytest.mark.parametrize(
    ("pattern", "subject", "limit", "parts"),
    [
        ("a", "banana", None, ["b", "n", "n", ""]),
        ("a", "banana", 2, ["b", "nana"]),
        ("a", "banana", 0, []),
        ("z+", "pizza", None, ["pi", "a"]),
        ("", "abc", None, ["a", "b", "c"]),
        (",", "", None, [""]),
        (",", "abc", None, ["abc"]),
    ],
)
def test_split(pattern: str, subject: str, limit: Any, parts: list[str]) -> None:
    assert to_plain(compiled(pattern).split(subject, limit)) == parts


def test_diff() -> None:
    differ, error = text.diff_new()
    assert error is None
    assert isinstance(differ, Differ)
    differences, _ = differ.compare("the cat", "the hat")
    assert to_plain(differences) == [
        {"operation": "equal", "text": "the "},
        {"operation": "delete", "text": "c"},
        {"operation": "insert", "text": "h"},
        {"operation": "equal", "text": "at"},
    ]
    assert to_plain(differ.summarize(differences)) == {
        "insertions": 1,
        "deletions": 1,
        "equals": 6,
    }
    assert "<del" in differ.pretty_html(differences)
    assert "\x1b[32mh\x1b[0m" in differ.pretty_text(differences)
    patches, _ = differ.patch_make("the cat", "the hat")
    assert differ.patch_apply(patches, "the cat sat") == ("the hat sat", True)
    assert differ.compare(1, "x")[0] is None


def splitter(kind: Any, **options: Any) -> Splitter:
    found, error = kind(Table({name: from_plain(value) for name, value in options.items()}))
    assert error is None
    assert isinstance(found, Splitter)
    return found


def pieces(found: Splitter, subject: str) -> Any:
    result, error = found.split_text(subject)
    assert error is None
    return to_plain(result)


def test_recursive_splitter() -> None:
    found = splitter(text.splitter_recursive, chunk_size=10, chunk_overlap=0)
    assert pieces(found, "Hi.\n\nI'm Harrison.\n\nHow?\n\na") == [
        "Hi.",
        "I'm",
        "Harrison.",
        "How?\n\na",
    ]
    overlapping = splitter(text.splitter_recursive, chunk_size=10, chunk_overlap=5)
    assert pieces(overlapping, "one two three four") == [
        "one two",
        "two three",
        "three four",
    ]
    assert all(len(piece) <= 10 for piece in pieces(found, "x" * 95))
    assert text.splitter_recursive(Table({"chunk_size": 5, "chunk_overlap": 5}))[0] is None


def test_markdown_splitter() -> None:
    document = "# One\nalpha\n## Two\nbeta\n```\n# code\n```\n"
    found = splitter(text.splitter_markdown, chunk_size=100, chunk_overlap=0)
    assert pieces(found, document) == ["# One\nalpha", "## Two\nbeta\n```\n# code\n```"]
    nested = splitter(
        text.splitter_markdown, chunk_size=100, chunk_overlap=0, heading_hierarchy=True
    )
    assert pieces(nested, document)[1].startswith("# One\n## Two\nbeta")


def test_batches_keep_metadata() -> None:
    found = splitter(text.splitter_recursive, chunk_size=3, chunk_overlap=0)
    pages = from_plain([{"content": "ab cd", "metadata": {"page": 1}}])
    result, _ = found.split_batch(pages)
    assert to_plain(result) == [
        {"content": "ab", "metadata": {"page": 1}},
        {"content": "cd", "metadata": {"page": 1}},
    ]
    assert found.split_batch(5)[0] is None


@pytest.mark.parametrize(
    "name",
    [
        "json",
        "yaml",
        "base64",
        "uuid",
        "hash",
        "crypto",
        "compress",
        "env",
        "logger",
        "http_client",
        "os",
        "text",
        "time",
    ],
)
def test_modules_match_their_api_rows(name: str) -> None:
    from wippyc.api.registry import modules

    api = modules()[name]
    table = module_table(name)
    for path in [*api.functions, *api.constants]:
        value: Any = table
        for part in path.split("."):
            value = value[part]
        assert value is not None, path
    names = {
        f"{key}.{inner}" if isinstance(item, Table) else key
        for key, item in table.items_in_order()
        for inner in (
            [one for one, _ in item.items_in_order()] if isinstance(item, Table) else [""]
        )
    }
    assert names == {*api.functions, *api.constants}
