"""Lua module `text`: regular expressions, differences, splitters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .regexp import compile as regexp_compile
from .text_diff import new as diff_new
from .text_splitter import markdown as splitter_markdown
from .text_splitter import recursive as splitter_recursive

__all__ = ["diff_new", "regexp_compile", "splitter_markdown", "splitter_recursive"]

EXPORTS: Mapping[str, Any] = {
    "regexp": {"compile": regexp_compile},
    "diff": {"new": diff_new},
    "splitter": {"recursive": splitter_recursive, "markdown": splitter_markdown},
}
