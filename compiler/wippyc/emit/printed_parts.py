"""Parts of libcst trees that are alike wherever they stand.

Making and checking a node takes longer than printing it, and most nodes are blanks and brackets.
They never change and nobody asks where they stand, so one of each kind is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import libcst as cst

NONE: Final = cst.SimpleWhitespace("")
SPACE: Final = cst.SimpleWhitespace(" ")
LINE_END: Final = cst.TrailingWhitespace(whitespace=NONE)
BLANK_LINE: Final = cst.EmptyLine(indent=False)


@lru_cache(maxsize=4096)
def name(identifier: str) -> cst.Name:
    """Return a name."""
    return cst.Name(identifier)


def annotation(kind: cst.BaseExpression) -> cst.Annotation:
    """Make an annotation."""
    return cst.Annotation(kind, whitespace_after_indicator=SPACE)


def block(body: Sequence[cst.BaseStatement], footer: Sequence[cst.EmptyLine]) -> cst.IndentedBlock:
    """Make the indented lines of a statement."""
    return cst.IndentedBlock(body=body, footer=footer, header=LINE_END)
