"""Loops that do nothing but put what they run over into a new list.

names: list[Any] = []
for name in counts:                 names: list[Any] = list(counts)
    names.append(name)
"""

from __future__ import annotations

import ast

from wippyc.emit.build import call, name

# Methods that give a new list.
_LISTS = frozenset({"findall"})


def gather(output: list[ast.stmt], loop: ast.stmt) -> bool:
    """Let the declaration of a list before a loop take what the loop gathers.

    Args:
        output: The statements before the loop.
        loop: The loop.

    Returns:
        Whether it did: the loop is not needed.
    """
    match output[-1:], loop:
        case (
            [ast.AnnAssign(target=ast.Name(id=gathered), value=ast.List(elts=[])) as declaration],
            ast.For(
                target=ast.Name(id=each),
                iter=iterator,
                body=[
                    ast.Expr(
                        value=ast.Call(
                            func=ast.Attribute(value=ast.Name(id=receiver), attr="append"),
                            args=[ast.Name(id=appended)],
                        )
                    ) as only
                ],
            ),
        ) if receiver == gathered and appended == each != gathered:
            if hasattr(only, "lua_comments") or _mentions(iterator, gathered):
                return False
            declaration.value = iterator if _is_new_list(iterator) else _listed(iterator)
            return True
        case _:
            return False


def _is_new_list(iterator: ast.expr) -> bool:
    match iterator:
        case ast.Call(func=ast.Name(id="list")):
            return True
        case ast.Call(func=ast.Attribute(attr=method)):
            return method in _LISTS
        case _:
            return False


def _listed(iterator: ast.expr) -> ast.expr:
    return ast.copy_location(call(name("list"), [iterator]), iterator)


def _mentions(expr: ast.expr, wanted: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == wanted for node in ast.walk(expr))
