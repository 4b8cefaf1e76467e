"""Parts of libcst trees that are alike wherever they stand.

Making and checking a node takes longer than printing it, and most nodes are blanks and brackets.
They never change and nobody asks where they stand, so one of each kind is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

import libcst as cst

NONE: Final = cst.SimpleWhitespace("")
SPACE: Final = cst.SimpleWhitespace(" ")
LINE_END: Final = cst.TrailingWhitespace(whitespace=NONE)
OPEN: Final = (cst.LeftParen(whitespace_after=NONE),)
CLOSE: Final = (cst.RightParen(whitespace_before=NONE),)
BLANK_LINE: Final = cst.EmptyLine(indent=False)
_DOT: Final = cst.Dot(whitespace_before=NONE, whitespace_after=NONE)
_OPEN_BRACKET: Final = cst.LeftSquareBracket(whitespace_after=NONE)
_CLOSE_BRACKET: Final = cst.RightSquareBracket(whitespace_before=NONE)
_KEYWORD_EQUAL: Final = cst.AssignEqual(whitespace_before=NONE, whitespace_after=NONE)


@lru_cache(maxsize=4096)
def name(identifier: str) -> cst.Name:
    """Return a name."""
    return cst.Name(identifier)


def attribute(value: cst.BaseExpression, attr: str) -> cst.Attribute:
    """Make `value.attr`."""
    return cst.Attribute(value=value, attr=name(attr), dot=_DOT)


def subscript(value: cst.BaseExpression, key: cst.BaseSlice) -> cst.Subscript:
    """Make `value[key]`."""
    return cst.Subscript(
        value=value,
        slice=(cst.SubscriptElement(slice=key),),
        lbracket=_OPEN_BRACKET,
        rbracket=_CLOSE_BRACKET,
        whitespace_after_value=NONE,
    )


def sequence(elements: Sequence[cst.BaseElement]) -> cst.List:
    """Make a list."""
    return cst.List(elements=elements, lbracket=_OPEN_BRACKET, rbracket=_CLOSE_BRACKET)


def argument(
    value: cst.BaseExpression, *, star: Literal["", "*"] = "", keyword: str | None = None
) -> cst.Arg:
    """Make an argument of a call."""
    return cst.Arg(
        value=value,
        star=star,
        keyword=None if keyword is None else name(keyword),
        equal=cst.MaybeSentinel.DEFAULT if keyword is None else _KEYWORD_EQUAL,
        whitespace_after_star=NONE,
        whitespace_after_arg=NONE,
    )


def call(function: cst.BaseExpression, arguments: Sequence[cst.Arg]) -> cst.Call:
    """Make a call."""
    return cst.Call(
        func=function,
        args=arguments,
        whitespace_after_func=NONE,
        whitespace_before_args=NONE,
    )


def annotation(kind: cst.BaseExpression) -> cst.Annotation:
    """Make an annotation."""
    return cst.Annotation(kind, whitespace_after_indicator=SPACE)


def block(body: Sequence[cst.BaseStatement], footer: Sequence[cst.EmptyLine]) -> cst.IndentedBlock:
    """Make the indented lines of a statement."""
    return cst.IndentedBlock(body=body, footer=footer, header=LINE_END)
