"""Fields and elements that tests say something of, and what may change them meanwhile.

if type(order.items) == "table" then … #order.items …    a place: the variable, and what is read
if not groups[key] then groups[key] = {} end             the key may be a variable too

What is known of a place holds until its variables are assigned, something is stored that may be the
same field, or other code runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from wippyc.analyse.abstract_values.values import INT64, Tag, Tags
from wippyc.ir import nodes as ir
from wippyc.ir.walk import block_expressions, walk_expression, walk_statements

# The key of a field or element: constant, or what a variable holds.
_Part: TypeAlias = "str | int | ir.Variable"
# A variable, or a variable and the keys behind it.
FieldPlace: TypeAlias = "tuple[ir.Variable, *tuple[_Part, ...]]"
Place: TypeAlias = "ir.Variable | FieldPlace"

# Longer ones are not followed.
_LONGEST = 4
# Built-in functions that neither change tables nor run code of the program. Metamethods of
# operators are the flow analysis's business.
_SILENT_MODULES = frozenset({"math", "string"})
_SILENT = frozenset({
    ("base", "assert"), ("base", "error"), ("base", "getmetatable"), ("base", "ipairs"),
    ("base", "next"), ("base", "pairs"), ("base", "rawequal"), ("base", "rawget"),
    ("base", "select"), ("base", "tonumber"), ("base", "type"), ("base", "unpack"),
    ("table", "concat"), ("table", "unpack"),
})  # fmt: skip
# They may call a function, or `__tostring`.
_CALLING = frozenset({("string", "format"), ("string", "gsub")})


def place_of(expr: ir.Expr) -> Place | None:
    """Return the place that an expression reads; `None` for anything else."""
    match expr:
        case ir.VariableRef(variable=variable):
            return variable
        case ir.Index(object=holder, key=key):
            base = place_of(holder)
            if base is None:
                return None
            path = base if isinstance(base, tuple) else (base,)
            match key:
                case ir.Constant(value=bool()):
                    return None
                case ir.Constant(value=str() | int() as part) if len(path) < _LONGEST:
                    return (*path, part)
                case ir.VariableRef(variable=variable) if len(path) < _LONGEST:
                    return (*path, variable)
                case _:
                    return None
        case _:
            return None


def variables_of(place: Place) -> tuple[ir.Variable, ...]:
    """Return the variables that a place depends on."""
    if not isinstance(place, tuple):
        return (place,)
    return tuple(part for part in place if isinstance(part, ir.Variable))


def may_be_changed(place: FieldPlace, target: ir.Index) -> bool:
    """Whether a store may change what is at a place."""
    match target.key:
        case ir.Constant(value=bool() | float()):
            return True
        case ir.Constant(value=str() | int() as key):
            return any(part == key or isinstance(part, ir.Variable) for part in place[1:])
        case _:
            return True


def runs_code(expr: ir.Expr) -> bool:
    """Whether evaluating this node itself may run code that changes tables."""
    match expr:
        case ir.ApiCall(module=module, function=row):
            name = (module, row.name)
            return name in _CALLING or (module not in _SILENT_MODULES and name not in _SILENT)
        case ir.Call() | ir.MethodCall() | ir.CallActivity() | ir.Sleep():
            return True
        case _:
            return False


def is_silent(expr: ir.Expr) -> bool:
    """Whether evaluating an expression runs no code that changes tables."""
    return not any(map(runs_code, walk_expression(expr)))


def changes_tables(blocks: Iterable[ir.Block]) -> bool:
    """Whether blocks may change tables, in any way."""
    for block in blocks:
        if any(map(runs_code, block_expressions(block))):
            return True
        for statement in walk_statements(block):
            match statement:
                case ir.GenericFor(iterators=iterators):
                    if not steps_silently(iterators):
                        return True
                case ir.Assign(targets=targets):
                    if not all(isinstance(target, ir.VariableRef) for target in targets):
                        return True
                case _:
                    pass
    return False


def steps_silently(iterators: tuple[ir.Expr, ...]) -> bool:
    """Whether a loop runs no code between its rounds."""
    match iterators:
        case (ir.ApiCall(module="base", function=row),):
            return row.name in ("pairs", "ipairs")
        case _:
            return False


def stored_tags(value: ir.Expr) -> Tags | None:
    """Return the types of what is written as a value that is not nil; `None` for others."""
    match value:
        case ir.TableConstructor():
            return Tag.TABLE
        case ir.Constant(value=str()) | ir.Concat():
            return Tag.STRING
        case ir.Constant(value=bool() as constant):
            return Tag.TRUE if constant else Tag.FALSE
        case ir.Constant(value=int() | float()):
            return INT64 | Tag.FLOAT
        case ir.Logical(operator="or", right=right):
            # What is true, or the other.
            other = stored_tags(right)
            return None if other is None else _TRUE | other
        case _:
            return None


_TRUE: Tags = (
    Tag.TRUE | INT64 | Tag.FLOAT | Tag.STRING | Tag.TABLE | Tag.FUNCTION | Tag.OBJECT | Tag.OPEN
)
