"""Lua module `html`: policies of what may stay in a document."""

from __future__ import annotations

from typing import Any

import pytest

from wippy_runtime.lib import html
from wippy_runtime.lua.modules import module_table
from wippy_runtime.lua.strings import from_text


def new() -> Any:
    return html.sanitize_new_policy()[0]


def ugc() -> Any:
    return html.sanitize_ugc_policy()[0]


def strict() -> Any:
    return html.sanitize_strict_policy()[0]


def numbers_only() -> Any:
    builder, error = new().allow_attrs("width").matching("^[0-9]+$")
    assert error is None
    return builder.on_elements("p")


CASES: list[tuple[str, Any, str, str]] = [
    ("strict keeps text", strict, "<b>Hi</b> <i>you</i>", "Hi you"),
    ("strict drops scripts", strict, "a<script>alert(1)</script>b", "ab"),
    ("strict escapes", strict, "1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    (
        "elements",
        lambda: new().allow_elements("b", "P"),
        "<p><b>x</b><i>y</i></p>",
        "<p><b>x</b>y</p>",
    ),
    ("comments go", lambda: new().allow_elements("p"), "<p>a<!-- b --></p>", "<p>a</p>"),
    ("attributes go", lambda: new().allow_elements("p"), '<p onclick="x()">a</p>', "<p>a</p>"),
    (
        "attributes on elements",
        lambda: new().allow_attrs("title").on_elements("p"),
        '<p title="t" id="i">a</p>',
        '<p title="t">a</p>',
    ),
    (
        "attributes globally",
        lambda: new().allow_attrs("id").globally().allow_elements("p", "b"),
        '<p id="i"><b id="j">a</b></p>',
        '<p id="i"><b id="j">a</b></p>',
    ),
    ("attribute matches", numbers_only, '<p width="10">a</p>', '<p width="10">a</p>'),
    ("attribute does not match", numbers_only, '<p width="1x">a</p>', "<p>a</p>"),
    ("javascript", ugc, '<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
    (
        "links get nofollow",
        ugc,
        '<a href="https://e.org/?a=1&amp;b=2">x</a>',
        '<a href="https://e.org/?a=1&amp;b=2" rel="nofollow">x</a>',
    ),
    ("relative links", ugc, '<a href="/page">x</a>', '<a href="/page" rel="nofollow">x</a>'),
    (
        "no relative links",
        lambda: ugc().allow_relative_urls(False),
        '<a href="/page">x</a>',
        "<a>x</a>",
    ),
    (
        "target",
        lambda: ugc().add_target_blank_to_fully_qualified_links(True),
        '<a href="https://e.org">x</a>',
        '<a href="https://e.org" target="_blank" rel="nofollow noopener">x</a>',
    ),
    (
        "noreferrer",
        lambda: ugc().require_noreferrer_on_links(True).require_nofollow_on_links(False),
        '<a href="https://e.org">x</a>',
        '<a href="https://e.org" rel="noreferrer">x</a>',
    ),
    (
        "schemes",
        lambda: new().allow_url_schemes("tel").allow_attrs("href").on_elements("a"),
        '<a href="tel:1">x</a><a href="http://e.org">y</a>',
        '<a href="tel:1">x</a><a>y</a>',
    ),
    (
        "images",
        ugc,
        '<img src="https://e.org/a.png" alt="a" width="10" onerror="x">',
        '<img src="https://e.org/a.png" alt="a" width="10">',
    ),
    ("data images refused", ugc, '<img src="data:image/png;base64,AAAA">', "<img>"),
    (
        "data images",
        lambda: ugc().allow_data_uri_images(),
        '<img src="data:image/png;base64,AAAA">',
        '<img src="data:image/png;base64,AAAA">',
    ),
    (
        "lists",
        lambda: new().allow_lists(),
        '<ul type="disc"><li value="2">a</li></ul>',
        '<ul type="disc"><li value="2">a</li></ul>',
    ),
    (
        "tables",
        lambda: new().allow_tables(),
        '<table><tbody><tr><td colspan="2" style="x">a</td></tr></tbody></table>',
        '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
    ),
    ("style elements", ugc, "<style>p{}</style><p style='x'>a</p>", "<p>a</p>"),
    ("forms", ugc, '<form action="/x"><input name="a">t</form>', "t"),
    ("text", ugc, "<p>hé</p>", "<p>hé</p>"),
]


@pytest.mark.parametrize(
    ("make", "source", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_policies(make: Any, source: str, expected: str) -> None:
    assert make().sanitize(from_text(source)) == from_text(expected)


def test_an_invalid_pattern_is_an_error() -> None:
    builder, error = new().allow_attrs("id").matching("(")
    assert builder is None
    assert error is not None


def test_the_module_is_nested() -> None:
    assert module_table("html")["sanitize"]["ugc_policy"] is not None
