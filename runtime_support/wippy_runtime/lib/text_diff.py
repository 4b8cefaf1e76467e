"""Differences between texts; needs the Python package `diff-match-patch`."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any, ClassVar

from ..lua.arguments import string_argument
from ..lua.strings import from_text, to_text
from ..lua.table import Table, array
from ..lua.userdata import Userdata
from .failure import Failure, internal, invalid, wrong_type
from .optional_package import optional_package

_NAMES = {-1: "delete", 0: "equal", 1: "insert"}
_NUMBERS = {name: number for number, name in _NAMES.items()}
_SETTINGS = {
    "diff_timeout": "Diff_Timeout",
    "diff_edit_cost": "Diff_EditCost",
    "match_threshold": "Match_Threshold",
    "match_distance": "Match_Distance",
    "patch_delete_threshold": "Patch_DeleteThreshold",
    "patch_margin": "Patch_Margin",
}
_COLOURS = {-1: ("\x1b[31m", "\x1b[0m"), 0: ("", ""), 1: ("\x1b[32m", "\x1b[0m")}
_TAGS = {-1: "del", 0: "span", 1: "ins"}
_STYLES = {-1: ' style="background:#ffe6e6;"', 0: "", 1: ' style="background:#e6ffe6;"'}


class Patch(Userdata):
    """One change that can be applied to a similar text."""

    __slots__ = ("patch",)
    lua_name: ClassVar[str] = "*text.Patch"

    def __init__(self, patch: Any) -> None:
        self.patch = patch

    def lua_tostring(self) -> str:
        """Return the patch in unidiff-like form."""
        return from_text(str(self.patch))


class Differ(Userdata):
    """Compares texts, makes and applies patches."""

    __slots__ = ("_engine",)
    lua_name: ClassVar[str] = "*text.Differ"
    lua_methods: ClassVar[Mapping[str, str]] = {
        name: name
        for name in (
            *("compare", "pretty_text", "pretty_html", "patch_make", "patch_apply", "summarize"),
        )
    }

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def compare(self, first: Any = None, second: Any = None) -> tuple[Table, None] | Failure:
        """Return the differences as a list of `{operation, text}`."""
        if not isinstance(first, str) or not isinstance(second, str):
            return None, invalid("texts must be strings")
        found = self._engine.diff_main(to_text(first), to_text(second))
        items = [
            Table({"operation": _NAMES[operation], "text": from_text(text)})
            for operation, text in found
        ]
        return array(list(items)), None

    def pretty_text(self, differences: Any = None) -> str:
        """Return the differences as coloured terminal text."""
        return "".join(
            f"{_COLOURS[operation][0]}{from_text(text)}{_COLOURS[operation][1]}"
            for operation, text in _differences(differences, "pretty_text")
        )

    def pretty_html(self, differences: Any = None) -> str:
        """Return the differences as HTML."""
        parts = []
        for operation, text in _differences(differences, "pretty_html"):
            shown = html.escape(text, quote=False).replace("\n", "&para;<br>")
            tag = _TAGS[operation]
            parts.append(f"<{tag}{_STYLES[operation]}>{from_text(shown)}</{tag}>")
        return "".join(parts)

    def patch_make(self, first: Any = None, second: Any = None) -> tuple[Table, None] | Failure:
        """Return the patches that turn one text into another."""
        if not isinstance(first, str) or not isinstance(second, str):
            return None, invalid("texts must be strings")
        patches = self._engine.patch_make(to_text(first), to_text(second))
        return array([Patch(patch) for patch in patches]), None

    def patch_apply(self, patches: Any = None, text: Any = None) -> tuple[str, bool]:
        """Return the patched text, and whether every patch found its place."""
        if not isinstance(patches, Table):
            raise wrong_type(1, "patch_apply", "table", patches)
        source = string_argument(text, 2, "patch_apply")
        chosen = [item.patch for item in patches.elements() if isinstance(item, Patch)]
        result, applied = self._engine.patch_apply(chosen, to_text(source))
        return from_text(result), all(applied)

    def summarize(self, differences: Any = None) -> Table:
        """Return how many characters were inserted, deleted, and stayed."""
        counts = {-1: 0, 0: 0, 1: 0}
        for operation, text in _differences(differences, "summarize"):
            counts[operation] += len(text)
        return Table({"insertions": counts[1], "deletions": counts[-1], "equals": counts[0]})


def new(options: Any = None) -> tuple[Differ, None] | Failure:
    """Return a differ; options tune time, cost and matching."""
    if options is not None and not isinstance(options, Table):
        return None, invalid("options must be a table")
    try:
        package = optional_package("diff_match_patch")
    except ImportError:
        return None, internal("text.diff needs the Python package diff-match-patch")
    engine = package.diff_match_patch()
    for name, attribute in _SETTINGS.items():
        value = options[name] if options is not None else None
        if type(value) in (int, float):
            setattr(engine, attribute, value)
    return Differ(engine), None


def _differences(value: Any, function: str) -> list[tuple[int, str]]:
    if not isinstance(value, Table):
        raise wrong_type(1, function, "table", value)
    found = []
    for item in value.elements():
        if isinstance(item, Table) and isinstance(item["text"], str):
            found.append((_NUMBERS.get(item["operation"], 0), to_text(item["text"])))
    return found
