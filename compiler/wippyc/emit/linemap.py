"""Positions: from the formatted Python text back to Lua.

The formatted text is parsed again and walked together with the tree it was printed from. Both must
have the same shape, so a printing mistake (a lost parenthesis) is found here and never shipped.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

from wippyc.emit.build import span_of
from wippyc.source import Span

# Nodes that can raise by themselves: their exact positions are kept.
_RAISING = (
    ast.Call, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Await, ast.Attribute,
    ast.AugAssign,
    ast.Yield, ast.YieldFrom,
)  # fmt: skip


class ShapeMismatch(Exception):
    """The printed text does not mean what the emitter built; a bug of the printer."""


def make_line_map(tree: ast.Module, text: str, source_path: str, chunk: str) -> str:
    """Return the line map of a module as JSON text.

    Args:
        tree: The module as emitted.
        text: Its final text.
        source_path: Path of the Lua file, for people.
        chunk: Entry ID: the chunk name in Lua error messages.

    Raises:
        ShapeMismatch: The text does not mean the tree.
    """
    printed = ast.parse(text)
    positions: list[list[int]] = []
    lines: dict[int, int] = {}
    for emitted, found in _pairs(tree, _strip_docstrings(printed)):
        span: Span | None = span_of(emitted)
        if span is None:
            continue
        line, column = span.line, span.column
        if isinstance(found, ast.stmt):
            lines.setdefault(found.lineno, line)
        if isinstance(found, _RAISING):
            assert found.end_lineno is not None
            assert found.end_col_offset is not None
            positions.append(
                [
                    found.lineno,
                    found.col_offset,
                    found.end_lineno,
                    found.end_col_offset,
                    line,
                    column,
                ]
            )
    document = {
        "chunk": chunk,
        "file": source_path,
        "lines": [[python, lua] for python, lua in sorted(lines.items())],
        "positions": sorted(positions),
    }
    return json.dumps(document, separators=(",", ":")) + "\n"


def _strip_docstrings(tree: ast.Module) -> ast.Module:
    """Remove what the printer adds: docstrings and the `__future__` import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body
            if (
                body
                and isinstance(body[0], ast.Expr)
                and isinstance(body[0].value, ast.Constant)
                and isinstance(body[0].value.value, str)
            ):
                del body[0]
    first = tree.body[0] if tree.body else None
    if isinstance(first, ast.ImportFrom) and first.module == "__future__":
        del tree.body[0]
    return tree


def _pairs(emitted: ast.AST, found: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    stack: list[tuple[Any, Any, str]] = [(emitted, found, "module")]
    while stack:
        left, right, where = stack.pop()
        if type(left) is not type(right):
            raise ShapeMismatch(f"{where}: {_show(left)} was printed as {_show(right)}")
        if isinstance(left, ast.AST):
            yield left, right
            if isinstance(left, ast.FormattedValue):
                stack.append((left.value, right.value, "f-string"))
                continue
            for field in left._fields:
                if field in ("ctx", "type_comment", "kind", "type_params", "simple"):
                    continue
                stack.append(
                    (
                        getattr(left, field, None),
                        getattr(right, field, None),
                        f"{type(left).__name__}.{field}",
                    )
                )
        elif isinstance(left, list):
            if len(left) != len(right):
                raise ShapeMismatch(f"{where}: {len(left)} items were printed as {len(right)}")
            stack.extend((one, other, where) for one, other in zip(left, right, strict=True))
        elif left != right and left == left:
            raise ShapeMismatch(f"{where}: {left!r} was printed as {right!r}")


def _show(node: object) -> str:
    return ast.dump(node) if isinstance(node, ast.AST) else repr(node)
