"""What the text and the line map of a module are made from, as bytes."""

from __future__ import annotations

import ast
import marshal

from wippyc.emit.annotations import Signature, Slot
from wippyc.lua.syntax import Comment, Comments
from wippyc.source import SourceFile, Span

_LITERALS = frozenset({bool, bytes, float, int, str, type(None), type(...)})
_CONTEXTS = frozenset({ast.Load, ast.Store, ast.Del})
_NODES = frozenset(
    kind for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, ast.AST)
)


def tree_content(tree: ast.Module, source: SourceFile) -> bytes:
    """Return bytes that are the same for two trees only if they print the same.

    Everything on the nodes counts: their fields, positions in Lua, comments and docstrings. What
    `annotate_modules` has read already does not.

    Args:
        tree: The module as it is printed.
        source: The Lua file most positions are in.
    """
    found: list[object] = []
    add = found.append
    waiting: list[object] = [tree]
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind in _LITERALS:
            add(item)
        elif kind in _CONTEXTS or kind is Slot or kind is Signature:
            add(kind.__name__)
        elif kind in _NODES:
            attributes = item.__dict__
            add(kind.__name__)
            add(len(attributes))
            found.extend(attributes)
            waiting.extend(attributes.values())
        elif kind is Span:
            assert isinstance(item, Span)
            add(item.start)
            add(item.end)
            if item.source is not source:
                found += (item.source.path, item.line, item.column)
        elif isinstance(item, list | tuple):
            add(len(item))
            waiting.extend(item)
        elif isinstance(item, Comments):
            waiting += (item.leading, item.trailing)
        elif isinstance(item, Comment):
            found += (item.text, item.is_block)
        else:
            raise TypeError(f"{kind.__name__} in a tree that is to be printed")
    # Newer versions of the format tell equal texts apart by whether they are the same object.
    return marshal.dumps(found, 2)
