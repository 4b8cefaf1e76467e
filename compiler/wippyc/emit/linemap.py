"""Positions: from the formatted Python text back to Lua.

The formatted text is parsed again and walked together with the tree it was printed from. Both must
have the same shape, so a printing mistake (a lost parenthesis) is found here and never shipped.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping

from wippyc.emit.build import is_position, method_named, span_of

# Nodes that can raise by themselves: their exact positions are kept.
_RAISING = (
    ast.Call, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Await, ast.Attribute,
    ast.AugAssign,
    ast.Yield, ast.YieldFrom,
)  # fmt: skip
_WITH_DOCSTRING = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_IGNORED = frozenset({"ctx", "type_comment", "kind", "type_params", "simple"})
_COMPARED: Mapping[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(field for field in kind._fields if field not in _IGNORED)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
} | {
    # Its layout is split into other parts when it is parsed.
    ast.FormattedValue: ("value",)
}


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
    positions: list[tuple[int, int, int, int, int, int]] = []
    elements: list[tuple[int, int, int, int]] = []
    methods: list[tuple[int, int, int, int, str]] = []
    lines: dict[int, int] = {}
    for emitted, found in _pairs(tree, ast.parse(text)):
        method = method_named(emitted)
        if method is not None and isinstance(found, ast.expr):
            methods.append((*_place(found), method))
        span = span_of(emitted)
        if span is None:
            continue
        line, column = span.source.position(span.start)
        if isinstance(found, ast.stmt):
            lines.setdefault(found.lineno, line)
        if isinstance(found, _RAISING):
            place = _place(found)
            positions.append((*place, line, column))
            if is_position(emitted):
                elements.append(place)
    document: dict[str, object] = {
        "chunk": chunk,
        "file": source_path,
        "lines": [[python, lua] for python, lua in sorted(lines.items())],
        "positions": sorted(positions),
        "elements": sorted(elements),
    }
    if methods:
        document["methods"] = sorted(methods)
    return json.dumps(document, separators=(",", ":")) + "\n"


def _place(node: ast.expr | ast.AugAssign) -> tuple[int, int, int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def _pairs(emitted: ast.Module, found: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield each emitted node and what it was printed as.

    Raises:
        ShapeMismatch: They differ.
    """
    _strip_future(found)
    stack: list[tuple[ast.AST, ast.AST]] = [(emitted, found)]
    while stack:
        pair = left, right = stack.pop()
        kind = type(left)
        yield pair
        if isinstance(right, _WITH_DOCSTRING):
            _strip_docstring(right.body)
        for field in _COMPARED[kind]:
            one, other = getattr(left, field, None), getattr(right, field, None)
            if isinstance(one, ast.AST):
                if not isinstance(other, ast.AST) or type(one) is not type(other):
                    raise _mismatch(kind, field, one, other)
                stack.append((one, other))
            elif isinstance(one, list):
                if not isinstance(other, list) or len(one) != len(other):
                    raise _mismatch(kind, field, one, other)
                for item, printed in zip(one, other, strict=True):
                    if type(item) is not type(printed):
                        raise _mismatch(kind, field, item, printed)
                    if isinstance(item, ast.AST):
                        stack.append((item, printed))
                    elif item != printed:
                        raise _mismatch(kind, field, item, printed)
            elif type(one) is not type(other) or (one != other and one == one):
                raise _mismatch(kind, field, one, other)


def _strip_future(printed: ast.Module) -> None:
    """Remove what the printer puts at the top of modules, which is behind the docstring."""
    body = printed.body
    _strip_docstring(body)
    if body and isinstance(body[0], ast.ImportFrom) and body[0].module == "__future__":
        del body[0]


def _strip_docstring(body: list[ast.stmt]) -> None:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *_]:
            del body[0]


def _mismatch(kind: type[ast.AST], field: str, emitted: object, found: object) -> ShapeMismatch:
    where = f"{kind.__name__}.{field}"
    return ShapeMismatch(f"{where}: {_show(emitted)} was printed as {_show(found)}")


def _show(node: object) -> str:
    if isinstance(node, list):
        return f"[{', '.join(map(_show, node))}]"
    return ast.dump(node) if isinstance(node, ast.AST) else repr(node)
