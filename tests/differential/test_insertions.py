"""`table.insert` at positions that are no places of the list: Wippy stores the value there."""

from __future__ import annotations

import pytest

from .harness import assert_same

# Real Lua raises an error for such a position.
_STORING = """
local insert = table.insert
table.insert = function(list, ...)
  local position, value = ...
  if select("#", ...) == 1 then
    if position ~= nil then list[#list + 1] = position end
  elseif position >= 1 and position <= #list and value ~= nil then
    insert(list, position, value)
  else
    list[position] = value
  end
end
"""

PROGRAMS = {
    "positions that are no places of a list": """
local list = {1, 2, 3}
local function at(position, v) table.insert(list, position, v) return #list end
out(at(2, "two"), at(5, "last"), list[2], list[5])
local zero = {1}
table.insert(zero, 0, "zero")
out(zero[0], zero[1], #zero)
local n = #zero + 2
table.insert(zero, n, "far")
out(zero[2], zero[3])
""",
    "removals between the count and the insertion": """
local list = {1, 2, 3, 4}
local function drop() table.remove(list) return 7 end
local position = #list + 1
table.remove(list)
table.remove(list)
table.insert(list, position, "gap")
out(list[3], list[4], list[5])
local others = {1, 2, 3, 4}
local function clear() others[#others] = nil return 8 end
position = #others + 1
local value = clear()
table.insert(others, position, value)
out(others[4], others[5])
local third = {1, 2, 3}
position = #third + 1
third[3] = nil
table.insert(third, position, "x")
out(third[3], third[4])
local fourth = {1, 2, 3}
position = math.min(#fourth + 1, (function() table.remove(fourth) return 9 end)())
table.insert(fourth, position, "y")
out(fourth[3], fourth[4])
local fifth = {1, 2, 3}
local p, q = #fifth + 1, table.remove(fifth)
table.insert(fifth, p, q)
out(fifth[3], fifth[4])
""",
    "arguments that change the list": """
local list = {1, 2, 3}
local function pop() return table.remove(list) end
table.insert(list, #list + 1, pop())
out(list[3], list[4])
local counted = {1, 2, 3}
local function cut(v) if #counted > 1 then table.remove(counted) end return v end
table.insert(counted, #counted + 1, cut(9))
out(counted[2], counted[3], counted[4])
local place = #counted + 1
table.insert(counted, place, cut(8) + 1)
out(counted[1], counted[2], counted[3], counted[4], counted[5])
local more = {1, 2, 3}
local function pop_more(v) table.remove(more) return v end
for i, v in ipairs(more) do
  if i == 3 then table.insert(more, i, pop_more("m")) break end
end
out(more[2], more[3], more[4])
""",
    "removals in the loop that finds the place": """
local list = {5, 4, 3, 2, 1}
local position = #list + 1
for i = 1, #list do
  if list[i] == 3 then table.remove(list, 1) table.remove(list, 1) position = i end
end
table.insert(list, position, "here")
out(#list > 0, list[1], list[2], list[3], list[4])
local again = {5, 4, 3, 2, 1}
local place = 1
while place <= #again do
  if again[place] == 4 then
    table.remove(again, place)
    table.remove(again, place)
  else
    place = place + 1
  end
end
table.insert(again, place, "end")
out(table.concat(again, " "))
""",
    "a test that changes the list": """
local list = {1, 2, 3}
local function shorten() table.remove(list) return true end
local position = 4
if position <= #list + 1 and shorten() then table.insert(list, position, "z") end
out(list[3], list[4])
local done = position <= #list + 1 and shorten() and table.insert(list, position, "w")
out(list[3], list[4], done)
while position <= #list + 1 and shorten() do table.insert(list, position, "v") break end
out(list[1], list[2], list[3], list[4])
""",
    "another list under the same name": """
local function tail(list, v)
  local position = #list + 1
  list = {}
  table.insert(list, position, v)
  return list[position], #list
end
out((tail({1, 2}, "v")))
local list = {1, 2, 3}
local position = #list + 1
local function change() list = {} end
change()
table.insert(list, position, "w")
out(list[4], list[1])
""",
    "nil as an element": """
local list = {1, 2, 3}
local function maybe(v) if v > 1 then return v end end
for _, v in ipairs({1, 2}) do
  local position = #list + 1
  table.insert(list, position, maybe(v))
  out(#list, list[4])
end
""",
    "metamethods between the count and the insertion": """
local list = {3, 2, 1}
local M = {__lt = function(a, b) table.remove(list) return false end}
local a, b = setmetatable({}, M), setmetatable({}, M)
local position = #list + 1
if a < b then position = 1 end
table.insert(list, position, "m")
out(list[3], list[4])
list = {3, 2, 1}
local function note(t, k, v) table.remove(list, 1) rawset(t, k, v) end
local watched = setmetatable({}, {__newindex = note})
position = #list + 1
watched.x = 1
table.insert(list, position, "n")
out(list[#list] == "n", watched.x)
""",
    "coroutines between the count and the insertion": """
local list = {1, 2, 3}
local co = coroutine.wrap(function()
  local position = #list + 1
  coroutine.yield()
  table.insert(list, position, "c")
end)
co()
table.remove(list)
co()
out(list[3], list[4])
""",
    "elements that are other values than positions": """
local list = {}
local function add(v)
  local at = #list + 1
  for i, each in ipairs(list) do if each.v > v then at = i break end end
  table.insert(list, at, {v = v})
end
for _, v in ipairs({3, 1, 2}) do add(v) end
local function none() end
local loose = {}
table.insert(loose, 1, {v = 1})
table.insert(loose, 7, none())
out(list[1].v, list[2].v, list[3].v, type(loose[1]), loose[2])
""",
}


@pytest.mark.parametrize("title", PROGRAMS)
def test_insertion(title: str) -> None:
    """What the compiler takes for the place of an element is one when the call is made."""
    source = f"local function main()\n{PROGRAMS[title]}\nend\nreturn {{ main = main }}\n"
    assert_same(source, reference=_STORING + source)
