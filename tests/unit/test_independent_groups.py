"""The code of an entry does not depend on entries that have nothing to do with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wippyc.pipeline import compile_project
from wippyc.pipeline_model import CompileOptions

INDEX = """\
version: "1.0"
namespace: app
entries:
"""
ENTRY = """\
  - name: {name}
    kind: function.lua
    source: file://{name}.lua
    method: main
    modules: [json]
"""

OBSERVED = """\
local Point = {}
Point.__index = Point

function Point.new(x, y)
  return setmetatable({ x = x, y = y }, Point)
end

function Point:add(other)
  return Point.new(self.x + other.x, self.y + other.y)
end

local function main(input)
  local points, names, total = {}, {}, 0
  for i = 1, 10 do
    points[i] = Point.new(i, i * 2):add(Point.new(1, 1))
    names[#names + 1] = "n" .. i
  end
  for i, point in ipairs(points) do
    total = total + point.x
    names["k" .. i] = point.y
  end
  for value in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) do
    total = total + value
  end
  input.total = total
  names.count = #names
  return points[1] == points[2], points[3], names, input
end

return { main = main }
"""

# Each of these makes an analysis of one program with both more careful about everything.
OTHERS = {
    "__newindex": "setmetatable({}, { __newindex = function(t, k, v) rawset(t, k, v) end })",
    "__index": "setmetatable({}, { __index = function(t, k) return k end })",
    "__eq": "setmetatable({}, { __eq = function() return true end })",
    "__len": "setmetatable({}, { __len = function() return 'long' end })",
    "operators": "setmetatable({}, { __add = function() return {} end, __lt = next, __le = next,"
    " __concat = function() return {} end, __call = function() end, __unm = tostring })",
    "suspending": "setmetatable({}, { __index = function(t, k) return coroutine.yield(k) end })",
    "running": "coroutine.running()",
    "globals": "rawset(_G, 'Point', coroutine)",
    "fields": "{ x = 'text', y = {}, new = print, add = 5, count = false, total = 'none' }",
    "errors": "pcall(error, { x = 1 }, 3)",
}


def _texts(folder: Path, sources: dict[str, str]) -> dict[str, str]:
    folder.mkdir()
    for name, text in sources.items():
        (folder / f"{name}.lua").write_text(text, encoding="utf-8")
    index = INDEX + "".join(ENTRY.format(name=name) for name in sources)
    (folder / "_index.yaml").write_text(index, encoding="utf-8")
    result = compile_project(folder, CompileOptions(package="app_package"))
    assert result.modules, [found.message for found in result.diagnostics]
    return {module.entry_id: module.text for module in result.modules}


@pytest.mark.parametrize("name", OTHERS)
def test_another_entry_changes_nothing(name: str, tmp_path: Path) -> None:
    other = f"local function main()\n  local it = {OTHERS[name]}\n  return it\nend\nreturn main\n"
    alone = _texts(tmp_path / "alone", {"observed": OBSERVED})
    together = _texts(tmp_path / "together", {"aaa": other, "observed": OBSERVED, "zzz": other})
    assert together["app:observed"] == alone["app:observed"]
