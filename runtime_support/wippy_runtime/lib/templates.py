"""Lua module `templates`: sets of templates that are entries of the application."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from .. import registry
from ..lua.arguments import string_argument
from ..lua.strings import from_text, to_text
from ..lua.table import Table
from ..lua.userdata import Userdata
from .errors import Error
from .expr import plain_value
from .expr_syntax import ExprError
from .failure import internal, invalid, not_found
from .jet import Renderer, Statement, parse

_SET = "template.set"
_TEMPLATE = "template.jet"


class Set(Userdata):
    """The templates of one set."""

    __slots__ = ("_delimiters", "_is_released", "_parsed", "_sources")
    lua_name: ClassVar[str] = "*template.Set"
    lua_methods: ClassVar[Mapping[str, str]] = {"render": "render", "release": "release"}

    def __init__(self, sources: Mapping[str, str], delimiters: tuple[str, str]) -> None:
        self._sources = sources
        self._delimiters = delimiters
        self._parsed: dict[str, list[Statement]] = {}
        self._is_released = False

    def render(self, name: Any = None, data: Any = None) -> tuple[str | None, Error | None]:
        """Return the text of a template with the values of a table."""
        wanted = to_text(string_argument(name, 1, "render"))
        if self._is_released:
            return None, invalid("template set is released")
        if wanted not in self._sources:
            return None, not_found(from_text(f"template not found: {wanted}"))
        try:
            values = plain_value(data) if isinstance(data, Table) else {}
            renderer = Renderer(self._load)
            return from_text(
                renderer.render(wanted, values if isinstance(values, dict) else {})
            ), None
        except (ExprError, TypeError, ValueError, RecursionError) as error:
            return None, internal(from_text(f"failed to render {wanted}: {error}"))

    def release(self) -> bool:
        """Give the set back; it renders nothing afterwards."""
        self._is_released = True
        return True

    def lua_tostring(self) -> str:
        """Return `template.Set{}`, or what a released one shows."""
        return "template.Set{released}" if self._is_released else "template.Set{}"

    def _load(self, name: str) -> list[Statement]:
        parsed = self._parsed.get(name)
        if parsed is None:
            source = self._sources.get(name)
            if source is None:
                raise ExprError(f"template not found: {name}")
            parsed = self._parsed[name] = parse(source, *self._delimiters)
        return parsed


def get(set_id: Any = None) -> tuple[Set | None, Error | None]:
    """Return a set by entry ID."""
    name = to_text(string_argument(set_id, 1, "get"))
    if not name:
        return None, invalid("template set ID required")
    entry = registry.current().data.get(name)
    if entry is None or entry.kind != _SET:
        return None, not_found(from_text(f"template set not found: {name}"))
    engine = entry.data.get("engine")
    given = engine.get("delimiters") if isinstance(engine, Mapping) else None
    pair = given if isinstance(given, Mapping) else {}
    delimiters = (str(pair.get("left") or "{{"), str(pair.get("right") or "}}"))
    return Set(dict(_sources(name)), delimiters), None


def _sources(set_id: str) -> Iterator[tuple[str, str]]:
    """Yield the templates of a set, by ID and by name: templates call each other by either."""
    namespace = set_id.partition(":")[0]
    for entry_id, entry in registry.current().data.items():
        if entry.kind != _TEMPLATE:
            continue
        owner = str(entry.data.get("set"))
        full = owner if ":" in owner else f"{entry_id.partition(':')[0]}:{owner}"
        if full != set_id:
            continue
        source = str(entry.data.get("source") or "")
        yield entry_id, source
        own_namespace, _, name = entry_id.partition(":")
        if own_namespace == namespace:
            yield name, source


EXPORTS: Mapping[str, Any] = {"get": get}
