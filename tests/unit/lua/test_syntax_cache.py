"""Syntax trees in a folder."""

from __future__ import annotations

import os
import pickle
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from wippyc.cache_folder import CacheFolder
from wippyc.diagnostics.model import Sink
from wippyc.lua.parse import parse_lua
from wippyc.lua.syntax_cache import SyntaxCache, parse_once
from wippyc.source import SourceFile

TEXT = """\
-- header
type Point = { x: number, y: number? }
local a <const>, b = 1, "b\\200"
--[[ long ]] local function f(x: Point, ...: string): (number, string?)
  goto done
  for i = 1, #x, 2 do t[i] = -i .. 2.5 end
  ::done::
  return x.x, ... -- behind
end
while not f({}) do repeat break until nil end
return { f = f, [1] = a, b, "x", (f(a)), a:m(b) }
"""


def shape(node: object) -> object:
    """Return everything in a tree, spans as offsets."""
    if is_dataclass(node) and not isinstance(node, SourceFile | type):
        return type(node).__name__, [shape(getattr(node, each.name)) for each in fields(node)]
    if isinstance(node, tuple | list):
        return [shape(each) for each in node]
    return node if not isinstance(node, SourceFile) else node.path


def caches(folder: Path, tool: str = "1") -> SyntaxCache:
    return SyntaxCache(CacheFolder(folder, tool))


def test_a_tree_comes_back_as_it_was(tmp_path: Path) -> None:
    sink = Sink()
    source = SourceFile("a.lua", TEXT.replace(" <const>", ""))
    chunk = parse_once(source, sink, caches(tmp_path))
    assert chunk is not None
    again = SourceFile("moved.lua", source.text)
    loaded = caches(tmp_path).load(again)
    assert loaded is not None
    found, _ = loaded
    assert found.source is again
    assert shape(found) == shape(parse_lua(again, Sink()))


def test_what_parsing_found_comes_back_with_the_tree(tmp_path: Path) -> None:
    text = "#!/usr/bin/lua\nlocal n = 007\nwhile n do break n = nil end\nreturn '\\q', 0xffffffffff"
    parse_once(SourceFile("a.lua", text), Sink(), caches(tmp_path))
    again = SourceFile("moved.lua", text)
    fresh, known = Sink(), Sink()
    parse_lua(again, fresh)
    assert caches(tmp_path).load(again) is not None
    parse_once(again, known, caches(tmp_path))
    assert tuple(known) == tuple(fresh)
    assert {"P103", "P104", "P106", "P107"} <= {found.rule.code for found in known}
    assert all(found.span is not None and found.span.source is again for found in known)


def test_what_has_errors_is_parsed_again(tmp_path: Path) -> None:
    for _ in range(2):
        sink = Sink()
        assert parse_once(SourceFile("a.lua", "local = 1"), sink, caches(tmp_path)) is None
        assert sink.has_errors


@pytest.mark.parametrize("tool", ["2", "1 "])
def test_trees_of_another_version_are_not_used(tmp_path: Path, tool: str) -> None:
    source = SourceFile("a.lua", "return 1")
    parse_once(source, Sink(), caches(tmp_path))
    assert caches(tmp_path).load(source) is not None
    assert caches(tmp_path, tool).load(source) is None


class _Evil:
    def __init__(self, name: str) -> None:
        self._name = name

    def __reduce__(self) -> object:
        return os.mkdir, (self._name,)


def test_a_file_cannot_run_code(tmp_path: Path) -> None:
    source = SourceFile("a.lua", "return 1")
    parse_once(source, Sink(), caches(tmp_path))
    (stored,) = tmp_path.iterdir()
    made = tmp_path / "made"
    stored.write_bytes(pickle.dumps(_Evil(str(made))))
    assert caches(tmp_path).load(source) is None
    assert not made.exists()


def test_only_what_was_asked_for_is_kept(tmp_path: Path) -> None:
    first, second = SourceFile("a.lua", "return 1"), SourceFile("a.lua", "return 2")
    for source in (first, second):
        parse_once(source, Sink(), caches(tmp_path))
    later = caches(tmp_path)
    later.key(second)
    later.forget_unused()
    assert caches(tmp_path).load(first) is None
    assert caches(tmp_path).load(second) is not None
