"""A text that does not mean its tree is no module: each part of each kind of node is compared."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from functools import cache

import pytest

from tests.unit.emit.test_construct_goldens import CASES
from wippyc.emit.linemap import ShapeMismatch, make_line_map

# What says how a text is written, not what it means.
_WRITING = frozenset({"ctx", "type_comment", "kind", "simple", "conversion", "format_spec"})

_FIRST_IMPORT = "from __future__ import annotations"

# A statement, a node within it by its number in the order of `ast.walk`, and one of its fields.
_Part = tuple[ast.stmt, int, str]


@cache
def parts() -> dict[str, _Part]:
    """Return one example of each field of each kind of node that constructs have."""
    found: dict[str, _Part] = {}
    for path in CASES:
        for statement in _statements(path.with_suffix(".py").read_text(encoding="utf-8")):
            for number, node in enumerate(ast.walk(statement)):
                for field, value in ast.iter_fields(node):
                    if field not in _WRITING:
                        content = type(value[0] if value and isinstance(value, list) else value)
                        title = f"{type(node).__name__}.{field}: {content.__name__}"
                        found.setdefault(title, (statement, number, field))
    return found


def _statements(text: str) -> list[ast.stmt]:
    """Return the statements that are emitted: the printer adds docstrings and the first import."""
    module = ast.parse(text)
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(value=ast.Constant(value=str())), *_]:
                    del node.body[0]
    return [each for each in module.body if ast.unparse(each) != _FIRST_IMPORT]


def _changes(value: object) -> Iterator[object]:
    """Yield values that a field must not have in the place of another one."""
    match value:
        case [first, *others]:
            yield others
            yield [*value, first]
            yield from ([changed, *others] for changed in _changes(first))
        case []:
            yield [ast.Pass()]
        case None:
            yield ast.Name(id="changed", ctx=ast.Load())
        case bool() | int() | float():
            yield value + 1
            yield str(value)
        case str():
            yield value + "_changed"
        case ast.Name():
            yield ast.Constant(value=value.id)
        case _:
            yield ast.Name(id="changed", ctx=ast.Load())


@pytest.mark.parametrize("title", parts())
def test_change_is_noticed(title: str) -> None:
    """Text that has something else in one place is not taken for what was emitted."""
    statement, number, field = parts()[title]
    text = ast.unparse(statement)
    make_line_map(_module(statement), text, "a.lua", "app:a")
    for changed in _changes(getattr(list(ast.walk(statement))[number], field)):
        emitted = copy.deepcopy(statement)
        setattr(list(ast.walk(emitted))[number], field, changed)
        with pytest.raises(ShapeMismatch):
            make_line_map(_module(emitted), text, "a.lua", "app:a")


def _module(statement: ast.stmt) -> ast.Module:
    return ast.Module(body=[statement], type_ignores=[])
