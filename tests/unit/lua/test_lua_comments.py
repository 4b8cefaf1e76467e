"""Comments: each stands in one place of the tree, the one a reader expects."""

from __future__ import annotations

import random
from typing import Any

import pytest
from lua_samples import SAMPLES, parse_ok, walk

from wippyc.lua import syntax
from wippyc.lua.syntax import Chunk, Comment


def placed(chunk: Chunk) -> list[Comment]:
    found: list[Comment] = list(chunk.header)
    for node in walk(chunk.body):
        match node:
            case syntax.Comments(leading=leading, trailing=trailing):
                found += [*leading, *trailing]
            case syntax.Block(dangling=dangling) | syntax.Table(dangling=dangling):
                found += dangling
    return found


def assert_each_once(chunk: Chunk) -> None:
    ids = sorted(id(comment) for comment in placed(chunk))
    assert ids == sorted(id(comment) for comment in chunk.comments)


def places(text: str) -> list[str]:
    """Return `text of the comment @ kind and owner` in source order."""
    chunk = parse_ok(text)
    assert_each_once(chunk)
    found: list[tuple[int, str]] = [
        (comment.span.start, f"{comment.text.strip()} @ header") for comment in chunk.header
    ]
    for node in walk(chunk.body):
        comments: Any = getattr(node, "comments", None)
        owner = node.span.text.split("\n")[0][:12].strip() if hasattr(node, "span") else ""
        groups: list[tuple[str, tuple[Comment, ...]]] = []
        if isinstance(comments, syntax.Comments):
            groups += [("leading", comments.leading), ("trailing", comments.trailing)]
        if isinstance(node, (syntax.Block, syntax.Table)):
            groups.append(("dangling", node.dangling))
        found += [
            (comment.span.start, f"{comment.text.strip()} @ {kind} {owner}".strip())
            for kind, group in groups
            for comment in group
        ]
    return [text for _, text in sorted(found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-- a\nx = 1", ["a @ leading x = 1"]),
        ("-- a\n\nx = 1", ["a @ header"]),
        ("-- a\n\n-- b\n-- c\nx = 1", ["a @ header", "b @ leading x = 1", "c @ leading x = 1"]),
        ("x = 1 -- a\n-- b\ny = 2", ["a @ trailing x = 1", "b @ leading y = 2"]),
        ("x = 1; -- a\ny = 2", ["a @ trailing x = 1"]),
        ("f() -- a\ng()", ["a @ trailing f()"]),
        ("x = 1\n-- a\n-- b", ["a @ dangling x = 1", "b @ dangling x = 1"]),
        ("-- only", ["only @ dangling"]),
        ("do x()\n-- a\nend", ["a @ dangling x()"]),
        ("do\n-- a\nend", ["a @ dangling"]),
        ("if a then -- b\nc() end", ["b @ leading c()"]),
        ("if a then -- b\nend", ["b @ dangling"]),
        (
            "if a then b()\n-- c\nelseif d then e()\n-- f\nelse\n-- g\nh()\n-- i\nend -- j",
            [
                "c @ leading elseif d the",
                "f @ dangling e()",
                "g @ leading h()",
                "i @ dangling h()",
                "j @ trailing if a then b(",
            ],
        ),
        ("if a then b() elseif c then\n d() -- e\nend", ["e @ trailing d()"]),
        ("repeat x()\n-- a\nuntil y", ["a @ dangling x()"]),
        ("function f(a, -- b\n c) -- d\n e() end", ["b @ leading function f(a", "d @ leading e()"]),
        (
            "t = { -- a\n -- b\n x = 1, -- c\n y = 2 -- d\n , --[[e]] 3, -- f\n -- g\n}",
            [
                "a @ leading x = 1",
                "b @ leading x = 1",
                "c @ trailing x = 1",
                "d @ trailing y = 2",
                "e @ leading 3",
                "f @ trailing 3",
                "g @ dangling { -- a",
            ],
        ),
        ("x = a + -- b\n c", ["b @ leading x = a + -- b"]),
        ("f(a, --[[b]] c)", ["b @ leading f(a, --[[b]]"]),
        ("--[[a]] x = 1", ["a @ leading x = 1"]),
        ("x = 1 --[[a]] y = 2", ["a @ leading y = 2"]),
        (
            "f(function() -- a\n b() -- c\nend) -- d",
            ["a @ leading b()", "c @ trailing b()", "d @ trailing f(function()"],
        ),
        (
            "-- a\ntype X = { -- b\n y: Z -- c\n} -- d",
            [
                "a @ leading type X = { -",
                "b @ leading type X = { -",
                "c @ leading type X = { -",
                "d @ trailing type X = { -",
            ],
        ),
        (
            "local x: A -- a\nlocal y = z :: B -- b\n",
            ["a @ trailing local x: A", "b @ trailing local y = z"],
        ),
        ("x = { { 1, -- a\n 2 } }", ["a @ trailing 1"]),
        ("return -- a\n x", ["a @ leading return -- a"]),
        ("x() -- a\n;", ["a @ trailing x()"]),
        ("x()\n-- a\n; y()", ["a @ leading y()"]),
        ("do x = 1 + 2\n-- a\n; end", ["a @ dangling x = 1 + 2"]),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_block_comments_keep_their_text() -> None:
    (comment,) = parse_ok("--[==[ a\n ]] b ]==] x = 1").comments
    assert (comment.is_block, comment.text) == (True, " a\n ]] b ")


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("seed", range(4))
def test_every_comment_stands_once_wherever_it_is(name: str, seed: int) -> None:
    text = SAMPLES[name]
    tokens = [comment.span for comment in parse_ok(text).comments]
    chooser = random.Random(seed)
    pieces: list[str] = []
    for line in text.splitlines():
        inside_text = "[[" in line or "--" in line or line.startswith("#")
        if not inside_text and chooser.random() < 0.5:
            words = line.split(" ")
            at = chooser.randrange(len(words) + 1)
            if line.count('"') == 0:
                words.insert(at, "--[[note]]")
            line = " ".join(words) + (" -- end" if chooser.random() < 0.5 else "")
        pieces.append(line)
    chunk = parse_ok("\n".join(pieces))
    assert len(chunk.comments) > len(tokens) + 10
    assert_each_once(chunk)
