"""Python exceptions to Lua errors: the only place where that happens.

Generated code uses native operations that raise where Lua raises. The text, the position and the
name of what was wrong are worked out here, after the fact, from the exception, the position of
the failing instruction, and the module's line map.
"""

from __future__ import annotations

import ast
import linecache
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from keyword import iskeyword
from operator import add, mul, sub
from types import FrameType, TracebackType
from typing import Any

from .errors import LuaError
from .meta_tables import TABLE_CLASSES
from .missing_elements import failed_operation, looked_at
from .tracebacks import (
    CodePosition,
    LuaPlace,
    code_position,
    is_generated,
    line_map_of,
    place_of,
    render_places,
    traceback_places,
)

_TYPE_NAMES = {
    "NoneType": "nil",
    "bool": "boolean",
    "int": "number",
    "float": "number",
    "str": "string",
    "IndexableString": "string",
    **{each.__name__: "table" for each in TABLE_CLASSES},
    "function": "function",
    "builtin_function_or_method": "function",
    "method": "function",
    "type": "function",
    "Thread": "thread",
}
_OPERATIONS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "mod", "** or pow()": "pow", "**": "pow",
    "+=": "add", "-=": "sub", "*=": "mul",
}  # fmt: skip


_BITWISE = ("&", "|", "^", "<<", ">>")


# The type that a message of Python blames.
_TYPE = re.compile(r"'(\w+)'")
# Methods whose first argument is the key.
_KEYED = ("set", "get", "pop")


@dataclass(frozen=True, slots=True)
class _Failure:
    """Where a native operation failed.

    Attributes:
        frame: The frame.
        node: The operation.
    """

    frame: FrameType
    node: ast.expr | None


_RING: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: add, ast.Sub: sub, ast.Mult: mul,
}  # fmt: skip


def lua_type(python_type: str) -> str:
    """Return the Lua name of a Python type's name."""
    return _TYPE_NAMES.get(python_type, "userdata")


def _index(match: re.Match[str], failure: _Failure) -> str:
    return _not_indexed(match[1], _key_text(failure))


def _not_indexed(python_type: str, key: str) -> str:
    return f"attempt to index a non-table object({lua_type(python_type)}) with key '{key}'"


def _attribute(match: re.Match[str], failure: _Failure) -> str:
    missing = match[2]
    method = _called(failure) if missing in (*_KEYED, "append", "length") else None
    if missing == "metatable":
        # A method of a record's class.
        key = _key_behind(failure)
    elif method is None:
        key = missing.removesuffix("_") if iskeyword(missing.removesuffix("_")) else missing
    elif missing in _KEYED and method.args:
        key = _shown(failure, method.args[0])
    else:
        # Of `t[#t + 1] = value`, the length comes first.
        return "__len undefined"
    return _not_indexed(match[1], key)


def _call(match: re.Match[str], failure: _Failure) -> str:
    return "attempt to call a non-function object"


def _arithmetic(match: re.Match[str], failure: _Failure) -> str:
    left, right = lua_type(match[2]), lua_type(match[3])
    operator = match[1].removesuffix("=")
    if operator in _BITWISE:
        bad = left if left != "number" else right
        return f"attempt to perform bitwise operation on a {bad} value"
    if operator == "//":
        bad = left if left != "number" else right
        return f"attempt to perform arithmetic on a {bad} value"
    operation = _OPERATIONS.get(operator, operator)
    return f"cannot perform {operation} operation between {left} and {right}"


def _sum_in_index(match: re.Match[str], failure: _Failure) -> str:
    # Indices are integers, but for `list[x]`, which stands for the element `x + 1` of Lua.
    return f"cannot perform add operation between {lua_type(match[1])} and number"


def _unary(match: re.Match[str], failure: _Failure) -> str:
    return "__unm undefined"


def _length(match: re.Match[str], failure: _Failure) -> str:
    return "__len undefined"


def _no_absolute(match: re.Match[str], failure: _Failure) -> str:
    return f"bad argument #1 to abs (number expected, got {lua_type(match[1])})"


def _as_said(match: re.Match[str], failure: _Failure) -> str:
    return match[0]


def _comparison(match: re.Match[str], failure: _Failure) -> str:
    left, right = lua_type(match[2]), lua_type(match[3])
    match failure.node:
        case ast.Call(func=ast.Name(id="max" | "min" as function), args=[_, _]):
            # Python compares the second argument with the first.
            position, got = (2, left) if right == "number" else (1, right)
            return f"bad argument #{position} to {function} (number expected, got {got})"
    if match[1] in (">", ">="):
        left, right = right, left
    return f"attempt to compare {left} with {right}"


_Describe = Callable[[re.Match[str], _Failure], str]
_MESSAGES: tuple[tuple[type[Exception], re.Pattern[str], _Describe], ...] = (
    (TypeError, re.compile(r"^'(\w+)' object is not subscriptable"), _index),
    (TypeError, re.compile(r"^'(\w+)' object does not support item assignment"), _index),
    (TypeError, re.compile(r"^'(\w+)' object is not callable"), _call),
    (
        TypeError,
        re.compile(r"^unsupported operand type\(s\) for (.+?): '(\w+)' and '(\w+)'"),
        _arithmetic,
    ),
    (TypeError, re.compile(r"^list indices must be integers or slices, not (\w+)"), _sum_in_index),
    (TypeError, re.compile(r"^bad operand type for unary (.): '(\w+)'"), _unary),
    (
        TypeError,
        re.compile(r"^'(\S+)' not supported between instances of '(\w+)' and '(\w+)'"),
        _comparison,
    ),
    (TypeError, re.compile(r"^bad operand type for abs\(\): '(\w+)'"), _no_absolute),
    (TypeError, re.compile(r"^bad argument #.*"), _as_said),
    (TypeError, re.compile(r"^object of type '(\w+)' has no len\(\)"), _length),
    (AttributeError, re.compile(r"^'(\w+)' object has no attribute '(\w+)'"), _attribute),
)  # fmt: skip


def translate(exception: BaseException) -> Any:
    """Return the Lua value of an exception: what `pcall` gives as its second result."""
    if isinstance(exception, LuaError):
        return exception.value
    failure, place = _failure(exception.__traceback__)
    text = _text(exception, failure)
    return text if place is None else f"{place.chunk}:{place.line}: {text}"


def as_lua_error(exception: BaseException) -> LuaError:
    """Return an exception as a `LuaError` with its Lua call stack, for showing to people.

    The call stack names the variable or field at fault; the error value does not.
    """
    value = translate(exception)
    error = exception if isinstance(exception, LuaError) else LuaError(value)
    if error.lua_traceback is None:
        error.lua_traceback = _describe_for_people(exception, error)
    return error


def _describe_for_people(exception: BaseException, error: LuaError) -> str:
    lines = [str(error)]
    if not isinstance(exception, LuaError):
        failure, _ = _failure(exception.__traceback__)
        culprit = None if failure is None else _culprit(failure)
        if culprit:
            lines[0] += f" ({culprit})"
    stack = render_places(traceback_places(exception.__traceback__))
    return "\n".join([*lines, stack]) if stack else lines[0]


def _text(exception: BaseException, failure: _Failure | None) -> str:
    if isinstance(exception, RecursionError):
        return "stack overflow"
    if failure is not None:
        if isinstance(exception, IndexError | KeyError) and failure.node is not None:
            exception, failure = _missing(exception, failure, failure.node)
        message = str(exception)
        method = _text_method(failure)
        receiver = _TYPE.search(message) if method else None
        if receiver is not None:
            return _not_indexed(receiver[1], method)
        for kind, pattern, describe in _MESSAGES:
            if isinstance(exception, kind):
                match = pattern.match(message)
                if match is not None:
                    return describe(match, failure)
    return (
        f"{type(exception).__name__}: {exception}" if str(exception) else type(exception).__name__
    )


def _missing(
    exception: LookupError, failure: _Failure, element: ast.expr
) -> tuple[Exception, _Failure]:
    """Return what nil would have raised in place of an element that is not there."""
    frame = failure.frame
    nodes = _nodes(frame.f_code.co_filename, _source_of(frame)).values()
    found = failed_operation(nodes, element, frame)
    if found is None:
        return exception, failure
    return found.exception, _Failure(frame, found.node)


def _failure(traceback: TracebackType | None) -> tuple[_Failure | None, LuaPlace | None]:
    """Return the failing operation (only if generated code itself failed) and its Lua place."""
    generated: TracebackType | None = None
    last: TracebackType | None = None
    while traceback is not None:
        last = traceback
        if is_generated(traceback.tb_frame):
            generated = traceback
        traceback = traceback.tb_next
    if generated is None:
        return None, None
    frame = generated.tb_frame
    place = place_of(frame, generated.tb_lasti, generated.tb_lineno)
    if generated is not last:
        return None, place
    position = code_position(frame.f_code, generated.tb_lasti)
    node = None
    if position is not None:
        node = _nodes(frame.f_code.co_filename, _source_of(frame)).get(position)
    return _Failure(frame, node), place


def _source_of(frame: FrameType) -> str:
    return "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))


@lru_cache(maxsize=32)
def _nodes(filename: str, source: str) -> dict[tuple[int, int, int, int], ast.expr]:
    """Return the expressions of a module by position; outer ones win."""
    found: dict[tuple[int, int, int, int], ast.expr] = {}
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.AugAssign):
            end_line, end_column = node.end_lineno or 0, node.end_col_offset or 0
            position = node.lineno, node.col_offset, end_line, end_column
            if isinstance(node, ast.AugAssign):
                found[position] = ast.BinOp(left=node.target, op=node.op, right=node.value)
            else:
                found.setdefault(position, node)
    return found


def _text_method(failure: _Failure) -> str:
    """Return the method of strings that the failing operation stands for; empty for others."""
    if failure.node is None:
        return ""
    methods = line_map_of(failure.frame.f_globals).methods
    return methods.get(_place(failure.node), "") if methods else ""


def _place(node: ast.expr) -> CodePosition:
    return node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0


def _key_text(failure: _Failure) -> str:
    node = failure.node
    match node:
        case ast.Subscript(slice=ast.Slice()):
            return "sub"
        case ast.Subscript(slice=key):
            elements = line_map_of(failure.frame.f_globals).elements
            return _shown(failure, key, int(_place(node) in elements))
        case ast.Call(func=ast.Name(id="index"), args=[_, key]):
            return _shown(failure, key)
        case _:
            return "?"


def _key_behind(failure: _Failure) -> str:
    """Return the key that was to be looked for in what was not found."""
    source = _source_of(failure.frame)
    for node in _nodes(failure.frame.f_code.co_filename, source).values():
        if isinstance(node, ast.Subscript) and _is_at(node.value, failure.node):
            return _shown(failure, node.slice)
    return "?"


def _called(failure: _Failure) -> ast.Call | None:
    """Return the call of a method that was not found, as `table.set(key, value)`."""
    source = _source_of(failure.frame)
    for node in _nodes(failure.frame.f_code.co_filename, source).values():
        if isinstance(node, ast.Call) and _is_at(node.func, failure.node):
            return node
    return None


def _is_at(node: ast.expr, other: ast.expr | None) -> bool:
    return other is not None and (node.lineno, node.col_offset, node.end_col_offset) == (
        other.lineno,
        other.col_offset,
        other.end_col_offset,
    )


def _shown(failure: _Failure, node: ast.expr, amount: int = 0) -> str:
    from .values import tostring

    match node:
        case ast.BinOp():
            number = _integer(failure, node)
            return "?" if number is None else tostring(number + amount)
        case ast.Constant(value=int() as number) if amount:
            return tostring(number + amount)
        case ast.Name(id=name) if amount:
            found = failure.frame.f_locals.get(name)
            return tostring(found + amount) if isinstance(found, int) else "?"
        case ast.Constant(value=value):
            return tostring(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return tostring(-value)
        case ast.Name(id=name) if name in failure.frame.f_locals:
            return tostring(failure.frame.f_locals[name])
        case ast.Subscript():
            found = looked_at(node, {**failure.frame.f_globals, **failure.frame.f_locals})
            return tostring(found + amount if amount and isinstance(found, int) else found)
        case _:
            return "?"


def _integer(failure: _Failure, node: ast.expr) -> int | None:
    """Return what a sum or product of integers is: its variables still hold what they held."""
    match node:
        case ast.Constant(value=int() as number):
            return number
        case ast.Name(id=name):
            found = failure.frame.f_locals.get(name)
            return found if isinstance(found, int) else None
        case ast.Subscript() | ast.BinOp(op=ast.FloorDiv() | ast.Mod()):
            found = looked_at(node, {**failure.frame.f_globals, **failure.frame.f_locals})
            return found if isinstance(found, int) else None
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _RING:
            one, other = _integer(failure, left), _integer(failure, right)
            return None if one is None or other is None else _RING[type(operator)](one, other)
        case _:
            return None


def _culprit(failure: _Failure) -> str:
    """Return what people call the bad operand: `local 'order'`, `field 'total'`."""
    match failure.node:
        case ast.Subscript(value=value) | ast.Attribute(value=value) | ast.Call(func=value):
            return _name_of(value)
        case ast.BinOp(left=left, right=right):
            return _name_of(right) if isinstance(left, ast.Constant) else _name_of(left)
        case ast.UnaryOp(operand=operand):
            return _name_of(operand)
        case _:
            return ""


def _name_of(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return f"local '{name}'"
        case ast.Subscript(slice=ast.Constant(value=str() as key)):
            return f"field '{key}'"
        case ast.Attribute(attr=key):
            return f"field '{key}'"
        case ast.Call(func=ast.Name(id="index"), args=[_, ast.Constant(value=str() as key)]):
            return f"field '{key}'"
        case ast.Call(func=ast.Name(id="first"), args=[inner]):
            return _name_of(inner)
        case _:
            return ""
