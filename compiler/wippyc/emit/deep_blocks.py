"""Loops nested deeper than CPython allows become functions of their own.

CPython refuses more than 20 nested loops in one function. A loop that stands too deep is moved into
a function at the top of the one around it, which shares its variables:

    def inner_loop() -> Any:              for … in …:      (16 levels)
        nonlocal total                        outcome = inner_loop()
        for k in range(1, 3):                 if outcome is not None:
            total = total + k                     return outcome[0]
            if total > 5:
                return (total,)
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from wippyc.emit.build import assign, at, call, constant, is_none, name, span_of, store, subscript
from wippyc.emit.build import tuple_of as make_tuple

_DEEPEST = 16
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)

FreshName = Callable[[str], str]


def outline_deep_loops(
    body: list[ast.stmt], bound: set[str], fresh: FreshName, any_type: Callable[[], ast.expr]
) -> list[ast.stmt]:
    """Return a function's body with every loop that is nested too deep outlined.

    Args:
        body: The statements; changed in place.
        bound: Names that the function binds outside its body: parameters, `nonlocal` names.
        fresh: Makes a new Python name.
        any_type: Makes the annotation `Any`.
    """
    if _depth(body) <= _DEEPEST:
        return body
    pieces: list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.stmt]] = []
    _cut(body, 0, pieces, fresh, any_type)
    outside = bound | set(_stored_names(body))
    definitions: list[ast.stmt] = []
    for definition, loop in pieces:
        written = set(_stored_names([loop]))
        shared = sorted(written & (outside | _stored_by_others(pieces, loop)))
        inner = outline_deep_loops([loop], set(shared), fresh, any_type)
        if shared:
            _drop_annotations(inner, set(shared))
            inner.insert(0, ast.Nonlocal(names=shared))
        definition.body = inner
        definitions.append(definition)
    # A name that two pieces share must belong to the function around both.
    shared_names = {
        each for definition, _ in pieces for each in _nonlocal_names(definition)
    } - outside
    declared: list[ast.stmt] = [
        assign(store(each), constant(None)) for each in sorted(shared_names)
    ]
    start = 1 if body and isinstance(body[0], ast.Nonlocal) else 0
    return [*body[:start], *declared, *definitions, *body[start:]]


def _nonlocal_names(definition: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    first = definition.body[0]
    return first.names if isinstance(first, ast.Nonlocal) else []


def _stored_by_others(
    pieces: list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.stmt]], loop: ast.stmt
) -> set[str]:
    return {each for _, other in pieces if other is not loop for each in _stored_names([other])}


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    if isinstance(statement, _LOOPS):
        yield statement.body
    elif isinstance(statement, ast.If):
        yield statement.body
        yield statement.orelse


def _depth(body: list[ast.stmt]) -> int:
    """Return how many loops are nested in a block."""
    deepest = 0
    stack = [(statement, 0) for statement in body]
    while stack:
        statement, depth = stack.pop()
        inner = depth + isinstance(statement, _LOOPS)
        deepest = max(deepest, inner)
        stack.extend((each, inner) for block in _blocks(statement) for each in block)
    return deepest


def _cut(
    body: list[ast.stmt],
    depth: int,
    pieces: list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.stmt]],
    fresh: FreshName,
    any_type: Callable[[], ast.expr],
) -> None:
    """Replace loops at the limit by calls; their functions go to `pieces`."""
    position = 0
    while position < len(body):
        statement = body[position]
        if isinstance(statement, _LOOPS) and depth == _DEEPEST:
            replacement = _outlined(statement, pieces, fresh, any_type)
            body[position : position + 1] = replacement
            position += len(replacement)
            continue
        for block in _blocks(statement):
            _cut(block, depth + isinstance(statement, _LOOPS), pieces, fresh, any_type)
        position += 1


def _outlined(
    loop: ast.stmt,
    pieces: list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.stmt]],
    fresh: FreshName,
    any_type: Callable[[], ast.expr],
) -> list[ast.stmt]:
    python_name = fresh("inner_loop")
    returns = [node for node in _own_nodes([loop]) if isinstance(node, ast.Return)]
    for statement in returns:
        # A bare `return` gives None, as the value of a function without results does.
        value = constant(None) if statement.value is None else statement.value
        statement.value = make_tuple([value])
    is_async = awaits([loop])
    kind = ast.AsyncFunctionDef if is_async else ast.FunctionDef
    definition = kind(
        name=python_name,
        args=ast.arguments(
            posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None,
            defaults=[],
        ),
        body=[],
        decorator_list=[],
        returns=any_type(),
    )  # fmt: skip
    pieces.append((definition, loop))
    invoked: ast.expr = call(name(python_name))
    if is_async:
        invoked = ast.Await(value=invoked)
    elif has_yield([loop]):
        invoked = ast.YieldFrom(value=invoked)
    span = span_of(loop)
    if not returns:
        return [at(ast.Expr(value=invoked), span)]
    outcome = fresh("outcome")
    leave = ast.Return(value=subscript(name(outcome), constant(0)))
    test = is_none(name(outcome), negated=True)
    return [
        at(assign(store(outcome), invoked), span),
        at(ast.If(test=test, body=[leave], orelse=[]), span),
    ]


def awaits(body: list[ast.stmt]) -> bool:
    """Whether a function with these statements must be a coroutine function."""
    return any(isinstance(node, ast.Await | ast.AsyncFor) for node in _own_nodes(body))


def has_yield(body: list[ast.stmt]) -> bool:
    """Whether statements contain a `yield` of their own function."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(body))


def _own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of statements without entering functions."""
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # Default values belong to the function around.
            stack.extend(each for each in node.args.kw_defaults if each is not None)
        elif not isinstance(node, _SCOPES):
            stack.extend(ast.iter_child_nodes(node))


def _stored_names(body: list[ast.stmt]) -> Iterator[str]:
    for node in _own_nodes(body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def _drop_annotations(body: list[ast.stmt], names: set[str]) -> None:
    """Python allows no annotation of a `nonlocal` name."""
    for position, statement in enumerate(body):
        if (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.target.id in names
        ):
            plain: ast.stmt = ast.Pass()
            if statement.value is not None:
                plain = assign(store(statement.target.id), statement.value)
            body[position] = at(plain, span_of(statement))
        for block in _blocks(statement):
            _drop_annotations(block, names)
