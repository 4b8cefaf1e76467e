"""`${env:NAME|default}` in configuration values.

Nothing is resolved here: a build must not see the environment, and no secret may enter generated
code. A value is kept as a template that the worker fills in when it starts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wippyc.project.model import EnvValue

_SHORT = re.compile(r"[A-Z][A-Z0-9_]*")
_LONG = re.compile(r"[A-Za-z_][A-Za-z0-9_.:\-/]*")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One `${…}` of a template.

    Attributes:
        name: Public name of a variable, or the ID of an `env.variable` entry.
        default: Text used when the variable is not set; `None` makes the variable required.
        start: Offset of the `$` in the template.
        end: Offset behind the `}`.
    """

    name: str
    default: str | None
    start: int
    end: int


class PlaceholderError(ValueError):
    """A `${` that starts no placeholder; `start` is its offset in the template."""

    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.start = start


def parse_template(text: str) -> tuple[str | Placeholder, ...]:
    """Split a configuration text into literal pieces and placeholders.

    `${env:NAME}` and `${env:NAME|default}` name a variable, `${NAME|default}` is the short form
    whose default is mandatory, `$${` stands for a literal `${`.

    Raises:
        PlaceholderError: When a placeholder is not closed, has no name, or lacks the default its
            form needs.
    """
    parts: list[str | Placeholder] = []
    literal: list[str] = []
    at = 0
    while at < len(text):
        dollar = text.find("$", at)
        if dollar < 0:
            break
        literal.append(text[at:dollar])
        if text.startswith("$${", dollar):
            literal.append("${")
            at = dollar + 3
        elif text.startswith("${", dollar):
            found = _placeholder(text, dollar)
            if any(literal):
                parts.append("".join(literal))
            literal = []
            parts.append(found)
            at = found.end
        else:
            literal.append("$")
            at = dollar + 1
    literal.append(text[at:])
    if any(literal):
        parts.append("".join(literal))
    return tuple(parts)


def env_value(text: str) -> EnvValue:
    """Return a configuration text as a template; its value is set if no placeholder is in it.

    Raises:
        PlaceholderError: As `parse_template`.
    """
    parts = parse_template(text)
    if any(isinstance(part, Placeholder) for part in parts):
        return EnvValue(text, None)
    return EnvValue(text, "".join(part for part in parts if isinstance(part, str)))


def whole_placeholder(text: str) -> Placeholder | None:
    """Return the placeholder a text consists of, if it is exactly one.

    Raises:
        PlaceholderError: As `parse_template`.
    """
    parts = parse_template(text)
    if len(parts) == 1 and isinstance(parts[0], Placeholder):
        return parts[0]
    return None


def _placeholder(text: str, start: int) -> Placeholder:
    close = text.find("}", start)
    if close < 0:
        raise PlaceholderError("placeholder '${' is not closed", start)
    body = text[start + 2 : close]
    head, bar, default = body.partition("|")
    value = default if bar else None
    if head.startswith("env:"):
        name = head.removeprefix("env:")
        if not _LONG.fullmatch(name):
            raise PlaceholderError(f"placeholder '${{{body}}}' names no variable", start)
        return Placeholder(name, value, start, close + 1)
    if not _SHORT.fullmatch(head):
        raise PlaceholderError(
            f"placeholder '${{{body}}}' is neither '${{env:NAME}}' nor '${{NAME|default}}'", start
        )
    if value is None:
        raise PlaceholderError(
            f"placeholder '${{{body}}}' needs a default in its short form", start
        )
    return Placeholder(head, value, start, close + 1)
