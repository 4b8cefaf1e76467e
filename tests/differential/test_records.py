"""Tables that are objects with slots: where they are, and where they must not be."""

from __future__ import annotations

import re

import pytest

from tests.differential.harness import assert_same, compile_sources

_QUEUE = """
local Queue = {}
Queue.__index = Queue
function Queue.new() return setmetatable({first = 1, last = 0, items = {}}, Queue) end
function Queue:push(v) self.last = self.last + 1; self.items[self.last] = v; return self end
function Queue:pop()
  if self.first > self.last then return nil end
  local v = self.items[self.first]
  self.items[self.first] = nil
  self.first = self.first + 1
  return v
end
function Queue:size() return self.last - self.first + 1 end
"""
_SHAPES = """
local Shape = {}
Shape.__index = Shape
function Shape.new(name) return setmetatable({name = name}, Shape) end
function Shape:area() return 0 end
function Shape:describe() return self.name .. " " .. self:area() .. " " .. self:kind() end
function Shape:kind() return "shape" end
local Square = setmetatable({}, {__index = Shape})
Square.__index = Square
function Square.new(side)
  local s = Shape.new("square")
  s.side = side
  return setmetatable(s, Square)
end
function Square:area() return self.side * self.side end
local Cube = setmetatable({}, {__index = Square})
Cube.__index = Cube
function Cube.new(side) return setmetatable(Square.new(side), Cube) end
function Cube:area() return 6 * Square.area(self) end
function Cube:kind() return "cube of " .. Shape.kind(self) end
"""
# A program, and the classes it gets.
FIRES = {
    "linked by fields": (
        """
local function node(value, following) return {value = value, following = following} end
local function main()
  local last = node(3)
  local head = node(1, node(2, last))
  local item, sum = head, 0
  while item do sum = sum + item.value; item = item.following end
  out(sum, last.following == nil, head.following.following == last, last.extra)
  last.extra = "more"
  out(last.extra, head.extra)
  last.extra, head.extra = nil, last.extra
  out(last.extra, head.extra)
  head.value = nil
  out(head.value == nil, head.value or "none", not head.value)
  head.following = nil
  out(not head.following)
end""",
        {"Node"},
    ),
    "a tree": (
        """
local function tree(depth)
  if depth == 0 then return {value = 1} end
  return {left = tree(depth - 1), right = tree(depth - 1), value = depth}
end
local function total(t)
  if not t then return 0 end
  return t.value + total(t.left) + total(t.right)
end
local function each(t, f) if t then each(t.left, f); f(t); each(t.right, f) end end
local function main()
  local root = tree(4)
  out(total(root), root.left.right.value, root.left.left.left.left.left == nil)
  local values = {}
  each(root, function(t) values[#values + 1] = t.value; t.value = 0 end)
  out(table.concat(values, " "), root.value, total(root))
end""",
        {"Tree"},
    ),
    "keys, elements and identity": (
        """
local function point(x) return {x = x} end
local function main()
  local one, two = point(1), point(1)
  local seen = {[one] = "one"}
  out(one == two, one ~= two, one == one, seen[one], seen[two], one == nil, one == 1)
  seen[two] = "two"
  local count = 0
  for key, text in pairs(seen) do count = count + key.x + #text end
  out(count)
  local stack = {}
  table.insert(stack, one)
  table.insert(stack, 1, two)
  out(#stack, stack[1] == two, table.remove(stack) == one, #stack)
  local list = {point(3), point(1), point(2)}
  table.sort(list, function(p, q) return p.x < q.x end)
  for _, each in ipairs(list) do out(each.x) end
  local grid = {}
  for i = 1, 3 do grid[i * 10] = point(i) end
  out(grid[20].x, grid[5] == nil)
end""",
        {"Point"},
    ),
    "functions in fields": (
        """
local function counter(step)
  local n = 0
  return {
    step = step,
    add = function(self, by) n = n + self.step * by; return self end,
    get = function() return n end,
  }
end
local function main()
  local tally = counter(2)
  out(tally:add(3):add(4).get(), tally.get(), tally.step)
  tally.add = function(self, by) n = by; return self end
  out(tally:add(5).get(), n)
end""",
        {"Counter"},
    ),
    "several constructors in any order": (
        """
local log = ""
local function note(v) log = log .. v; return v end
local function make(n)
  if n == 1 then return {a = note(1), b = note(2), c = note(3)}
  elseif n == 2 then return {c = note(4), a = note(5)}
  else return {b = note(6), a = note(7), d = note(8)} end
end
local function main()
  for n = 1, 3 do
    local entry = make(n)
    out(entry.a, entry.b, entry.c, entry.d, entry.e)
  end
  out(log)
end""",
        {"Entry"},
    ),
    "names that Python reserves": (
        """
local function make()
  return {class = 1, def = 2, ["not"] = 3, None = 4, print = 5, id = 6, type = 7, list = 8}
end
local function main()
  local thing = make()
  thing.lambda, thing.is = 10, 11
  thing.class = thing.class + thing.def + thing["not"] + thing.None + thing.print + thing.id
  out(thing.class, thing.lambda, thing.is, thing["async"], thing.yield, thing.type + thing.list)
end""",
        {"Thing"},
    ),
    "fields named like methods of tables": (
        """
local function main()
  local thing = {append = 1, length = 2, set = 3, pop = 4, elements = 5}
  thing.append = thing.length + thing.set
  out(thing.append, thing.length, thing.set, thing.pop, thing.elements)
end""",
        {"Thing"},
    ),
    "stores in Lua's order": (
        """
local function slot(v) return {v = v} end
local a, b = slot(1), slot(2)
local current = a
local function switch(v) current = b; return v end
local function get() return current end
local function main()
  current.v = switch(9)
  out(a.v, b.v)
  current = a
  current.v, current = 5, slot(0)
  out(a.v, current.v)
  a.v, b.v = b.v, a.v
  out(a.v, b.v)
  local i = slot(1)
  i.v, a.v = i.v + 1, i.v
  out(i.v, a.v)
  get().v = get().v + switch(3)
  out(current == b, b.v)
end""",
        {"Slot"},
    ),
    "closures in loops": (
        """
local function main()
  local made = {}
  for i = 1, 3 do
    local entry = {i = i}
    entry.read = function() return entry.i end
    made[i] = entry
  end
  made[2].i = 20
  out(made[1].read(), made[2].read(), made[3].read())
  for i = 1, 2 do
    local again = {v = i}
    ::top::
    if again.v < 3 then again.v = again.v + 1 goto top end
    out(again.v)
  end
end""",
        {"Entry", "Again"},
    ),
    "several results and variable arguments": (
        """
local function pair(a, b) return {a = a}, {b = b} end
local function pass(...) return ... end
local function main()
  local first, second = pass(pair(1, 2))
  out(first.a, second.b, (pass(pair(3, 4))).a)
  local packed = {pass(first, second)}
  out(#packed)
end""",
        {"Second"},
    ),
    "methods": (
        _QUEUE
        + """
local function main()
  local queue = Queue.new()
  queue:push("a"):push("b"):push("c")
  out(queue:pop(), queue:pop(), queue:size(), queue.first, queue.last, queue.absent)
  out(Queue.pop(queue), Queue.pop(queue), queue:size())
  local queues = {}
  for i = 1, 3 do queues[i] = Queue.new():push(i) end
  for _, each in ipairs(queues) do out(each:size(), each:pop()) end
end""",
        {"Queue"},
    ),
    "methods of derived classes": (
        _SHAPES
        + """
local function main()
  for _, shape in ipairs({Shape.new("dot"), Square.new(3), Cube.new(2)}) do
    out(shape:describe(), shape.side)
  end
  local shapes = {[10] = Cube.new(3), [20] = Shape.new("point")}
  local total = 0
  for _, shape in pairs(shapes) do total = total + shape:area() end
  out(total, shapes[10]:kind(), Shape.kind(shapes[10]))
end""",
        {"Shape"},
    ),
    "methods that are found in the class when they are called": (
        _SHAPES
        + """
local function main()
  local shape, square = Shape.new("a"), Square.new(2)
  out(shape:area(), square:area())
  Square.area = function(self) return -self.side end
  out(shape:area(), square:area())
  Square.area = nil
  out(square:area())
  Shape.extra = function(self, more) return self.name .. more end
  out(square:extra("!"))
end""",
        {"Shape"},
    ),
    "operators": (
        """
local Vector = {}
Vector.__index = Vector
local function vec(x, y) return setmetatable({x = x, y = y}, Vector) end
Vector.__add = function(a, b) return vec(a.x + b.x, a.y + b.y) end
Vector.__mul = function(a, k) return vec(a.x * k, a.y * k) end
Vector.__unm = function(a) return vec(-a.x, -a.y) end
Vector.__eq = function(a, b) return a.x == b.x and a.y == b.y end
Vector.__lt = function(a, b) return a.x < b.x end
function Vector:length2() return self.x * self.x + self.y * self.y end
local function main()
  local v = vec(1, 2) + vec(3, 4) * 2
  local w = -v
  out(v.x, v.y, v:length2(), v == vec(7, 10), v ~= vec(7, 10), v == w, w < v, v < w, w > v)
end""",
        {"Vector"},
    ),
    "a metatable that comes late": (
        """
local Late = {}
Late.__index = Late
function Late:who() return "late " .. self.n end
local function make(n)
  local o = {n = n}
  o.twice = n * 2
  setmetatable(o, Late)
  return o
end
local function main()
  local o = make(4)
  out(o:who(), o.twice, o.n)
end""",
        {"Late"},
    ),
}
# Programs with tables that look the same, and the classes that are left.
MUST_NOT = {
    "walked": ("for k, v in pairs(r) do out(k, v) end", set()),
    "counted": ("out(#r)", set()),
    "a computed key": ("local k = tostring('k') out(r[k])", set()),
    "an element": ("r[1] = 5 out(r[1])", set()),
    "raw access": ("rawset(r, 'z', 1) out(rawget(r, 'k'), r.z)", set()),
    "its type": ("out(type(r))", set()),
    "its text": ("out(#tostring(r) > 0)", set()),
    "an error": ("local ok, e = pcall(error, r) out(ok, e == r, e.k)", set()),
    "protected": ("local ok, e = pcall(function(t) return t end, r) out(ok, e.k)", set()),
    "sent to a coroutine that is not followed": (
        "local wrap = coroutine.wrap local co = wrap(function(t) coroutine.yield(t.k) end)"
        " out(co(r))",
        set(),
    ),
    "sent to a coroutine that takes its length": (
        "local co = coroutine.wrap(function(t) while true do t = coroutine.yield(#t) end end)"
        " out(co(r))",
        set(),
    ),
    "yielded to a built-in function": (
        "local co = coroutine.wrap(function() coroutine.yield(r) end) out(#tostring(co()) > 0)",
        set(),
    ),
    "yielded by a thread that escapes": (
        "local co = coroutine.create(function() coroutine.yield(r) end)"
        " local _, alias = pcall(function(...) return ... end, co)"
        " local ok, got = coroutine.resume(alias) for k, v in pairs(got) do out(k, v) end",
        set(),
    ),
    "in a list that is joined": ("out((pcall(table.concat, {r})))", set()),
    "in a list that is sorted": ("out((pcall(table.sort, {r, {k = 2}})))", set()),
    "an operand": ("out((pcall(function() return r + 1 end)))", set()),
    "called": ("out((pcall(function() return r() end)))", set()),
    "a bound of a loop": ("out((pcall(function() for i = r, 2 do end end)))", set()),
    "an iterator": ("out((pcall(function() for i in r do end end)))", set()),
    "given a metatable with a function": (
        "setmetatable(r, {__index = function(t, k) return k end}) out(r.k, r.z)",
        set(),
    ),
    "given a metatable by a value": (
        "local f = setmetatable f(r, {__index = {z = 1}}) out(r.k, r.z)",
        set(),
    ),
    "its metatable is asked for": (
        "local M = {} setmetatable(r, M) out(getmetatable(r) == M, r.k)",
        set(),
    ),
    "its metatable is taken away": (
        "local M = {__index = {z = 1}} setmetatable(r, M) out(r.z) setmetatable(r, nil) out(r.z)",
        set(),
    ),
    "a protected metatable": (
        "local M = {__metatable = 1} setmetatable(r, M) out((pcall(setmetatable, r, M)), r.k)",
        set(),
    ),
    "a field that its class has": (
        "local M = {z = 1} M.__index = M setmetatable(r, M) out(r.z) r.z = 2 out(r.z)"
        " r.z = nil out(r.z)",
        set(),
    ),
    "the fallback of another": (
        "local t = setmetatable({}, {__index = r}) out(t.k) r.k = 5 out(t.k)",
        set(),
    ),
    "stores that go elsewhere": (
        "local o = {} setmetatable(r, {__newindex = o}) r.z = 1 out(r.z, o.z)",
        set(),
    ),
    "a table or a text": ("local x = r if r.k > 5 then x = 'text' end out(x.k)", set()),
    "a table or a decoded one": (
        "local x = r if r.k > 5 then x = held or r end out(x.k)",
        set(),
    ),
    "computed names that come from a traversal": (
        "for name, v in pairs({z = 1}) do r[name] = v end out(r.z, r.k)",
        set(),
    ),
    "names that Python would change": ("r.__x = 1 out(r.__x, r['a-b'])", set()),
    "names that fall together": ("r.class, r.class_ = 1, 2 out(r.class, r.class_)", set()),
    "a field that could be a method of tables": (
        "r.append = function(s, x) s.k = x end r:append(7) out(r.k)"
        " local l = {r} l[1]:append(8) out((pcall(function() l[2]:append(8) end)), r.k)",
        set(),
    ),
    "elements from a built-in function that is a method": (
        "r.add = table.insert r:add(5) out(r.k)",
        set(),
    ),
    "elements from a built-in function that another table has": (
        "local tools = {add = table.insert, put = rawset} tools.add(r, 5) tools.put(r, 'k', 6)"
        " out(r.k)",
        {"Tools"},
    ),
    "elements from a list of arguments": (
        "local arguments = {r, 5} table.insert(unpack(arguments)) out(r.k)",
        set(),
    ),
    "elements that others pass on": (
        "local o = setmetatable({}, {__newindex = setmetatable({}, {__newindex = r})}) o[1] = 5"
        " out(r.k)",
        set(),
    ),
    "called by name of a function it may have": (
        "r.set = function(x) return x end out(r.set(7)) local l = {r}"
        " out((pcall(function() return l[2].set(7) end)))",
        set(),
    ),
}


def program_of(body: str) -> str:
    return f"{body}\nreturn main\n"


def classes_in(program: str) -> set[str]:
    text = compile_sources({"main": "local out = print\n" + program})["t:main"].text
    return set(re.findall(r"^class (\w+)", text, re.MULTILINE))


@pytest.mark.parametrize("title", FIRES)
def test_tables_that_are_objects(title: str) -> None:
    body, classes = FIRES[title]
    assert_same(program_of(body))
    assert classes_in(program_of(body)) >= classes


@pytest.mark.parametrize("title", MUST_NOT)
def test_tables_that_stay_tables(title: str) -> None:
    body, classes = MUST_NOT[title]
    program = program_of(
        f"local function make(k) return {{k = k}} end\n"
        f"local function main()\n  local r = make(1)\n  {body}\nend"
    )
    assert_same(program)
    assert classes_in(program) == classes


# What `main` does with a class, and whether the class is left as a table.
CLASSES = {
    "nothing but calls": ("out(Queue.new():push(1):pop())", False),
    "a method as a value": ("local f = Queue.push out(f(Queue.new(), 2):pop())", True),
    "another name": ("local Q = Queue out(Q.new():push(3):pop())", True),
    "in a table": ("local list = {Queue} out(list[1].new():push(4):pop())", True),
    "walked": ("local n = 0 for _ in pairs(Queue) do n = n + 1 end out(n)", True),
    "a constant": ("Queue.limit = 5 out(Queue.new():size(), Queue.limit)", True),
    "its type": ("out(type(Queue), Queue.new():size())", True),
    "a method that changes": (
        "Queue.size = function() return 7 end out(Queue.new():size())",
        True,
    ),
    "a method that goes": (
        "Queue.size = nil out((pcall(function() return Queue.new():size() end)))",
        True,
    ),
    "an object that is walked": (
        "local n = 0 for _ in pairs(Queue.new()) do n = n + 1 end out(n)",
        True,
    ),
    "an object made elsewhere": (
        "local q = setmetatable({first = 1, last = 2}, Queue) out(q:size())",
        False,
    ),
    "a method of nobody": ("out(Queue.new():size(), Queue.missing)", True),
}


@pytest.mark.parametrize("title", CLASSES)
def test_classes_that_are_left(title: str) -> None:
    body, is_left = CLASSES[title]
    program = program_of(f"{_QUEUE}local function main()\n  {body}\nend")
    assert_same(program)
    text = compile_sources({"main": "local out = print\n" + program})["t:main"].text
    assert ('["__index"] = ' in text) == is_left


def test_derived_classes_that_are_never_read() -> None:
    """The class behind another goes with it."""
    program = program_of(
        _QUEUE
        + """
Queue.limit = 3
local Stack = setmetatable({}, {__index = Queue})
Stack.__index = Stack
function Stack.new() return setmetatable({first = 1, last = 0, items = {}}, Stack) end
function Stack:top() return self.items[self.last], self:size() end
local function main()
  local stack = Stack.new()
  stack:push(1)
  stack:push(2)
  out(stack:top())
end"""
    )
    assert_same(program)
    text = compile_sources({"main": "local out = print\n" + program})["t:main"].text
    assert "__index" not in text
