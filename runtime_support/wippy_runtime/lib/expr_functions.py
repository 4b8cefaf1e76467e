"""Built-in functions of the expression language that need no predicate."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from .expr_syntax import ExprError


def type_of(value: Any) -> str:
    """Return the type name that `type()` and errors show."""
    match value:
        case None:
            return "nil"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "map"


def text_of(value: Any) -> str:
    """Return a value as `string()` shows it."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return "true" if value else "false"
        case float():
            return repr(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)
        case list():
            return f"[{' '.join(map(text_of, value))}]"
        case dict():
            pairs = (f"{key}:{text_of(value[key])}" for key in sorted(value))
            return f"map[{' '.join(pairs)}]"
        case _:
            return str(value)


def is_number(value: Any) -> bool:
    """Return whether a value is a number; booleans are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_equal(left: Any, right: Any) -> bool:
    """Compare two values; `true` is not `1`."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(is_equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(is_equal(left[key], right[key]) for key in left)
    return bool(left == right)


def _texts(name: str, *values: Any) -> None:
    for value in values:
        if not isinstance(value, str):
            raise ExprError(f"invalid argument for {name} (type {type_of(value)})")


def _array(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ExprError(f"cannot use {type_of(value)} as array in {name}")
    return value


def _number(name: str, value: Any) -> Any:
    if not is_number(value):
        raise ExprError(f"invalid argument for {name} (type {type_of(value)})")
    return value


def _numbers(name: str, values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        found.extend(_numbers(name, value) if isinstance(value, list) else [_number(name, value)])
    return found


def _len(value: Any) -> int:
    if not isinstance(value, str | list | dict):
        raise ExprError(f"invalid argument for len (type {type_of(value)})")
    return len(value)


def _split(text: Any, separator: Any, limit: Any = -1) -> list[str]:
    _texts("split", text, separator)
    if limit == 0:
        return []
    if separator == "":
        return list(text)
    return list(text.split(separator, limit - 1 if limit > 0 else -1))


def _split_after(text: Any, separator: Any) -> list[str]:
    parts = _split(text, separator)
    return [*(part + separator for part in parts[:-1]), *parts[-1:]]


def _trim(text: Any, characters: Any = None) -> str:
    _texts("trim", text)
    return str(text.strip(characters))


def _replace(text: Any, old: Any, new: Any, count: Any = -1) -> str:
    _texts("replace", text, old, new)
    return str(text.replace(old, new, count))


def _repeat(text: Any, count: Any) -> str:
    _texts("repeat", text)
    if count < 0 or len(text) * count > 1_000_000:
        raise ExprError("memory budget exceeded")
    return str(text * count)


def _round(value: Any) -> float:
    number = _number("round", value)
    return float(math.floor(abs(number) + 0.5)) * (-1.0 if number < 0 else 1.0)


def _int(value: Any) -> int:
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            raise ExprError(f"invalid operation: int({value})") from None
    return int(_number("int", value))


def _float(value: Any) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise ExprError(f"invalid operation: float({value})") from None
    return float(_number("float", value))


def _mean(values: list[Any]) -> float:
    return float(sum(values) / len(values)) if values else 0.0


def _median(values: list[Any]) -> float:
    ranked = sorted(values)
    if not ranked:
        return 0.0
    middle = len(ranked) // 2
    if len(ranked) % 2:
        return float(ranked[middle])
    return float((ranked[middle - 1] + ranked[middle]) / 2)


def _flatten(values: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for value in values:
        flat.extend(_flatten(value) if isinstance(value, list) else [value])
    return flat


def _unique(values: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for value in values:
        if not any(is_equal(value, other) for other in kept):
            kept.append(value)
    return kept


def ordered(values: list[Any], keys: list[Any], direction: Any) -> list[Any]:
    """Return values sorted by keys; `direction` is `asc` or `desc`."""
    if direction not in ("asc", "desc"):
        raise ExprError(f"invalid order {direction}, expected asc or desc")
    positions = range(len(values))
    try:
        chosen = sorted(positions, key=lambda at: keys[at], reverse=direction == "desc")
    except TypeError:
        raise ExprError("cannot compare values of different types") from None
    return [values[at] for at in chosen]


def _concat(*arrays: Any) -> list[Any]:
    return [value for array in arrays for value in _array("concat", array)]


def _get(container: Any, key: Any, default: Any = None) -> Any:
    if isinstance(container, list):
        is_index = isinstance(key, int) and -len(container) <= key < len(container)
        return container[key] if is_index else default
    return container.get(key, default) if isinstance(container, dict) else default


def _from_pairs(pairs: Any) -> dict[str, Any]:
    return {str(key): value for key, value in _array("fromPairs", pairs)}


def _from_json(text: Any) -> Any:
    _texts("fromJSON", text)
    try:
        return json.loads(text)
    except ValueError as error:
        raise ExprError(str(error)) from None


def _from_base64(text: Any) -> str:
    _texts("fromBase64", text)
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except ValueError as error:
        raise ExprError(str(error)) from None


def _wrapped(number: int) -> int:
    return ((number + (1 << 63)) & ((1 << 64) - 1)) - (1 << 63)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "abs": lambda value: abs(_number("abs", value)),
    "bitand": lambda a, b: a & b,
    "bitnand": lambda a, b: a & ~b,
    "bitnot": lambda a: ~a,
    "bitor": lambda a, b: a | b,
    "bitshl": lambda a, b: _wrapped(a << b),
    "bitshr": lambda a, b: a >> b,
    "bitushr": lambda a, b: _wrapped((a & ((1 << 64) - 1)) >> b),
    "bitxor": lambda a, b: a ^ b,
    "ceil": lambda value: float(math.ceil(_number("ceil", value))),
    "concat": _concat,
    "first": lambda values: _array("first", values)[0] if values else None,
    "flatten": lambda values: _flatten(_array("flatten", values)),
    "float": _float,
    "floor": lambda value: float(math.floor(_number("floor", value))),
    "fromBase64": _from_base64,
    "fromJSON": _from_json,
    "fromPairs": _from_pairs,
    "get": _get,
    "hasPrefix": lambda text, part: str(text).startswith(part),
    "hasSuffix": lambda text, part: str(text).endswith(part),
    "indexOf": lambda text, part: str(text).find(part),
    "int": _int,
    "join": lambda values, glue="": str(glue).join(_array("join", values)),
    "keys": lambda value: sorted(value),
    "last": lambda values: _array("last", values)[-1] if values else None,
    "lastIndexOf": lambda text, part: str(text).rfind(part),
    "len": _len,
    "lower": lambda text: str(text).lower(),
    "max": lambda *values: max(_numbers("max", values)),
    "mean": lambda *values: _mean(_numbers("mean", values)),
    "median": lambda *values: _median(_numbers("median", values)),
    "min": lambda *values: min(_numbers("min", values)),
    "repeat": _repeat,
    "replace": _replace,
    "reverse": lambda values: _array("reverse", values)[::-1],
    "round": _round,
    "sort": lambda values, direction="asc": ordered(_array("sort", values), values, direction),
    "split": _split,
    "splitAfter": _split_after,
    "string": text_of,
    "sum": lambda values: sum(_numbers("sum", _array("sum", values))),
    "take": lambda values, count: _array("take", values)[: max(count, 0)],
    "toBase64": lambda text: base64.b64encode(str(text).encode()).decode(),
    "toJSON": lambda value: json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True),
    "toPairs": lambda value: [[key, value[key]] for key in sorted(value)],
    "trim": _trim,
    "trimPrefix": lambda text, part=" ": str(text).removeprefix(part),
    "trimSuffix": lambda text, part=" ": str(text).removesuffix(part),
    "type": type_of,
    "uniq": lambda values: _unique(_array("uniq", values)),
    "upper": lambda text: str(text).upper(),
    "values": lambda value: [value[key] for key in sorted(value)],
}
