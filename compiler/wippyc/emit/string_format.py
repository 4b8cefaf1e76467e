"""`string.format` with a literal format, as an f-string.

string.format("%-8s %5d %.2f", name, count, price)      f"{name:<8} {count:5d} {price:.2f}"
"""

from __future__ import annotations

import ast
import re

from wippyc.analyse.abstract_values.values import INTEGERS, NUMBER, Tag
from wippyc.emit.build import attribute, call, constant
from wippyc.emit.context import FunctionContext
from wippyc.emit.format_strings import Shown, format_string
from wippyc.ir import nodes as ir

_VERB = re.compile(r"%(?:(%)|([-+ 0]?)(\d{0,2})(?:\.(\d{1,2}))?([dixXsfeg]))")


def emit_format(context: FunctionContext, arguments: tuple[ir.Expr, ...]) -> ast.expr | None:
    """Emit `string.format(…)` where Python's formatting of each value is exact."""
    from wippyc.emit.expressions import emit_one

    template, *values = arguments
    if not isinstance(template, ir.Constant) or not isinstance(template.value, str):
        return None
    layout = _layout(template.value)
    if layout is None:
        return None
    verbs = [part for part in layout if not isinstance(part, str)]
    if len(values) != len(verbs):
        return None
    specifications: list[str] = []
    for verb, value in zip(verbs, values, strict=True):
        specification = _specification(context, verb, value)
        if specification is None:
            return None
        specifications.append(specification)
    emitted = [emit_one(context, value) for value in values]
    shown = iter(map(Shown, emitted, specifications))
    text = format_string([part if isinstance(part, str) else next(shown) for part in layout])
    if text is not None:
        return text
    function = attribute(context.imports.library("lib.string"), "format")
    return call(function, [constant(template.value), *emitted])


def _layout(template: str) -> list[str | re.Match[str]] | None:
    """Split a format into texts and verbs; `None` if a verb is not understood."""
    parts: list[str | re.Match[str]] = []
    position = 0
    while (percent := template.find("%", position)) >= 0:
        verb = _VERB.match(template, percent)
        if verb is None:
            return None
        parts.append(template[position:percent])
        parts.append("%" if verb[1] else verb)
        position = verb.end()
    return [*parts, template[position:]]


def _specification(context: FunctionContext, verb: re.Match[str], expr: ir.Expr) -> str | None:
    """Return Python's format specification for a verb and a value; `None` if there is none."""
    _, flag, width, precision, letter = verb.groups()
    value = context.facts.value(expr)
    if not value.tags:
        return None
    match letter:
        case "s" if value.only(Tag.STRING) or (value.only(INTEGERS) and precision is None):
            if flag not in ("", "-"):
                return None
            align = "" if not width else "<" if flag else ">"
            return f"{align}{width}" + ("" if precision is None else f".{precision}")
        case "d" | "i" if value.only(INTEGERS) and precision is None:
            layout = _number_layout(flag, width)
            return f"{layout}d" if layout else ""
        case "x" | "X" if precision is None and flag in ("", "-", "0"):
            bound = context.facts.numbers.least(expr)
            if not value.only(INTEGERS) or bound is None or bound < 0:
                return None
            return f"{_number_layout(flag, width)}{letter}"
        case "f" | "e" | "g" if value.only(NUMBER) and flag != "0":
            # C pads what is not finite with blanks, Python with zeros.
            digits = "" if precision is None else f".{precision}"
            return f"{_number_layout(flag, width)}{digits}{letter}"
        case _:
            return None


def _number_layout(flag: str, width: str) -> str:
    if flag == "-":
        return f"<{width}" if width else ""
    return f"{flag}{width}"
