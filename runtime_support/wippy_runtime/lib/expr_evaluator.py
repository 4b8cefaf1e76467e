"""Evaluates the trees of `expr_syntax` on plain values: lists, dicts, Unicode text."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from . import regexp
from .expr_functions import FUNCTIONS, is_equal, is_number, ordered, type_of
from .expr_syntax import (
    PREDICATE_FUNCTIONS,
    ArrayNode,
    Binary,
    Call,
    Conditional,
    ExprError,
    Let,
    Literal,
    MapNode,
    Member,
    Name,
    Pointer,
    Predicate,
    Slice,
    Unary,
)

_MAXIMUM_RANGE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean: the environment, the `let` variables, and what `#` stands for.

    Attributes:
        environment: Values by name.
        variables: Values of `let`, by name.
        pointers: Values of `#` (key ""), `#index` and `#acc`.
        functions: Further functions, by name.
        is_lenient: Whether conditions may be other values than booleans, as in templates.
    """

    environment: Mapping[str, Any]
    variables: Mapping[str, Any] = field(default_factory=dict)
    pointers: Mapping[str, Any] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    is_lenient: bool = False


def evaluate(node: Any, scope: Scope) -> Any:
    """Return the value of a tree.

    Raises:
        ExprError: An operation is not defined for its operands.
    """
    match node:
        case Literal(value):
            return value
        case Name("$env"):
            return dict(scope.environment)
        case Name(name):
            return scope.variables[name] if name in scope.variables else scope.environment.get(name)
        case Pointer(name):
            if name not in scope.pointers:
                raise ExprError(f"cannot use pointer #{name} outside of a predicate")
            return scope.pointers[name]
        case ArrayNode(items):
            return [evaluate(item, scope) for item in items]
        case MapNode(pairs):
            return {str(evaluate(key, scope)): evaluate(item, scope) for key, item in pairs}
        case Unary(operator, operand):
            return _unary(operator, evaluate(operand, scope), scope)
        case Binary(operator, left, right):
            return _binary(operator, left, right, scope)
        case Conditional(test, then, otherwise):
            return evaluate(then if _truth(evaluate(test, scope), scope) else otherwise, scope)
        case Member(value, key, is_optional):
            return _member(evaluate(value, scope), evaluate(key, scope), is_optional)
        case Slice(value, start, end):
            return _slice(evaluate(value, scope), start, end, scope)
        case Let(name, value, body):
            variables = {**scope.variables, name: evaluate(value, scope)}
            return evaluate(body, replace(scope, variables=variables))
        case Call(name, arguments):
            return _call(name, arguments, scope)
    raise ExprError("a predicate cannot stand here")


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ExprError(f"non-bool expression (type {type_of(value)}) used as condition")
    return value


def _truth(value: Any, scope: Scope) -> bool:
    return bool(value) if scope.is_lenient else _boolean(value)


def _unary(operator: str, value: Any, scope: Scope) -> Any:
    if operator == "not":
        return not _truth(value, scope)
    if not is_number(value):
        raise ExprError(f"invalid operation: {operator} {type_of(value)}")
    return -value if operator == "-" else value


def _binary(operator: str, left: Any, right: Any, scope: Scope) -> Any:
    value = evaluate(left, scope)
    match operator:
        case "and" | "&&":
            return _truth(value, scope) and _truth(evaluate(right, scope), scope)
        case "or" | "||":
            return _truth(value, scope) or _truth(evaluate(right, scope), scope)
        case "??":
            return evaluate(right, scope) if value is None else value
    other = evaluate(right, scope)
    match operator:
        case "==":
            return is_equal(value, other)
        case "!=":
            return not is_equal(value, other)
        case "in":
            return _contains(value, other)
        case "..":
            return _range(value, other)
    action = _OPERATIONS.get(operator)
    both_numbers = is_number(value) and is_number(other)
    both_texts = isinstance(value, str) and isinstance(other, str)
    if action is None or not (
        (both_numbers and operator in _ON_NUMBERS) or (both_texts and operator in _ON_TEXTS)
    ):
        raise ExprError(f"invalid operation: {type_of(value)} {operator} {type_of(other)}")
    return action(value, other)


def _divided(left: Any, right: Any) -> float:
    if right == 0:
        return math.nan if left == 0 else math.copysign(math.inf, left)
    return float(left / right)


def _modulo(left: Any, right: Any) -> int:
    if not isinstance(left, int) or not isinstance(right, int):
        raise ExprError(f"invalid operation: {type_of(left)} % {type_of(right)}")
    if right == 0:
        raise ExprError("integer divide by zero")
    return int(math.fmod(left, right)) if max(abs(left), abs(right)) < 2**53 else _rest(left, right)


def _rest(left: int, right: int) -> int:
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def _power(left: Any, right: Any) -> float:
    try:
        return math.pow(left, right)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _matches(text: str, pattern: str) -> bool:
    from ..lua.strings import from_text

    expression, error = regexp.compile(from_text(pattern))
    if expression is None:
        raise ExprError(error.message() if error is not None else "invalid pattern")
    return bool(expression.match_string(from_text(text)))


_OPERATIONS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divided,
    "%": _modulo,
    "**": _power,
    "^": _power,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "matches": _matches,
    "contains": lambda a, b: b in a,
    "startsWith": lambda a, b: a.startswith(b),
    "endsWith": lambda a, b: a.endswith(b),
}
_ON_NUMBERS: Final = frozenset(["+", "-", "*", "/", "%", "**", "^", "<", "<=", ">", ">="])
_ON_TEXTS: Final = frozenset(
    ["+", "<", "<=", ">", ">=", "matches", "contains", "startsWith", "endsWith"]
)


def _contains(value: Any, container: Any) -> bool:
    match container:
        case None:
            return False
        case list():
            return any(is_equal(value, item) for item in container)
        case dict():
            return isinstance(value, str) and value in container
    raise ExprError(f'operator "in" not defined on {type_of(container)}')


def _range(first: Any, last: Any) -> list[int]:
    if type(first) is not int or type(last) is not int:
        raise ExprError(f"invalid operation: {type_of(first)} .. {type_of(last)}")
    if last - first >= _MAXIMUM_RANGE:
        raise ExprError("memory budget exceeded")
    return list(range(first, last + 1))


def _member(value: Any, key: Any, is_optional: bool) -> Any:
    match value:
        case None if is_optional:
            return None
        case dict():
            return value.get(key if isinstance(key, str) else str(key))
        case list() if type(key) is int:
            if not -len(value) <= key < len(value):
                raise ExprError(f"index out of range: {key} (array length is {len(value)})")
            return value[key]
        case [] if isinstance(key, str):
            return None  # an empty Lua table may be a map as well
    raise ExprError(f"cannot fetch {key} from {type_of(value)}")


def _slice(value: Any, start: Any, end: Any, scope: Scope) -> Any:
    if not isinstance(value, list | str):
        raise ExprError(f"cannot slice {type_of(value)}")
    bounds = [None if each is None else evaluate(each, scope) for each in (start, end)]
    if any(each is not None and type(each) is not int for each in bounds):
        raise ExprError("non-integer slice index")
    return value[bounds[0] : bounds[1]]


def _call(name: str, arguments: tuple[Any, ...], scope: Scope) -> Any:
    if name in PREDICATE_FUNCTIONS and (len(arguments) > 1 or name not in ("count", "sum")):
        return _apply(name, arguments, scope)
    if name == "count":
        return sum(item is True for item in _items(name, evaluate(arguments[0], scope)))
    function = scope.functions.get(name) or FUNCTIONS.get(name)
    if function is None:
        raise ExprError(f"unknown name {name}")
    values = [evaluate(argument, scope) for argument in arguments]
    try:
        return function(*values)
    except (TypeError, AttributeError, ValueError, re.error) as error:
        shown = ", ".join(type_of(value) for value in values)
        raise ExprError(f"invalid arguments for {name} ({shown}): {error}") from None


def _items(name: str, value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    if not isinstance(value, list):
        raise ExprError(f"builtin {name} takes only array (got {type_of(value)})")
    return value


def _apply(name: str, arguments: tuple[Any, ...], scope: Scope) -> Any:
    if len(arguments) < 2 or not isinstance(arguments[1], Predicate):
        raise ExprError(f"not enough arguments for {name}")
    items = _items(name, evaluate(arguments[0], scope))
    body = arguments[1].body

    def test(at: int, **more: Any) -> Any:
        pointers = {"": items[at], "index": at, **more}
        return evaluate(body, replace(scope, pointers=pointers))

    positions = range(len(items))
    match name:
        case "all":
            return all(_boolean(test(at)) for at in positions)
        case "any":
            return any(_boolean(test(at)) for at in positions)
        case "none":
            return not any(_boolean(test(at)) for at in positions)
        case "one":
            return sum(_boolean(test(at)) for at in positions) == 1
        case "count":
            return sum(_boolean(test(at)) for at in positions)
        case "map":
            return [test(at) for at in positions]
        case "filter":
            return [items[at] for at in positions if _boolean(test(at))]
        case "sum":
            return FUNCTIONS["sum"]([test(at) for at in positions])
        case "find" | "findIndex" | "findLast" | "findLastIndex":
            return _find(name, items, lambda at: _boolean(test(at)))
        case "groupBy":
            groups: dict[str, list[Any]] = {}
            for at in positions:
                groups.setdefault(str(FUNCTIONS["string"](test(at))), []).append(items[at])
            return groups
        case "sortBy":
            direction = evaluate(arguments[2], scope) if len(arguments) > 2 else "asc"
            return ordered(items, [test(at) for at in positions], direction)
    return _reduce(items, arguments, test, scope)


def _find(name: str, items: list[Any], test: Callable[[int], bool]) -> Any:
    positions = range(len(items))
    wanted = reversed(positions) if "Last" in name else iter(positions)
    found = next((at for at in wanted if test(at)), None)
    if name.endswith("Index"):
        return -1 if found is None else found
    return None if found is None else items[found]


def _reduce(
    items: list[Any], arguments: tuple[Any, ...], step: Callable[..., Any], scope: Scope
) -> Any:
    positions = list(range(len(items)))
    if len(arguments) > 2:
        total = evaluate(arguments[2], scope)
    elif items:
        total = items[positions.pop(0)]
    else:
        raise ExprError("reduce of empty array with no initial value")
    for at in positions:
        total = step(at, acc=total)
    return total
