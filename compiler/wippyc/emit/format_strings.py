"""f-strings: texts and values put together."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

# Text that can stand in single quotes inside an f-string on Python 3.11.
_INNER_TEXT = re.compile(r"[ !#-&(-\[\]-z|~]*")


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in an f-string, with its format specification."""

    value: ast.expr
    specification: str = ""


def format_string(pieces: Sequence[str | Shown]) -> ast.expr | None:
    """Return texts and values as an f-string, or a literal if there is nothing to format.

    `None` if a value cannot stand in an f-string.
    """
    parts: list[ast.expr] = []
    for piece in pieces:
        match piece:
            case str():
                _append_text(parts, piece)
            case Shown(value=ast.Constant(value=str() | int() as constant), specification="") if (
                not isinstance(constant, bool)
            ):
                _append_text(parts, str(constant))
            case Shown(value=ast.JoinedStr(values=inner), specification=""):
                for value in inner:
                    if isinstance(value, ast.Constant):
                        _append_text(parts, str(value.value))
                    else:
                        parts.append(value)
            case Shown(value=value, specification=specification):
                if not _fits(value):
                    return None
                parts.append(_formatted(value, specification))
    if all(isinstance(part, ast.Constant) for part in parts):
        return parts[0] if parts else ast.Constant(value="")
    return ast.JoinedStr(values=parts)


def _formatted(value: ast.expr, specification: str) -> ast.expr:
    if not specification:
        return ast.FormattedValue(value=value, conversion=-1)
    text = ast.JoinedStr(values=[ast.Constant(value=specification)])
    return ast.FormattedValue(value=value, conversion=-1, format_spec=text)


def _append_text(parts: list[ast.expr], text: str) -> None:
    if parts and isinstance(parts[-1], ast.Constant):
        parts[-1] = ast.Constant(value=f"{parts[-1].value!s}{text}")
    elif text:
        parts.append(ast.Constant(value=text))


def _fits(part: ast.expr) -> bool:
    """Whether a value can stand inside the braces of an f-string on Python 3.11."""
    for node in ast.walk(part):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if not _INNER_TEXT.fullmatch(node.value):
                return False
        elif isinstance(node, ast.JoinedStr | ast.Lambda | ast.NamedExpr | ast.Dict | ast.Set):
            return False
    return not isinstance(part, ast.IfExp | ast.BoolOp | ast.Compare)
