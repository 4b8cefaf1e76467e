"""Lua module `expr`: the expression language of expr-lang.

Names that the environment lacks are nil. `now`, `date` and `duration` are not there: they would
read the clock of the machine; pass times in the environment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..lua.arguments import string_argument
from ..lua.numbers import wrap64
from ..lua.strings import from_text, to_text
from ..lua.table import Table, array
from ..lua.userdata import Userdata
from .expr_evaluator import Scope, evaluate
from .expr_syntax import ExprError, Parser
from .failure import Failure, internal, invalid

_MAXIMUM_DEPTH = 100


class Program(Userdata):
    """A parsed expression."""

    __slots__ = ("_tree",)
    lua_name: ClassVar[str] = "*expr.Program"
    lua_methods: ClassVar[Mapping[str, str]] = {"run": "run"}

    def __init__(self, tree: Any) -> None:
        self._tree = tree

    def run(self, environment: Any = None) -> tuple[Any, None] | Failure:
        """Evaluate the expression with the values of a table."""
        try:
            values = plain_value(environment, 0) if isinstance(environment, Table) else {}
            scope = Scope(values if isinstance(values, dict) else {})
            return _lua(evaluate(self._tree, scope)), None
        except ExprError as error:
            return None, internal(from_text(str(error)))
        except RecursionError:
            return None, internal("the expression is nested too deep")


def eval(text: Any = None, environment: Any = None) -> tuple[Any, Any]:
    """Parse and evaluate an expression."""
    program, error = _compiled(text, "eval")
    return (None, error) if program is None else program.run(environment)


def compile(text: Any = None, _environment: Any = None) -> tuple[Program | None, Any]:
    """Parse an expression, to evaluate it several times."""
    return _compiled(text, "compile")


def _compiled(text: Any, function: str) -> tuple[Program | None, Any]:
    source = to_text(string_argument(text, 1, function))
    if not source.strip():
        return None, invalid("expression cannot be empty")
    try:
        return Program(Parser(source).parse()), None
    except ExprError as error:
        return None, internal(from_text(str(error)))


def plain_value(value: Any, depth: int = 0) -> Any:
    """Return a Lua value as the evaluator takes it: lists, dicts, Unicode text.

    Raises:
        ExprError: Tables are nested too deep.
    """
    if depth > _MAXIMUM_DEPTH:
        raise ExprError("the environment is nested too deep")
    if isinstance(value, str):
        return to_text(value)
    if isinstance(value, Table):
        if depth and not value.is_object and (value.length() or value.is_empty()):
            return [plain_value(item, depth + 1) for item in value.elements()]
        return {
            to_text(str(key)): plain_value(item, depth + 1) for key, item in value.items_in_order()
        }
    return value if isinstance(value, bool | int | float) else None


def _lua(value: Any) -> Any:
    match value:
        case str():
            return from_text(value)
        case list():
            return array([_lua(item) for item in value])
        case dict():
            return Table({from_text(key): _lua(item) for key, item in value.items()})
        case bool():
            return value
        case int():
            return wrap64(value)
        case _:
            return value
