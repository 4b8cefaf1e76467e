--- lists in fields of objects
local Queue = {}
Queue.__index = Queue
function Queue.new() return setmetatable({items = {}, taken = 0}, Queue) end
function Queue:push(v) self.items[#self.items + 1] = v return self end
function Queue:pop()
  if #self.items == 0 then return nil end
  self.taken = self.taken + 1
  return table.remove(self.items, 1)
end
function Queue:last() return self.items[#self.items], self.items[1], self.items[2] end
function Queue:all()
  local copy = {}
  for i, v in ipairs(self.items) do copy[i] = v end
  return copy
end
local q = Queue.new():push("a"):push("b"):push("c")
table.insert(q.items, "d")
table.insert(q.items, 1, "z")
out(q:pop(), q:last())
out(#q.items, q.taken, table.concat(q.items, ","), #q:all())
for _, v in ipairs(q.items) do if #q.items < 8 then q:push(v .. "!") end end
table.sort(q.items)
out(table.concat(q.items, " "))
out(Queue.new():pop(), Queue.new():last())
--- pairs over an object with a list
local o = {items = {}, n = 1}
o.items[#o.items + 1] = 5
local kinds = {}
for k, v in pairs(o) do kinds[#kinds + 1] = k .. type(v) .. (type(v) == "table" and #v or v) end
table.sort(kinds)
out(table.concat(kinds, " "))
--- computed names of fields
local o = {items = {1}, others = {1, 2}}
local names = {"items", "others", "none"}
for i = 1, 3 do
  local list = o[names[i]]
  out(list and #list, type(list))
end
o["it" .. "ems"][2] = 7
out(#o.items)
--- metamethods look at lists
local Bag = {}
Bag.__index = Bag
Bag.__tostring = function(self) return "bag of " .. #self.items end
Bag.__len = function(self) return #self.items * 10 end
Bag.__eq = function(a, b) return #a.items == #b.items end
Bag.__call = function(self, v) self.items[#self.items + 1] = v return self end
Bag.__concat = function(a, b) return "joined" end
Bag.__lt = function(a, b) return #a.items < #b.items end
local a, b = setmetatable({items = {}}, Bag), setmetatable({items = {1, 2}}, Bag)
a(1)
out(tostring(a), #a, a == b, a < b, a .. b)
a(2)
out(tostring(a), #a, a == b, a < b)
--- a metamethod that is added later
local Box = {}
Box.__index = Box
local box = setmetatable({items = {1, 2, 3}}, Box)
out(#box.items)
Box.__unm = function(self) return #self.items end
out(-box)
--- fields through a function
local calls = 0
local lazy = setmetatable({own = {1}}, {__index = function(t, k) calls = calls + 1 return {k, k} end})
out(#lazy.own, #lazy.other, lazy.third[1], calls)
lazy.own[#lazy.own + 1] = 2
out(#lazy.own)
--- a field of the class that all objects share
local Base = {shared = {}}
Base.__index = Base
local Derived = setmetatable({}, {__index = Base})
Derived.__index = Derived
local x, y = setmetatable({}, Derived), setmetatable({own = {}}, Base)
x.shared[#x.shared + 1] = 1
y.shared[#y.shared + 1] = 2
y.own[#y.own + 1] = 3
out(#Base.shared, #Derived.shared, #y.own, x.own, x.shared == y.shared)
x.shared = {9}
out(#x.shared, #y.shared)
--- methods that are values
local Log = {}
Log.__index = Log
function Log:add(v) self.lines[#self.lines + 1] = v end
local log = setmetatable({lines = {}}, Log)
local add = log.add
add(log, "one")
log.add(log, "two")
Log.add(log, "three")
local name = "add"
log[name](log, "four")
out(#log.lines, log.lines[4])
--- methods that are exchanged
local Log = {}
Log.__index = Log
function Log:add(v) self.lines[#self.lines + 1] = v end
local log = setmetatable({lines = {}}, Log)
log:add(1)
function log:add(v) self.kept = self.lines self.lines = {v} end
log:add(2)
log:add(3)
out(#log.lines, #log.kept, log.lines == log.kept)
--- methods of a mixin
local Mixin = {}
function Mixin:add(v) table.insert(self.items, v) return #self.items end
local Class = {}
for k, v in pairs(Mixin) do Class[k] = v end
Class.__index = Class
local object = setmetatable({items = {}}, Class)
out(object:add(1), object:add(2), #object.items)
--- objects in protected calls, errors and coroutines
local o = {items = {}}
local function fill(object) object.items[#object.items + 1] = 1 return #object.items end
out(pcall(fill, o))
out(fill(o))
local ok, err = pcall(function() error({list = {1, 2}}) end)
out(ok, #err.list)
local co = coroutine.wrap(function(object) object.items[#object.items + 1] = 3 coroutine.yield(object) return #object.items end)
out(co(o) == o, co(), #o.items)
--- fields that are nil for a time
local o = {items = {}}
o.items[#o.items + 1] = 1
local function size() return #o.items end
out(size())
o.items = nil
out((pcall(size)))
out(o.items == nil, not o.items)
o.items = {1, 2}
out(size(), o.items and #o.items)
--- lists in lists of records
local rows = {}
for i = 1, 3 do rows[#rows + 1] = {cells = {}, name = "r" .. i} end
for _, row in ipairs(rows) do for i = 1, #rows do row.cells[#row.cells + 1] = row.name .. i end end
for i = 1, #rows do table.remove(rows[i].cells) end
out(#rows, #rows[1].cells, rows[2].cells[1], rows[3].cells[3])
local byname = {}
for _, row in ipairs(rows) do byname[row.name] = row end
out(#byname.r1.cells, byname["r2"].cells[2])
byname.r3.cells[#byname.r3.cells + 1] = "x"
out(#rows[3].cells)
--- linked records
local head
for i = 1, 3 do head = {next = head, list = {i}} end
local node, sum = head, 0
while node do
  node.list[#node.list + 1] = 10
  sum = sum + #node.list + node.list[1]
  node = node.next
end
out(sum)
--- a list in two records
local list = {1}
local a, b = {list = list}, {list = list}
a.list[#a.list + 1] = 2
b.list[#b.list + 1] = 3
list[#list + 1] = 4
out(#a.list, a.list == b.list, #list, a.list == list)
a.list = {}
out(#a.list, #b.list)
--- records with elements
local t = {1, 2, n = 2, list = {}}
t[#t + 1] = 3
t.list[#t.list + 1] = t[3]
for _, v in ipairs(t) do t.list[#t.list + 1] = v end
out(#t, t.n, #t.list, t.list[4])
local grid = {}
for i = 1, 3 do grid[i] = {row = {}} for j = 1, i do table.insert(grid[i].row, j) end end
local s = 0
for i = 3, 1, -1 do s = s * 10 + #grid[i].row end
out(s, grid[4], #grid)
grid[5] = {row = {1}}
out(#grid[5].row)
--- lists of lists of lists
local cube = {}
for i = 1, 2 do
  local plane = {}
  for j = 1, 2 do
    local line = {}
    for k = 1, 2 do line[k] = i * j * k end
    plane[#plane + 1] = line
  end
  cube[#cube + 1] = plane
end
local sum = 0
for _, plane in ipairs(cube) do for _, line in ipairs(plane) do for _, v in ipairs(line) do sum = sum + v end end end
out(sum, #cube, #cube[1], cube[2][2][2], cube[1][1] ~= cube[1][2])
for i = 1, #cube do local plane = cube[i] for j = 1, #plane do local line = plane[j] line[#line + 1] = 0 end end
out(#cube[1][1], #cube[2][2])
--- an object with an unknown method or metatable
local function attach(object, class) return setmetatable(object, class) end
local A, B = {}, {}
A.__index = A
B.__index = function(t, k) return #t.items end
function A:count() return #self.items end
local a, b = attach({items = {1}}, A), attach({items = {1, 2}}, B)
out(a:count(), b.anything, #a.items, #b.items)
out(getmetatable(a).__index == A, rawget(a, "items")[1], rawequal(a.items, a.items))
rawset(a, "items", {7, 8, 9})
out(a:count())
--- two results, one of which is a record
local function load(flag) if flag then return {list = {1}}, nil end return nil, "missing" end
local r, err = load(true)
r.list[#r.list + 1] = 2
out(#r.list, err, load(false))
--- globals and modules of lists
shared = {list = {}}
shared.list[#shared.list + 1] = 1
local function grow() shared.list[#shared.list + 1] = 2 return #shared.list end
out(grow(), #shared.list)
--- varargs and select with records
local function last(...) local n = select("#", ...) local r = select(n, ...) return r.list end
local function all(...) local s = 0 for _, r in ipairs({...}) do s = s + #r.list end return s end
out(#last({list = {}}, {list = {1}}), all({list = {1}}, {list = {1, 2}}))
--- parallel assignments of lists
local P = {}
P.__index = P
function P.new() local self = setmetatable({}, P) self.a, self.b = {}, {} return self end
function P:swap() self.a, self.b = self.b, self.a return self end
local p = P.new()
p.a[#p.a + 1] = 1
p:swap()
out(#p.a, #p.b)
local l, m = {1}, {2, 3}
l, m = m, l
out(#l, #m)
