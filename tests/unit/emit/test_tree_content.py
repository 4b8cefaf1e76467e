"""Two trees have the same content only if they print the same."""

from __future__ import annotations

import ast

import pytest

from wippyc.emit.build import at, comment, constant, name, store
from wippyc.emit.tree_content import tree_content
from wippyc.lua.syntax import Comment, Comments
from wippyc.source import SourceFile, Span

SOURCE = SourceFile("a.lua", "x = 1\ny = 2\n")
OTHER = SourceFile("b.lua", "x = 1\n\ny = 2\n")


def module(value: ast.expr, span: Span | None = None, **texts: str) -> ast.Module:
    statement = ast.Assign(targets=[store("x")], value=value)
    if span is not None:
        at(statement, span)
    found = {place: (Comment(span=Span(SOURCE, 0, 1), text=text),) for place, text in texts.items()}
    if found:
        comment(statement, Comments(**found))
    return ast.Module(body=[statement], type_ignores=[])


TREES = {
    "integer": module(constant(1)),
    "float": module(constant(1.0)),
    "boolean": module(constant(True)),
    "text": module(constant("1")),
    "nil": module(constant(None)),
    "zero": module(constant(0.0)),
    "negative zero": module(ast.Constant(value=-0.0)),
    "bytes": module(ast.Constant(value=b"1")),
    "ellipsis": module(ast.Constant(value=...)),
    "name": module(name("x")),
    "store": module(store("x")),
    "two": module(ast.BinOp(left=name("a"), op=ast.Add(), right=name("b"))),
    "turned": module(ast.BinOp(left=name("b"), op=ast.Add(), right=name("a"))),
    "minus": module(ast.BinOp(left=name("a"), op=ast.Sub(), right=name("b"))),
    "no items": module(ast.List(elts=[], ctx=ast.Load())),
    "an item": module(ast.List(elts=[constant(None)], ctx=ast.Load())),
    "a list in it": module(ast.List(elts=[ast.List(elts=[], ctx=ast.Load())], ctx=ast.Load())),
    "first line": module(constant(1), Span(SOURCE, 0, 5)),
    "second line": module(constant(1), Span(SOURCE, 6, 11)),
    "other file": module(constant(1), Span(OTHER, 6, 11)),
    "above": module(constant(1), leading="c"),
    "behind": module(constant(1), trailing="c"),
    "other comment": module(constant(1), trailing="d"),
}


@pytest.mark.parametrize("one", TREES)
@pytest.mark.parametrize("other", TREES)
def test_contents_differ_as_trees_do(one: str, other: str) -> None:
    same = tree_content(TREES[one], SOURCE) == tree_content(TREES[other], SOURCE)
    assert same == (one == other)


def test_equal_texts_need_not_be_the_same_object() -> None:
    first, second = "".join(["a", "bc"]), "".join(["ab", "c"])
    assert first is not second
    assert tree_content(module(name(first)), SOURCE) == tree_content(module(name(second)), SOURCE)


def test_an_unknown_attribute_is_refused() -> None:
    tree = module(constant(1))
    tree.body[0].extra = object()  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        tree_content(tree, SOURCE)
