--- a position that only grows
local Lexer = {}
Lexer.__index = Lexer
function Lexer.new(source) return setmetatable({ source = source, position = 1 }, Lexer) end
function Lexer:next()
  local source = self.source
  if self.position > #source then return nil end
  local c = source:sub(self.position, self.position)
  self.position = self.position + 1
  return c
end
function Lexer:word()
  local found = self.source:match("^%a+", self.position)
  if found then self.position = self.position + #found end
  return found
end
local lexer = Lexer.new("ab1c")
out(lexer:word(), lexer:next(), lexer:word(), lexer:next(), lexer.position)
local empty = Lexer.new("")
out(empty:word(), empty:next(), empty.position)
--- a position that goes back below the start
local cursor = { position = 1 }
local function back(n) cursor.position = cursor.position - n end
local function at(text) return text:sub(cursor.position, cursor.position), text:sub(cursor.position) end
out(at("abc")) back(1) out(at("abc")) back(1) out(at("abc")) back(1) out(at("abc")) out(cursor.position)
--- another function stores what it is given
local reader = { position = 1 }
local function seek(to) reader.position = to end
local function get(text) return text:sub(reader.position, reader.position) end
out(get("xyz")) seek(-1) out(get("xyz")) seek(3) out(get("xyz")) seek(0) out(get("xyz")) seek(2.0) out(get("xyz"))
check(function() seek("2") return get("xyz") end)
check(function() seek(nil) return get("xyz") end)
--- fields under computed names
local state = { position = 1, other = 2 }
local function set(name, value) state[name] = value end
local function part(text) return text:sub(state.position) end
out(part("hello")) set("pos" .. "ition", -2) out(part("hello")) set("position", 4) out(part("hello"))
for key, value in pairs(state) do state[key] = value - 6 end
out(state.position, part("hello"))
--- rawset, and a table that unseen code gets
local box = { position = 1 }
local function piece(text) return text:sub(box.position) end
out(piece("world")) rawset(box, "position", -3) out(piece("world"))
local function through(f, ...) return f(...) end
local shared = { at = 1 }
through(pcall, function(t) t.at = -1 end, shared)
out(("text"):sub(shared.at))
local moved = { at = 1 }
local store = rawset
store(moved, "at", -2)
out(("text"):sub(moved.at))
--- aliases of the object
local one = { index = 1 }
local two = one
local list = { one }
two.index = two.index - 3
out(("abcdef"):sub(one.index)) list[1].index = 2 out(("abcdef"):sub(one.index))
local function shrink(object) object.index = object.index - 4 end
shrink(list[1]) out(("abcdef"):sub(one.index), one.index)
--- numbers that a class gives
local Base = { start = 1, limit = 3 }
Base.__index = Base
local Derived = setmetatable({ limit = -2 }, Base)
Derived.__index = Derived
local base, derived = setmetatable({}, Base), setmetatable({}, Derived)
out(("abcdef"):sub(base.start, base.limit), ("abcdef"):sub(derived.start, derived.limit))
Derived.start = -4
out(("abcdef"):sub(base.start, base.limit), ("abcdef"):sub(derived.start, derived.limit))
derived.start = 2
out(("abcdef"):sub(derived.start, derived.limit)) derived.start = nil out(("abcdef"):sub(derived.start))
--- an index function gives the number
local lazy = setmetatable({}, { __index = function(_, key) return key == "first" and -2 or 1 end })
out(("abcdef"):sub(lazy.first), ("abcdef"):sub(lazy.second))
local half = setmetatable({ first = 2 }, { __index = function() return -1 end })
out(("abcdef"):sub(half.first)) half.first = nil out(("abcdef"):sub(half.first))
--- stores that land in another table
local target = { first = 1 }
local proxy = setmetatable({}, { __newindex = target, __index = target })
proxy.first = -3
out(("abcdef"):sub(target.first), ("abcdef"):sub(proxy.first), rawget(proxy, "first"))
local kept = { second = 2 }
local noted = setmetatable({}, { __newindex = function(_, key, value) kept[key] = -value end })
noted.second = 3
out(("abcdef"):sub(kept.second))
--- counters near the end of 64 bits
local counter = { high = math.maxinteger, low = math.mininteger, steps = 0 }
local function bump() counter.high = counter.high + 1 counter.low = counter.low - 1 counter.steps = counter.steps + 1 end
bump() out(counter.high == math.mininteger, counter.low == math.maxinteger, counter.steps)
local grown = { value = 1 }
for _ = 1, 70 do grown.value = grown.value * 3 end
out(grown.value)
local sum = { value = 2 ^ 53 | 0 }
for _ = 1, 3 do sum.value = sum.value + sum.value end
out(sum.value, sum.value * 1024, sum.value * 1024 + 1)
--- floats and other types in a field
local mixed = { count = 0 }
local function add(x) mixed.count = mixed.count + x return mixed.count end
out(add(1), add(2), math.type(mixed.count)) out(add(0.5), math.type(mixed.count)) out(add(0.5), mixed.count // 1, mixed.count % 3)
mixed.count = "7" out(add(1)) check(add, {}) mixed.count = nil check(add, 1)
--- divisors that a field keeps from zero
local rate = { per = 4, never = 0 }
local function share(n) return n / rate.per, n % rate.per, n // rate.per end
out(share(10)) rate.per = rate.per + 1 out(share(10))
local function broken(n) return n / rate.never end
out(broken(1), broken(-1)) rate.never = rate.never + 1 out(broken(1))
local wheel = { size = 1 }
local function turn(n) wheel.size = wheel.size - 1 return n / (wheel.size + 1), n / wheel.size end
out(turn(3)) out(turn(3)) out(turn(-3))
--- several targets at once, and results of calls
local pair = { a = 1, b = 2 }
pair.a, pair.b = pair.b, pair.a
out(("xyz"):sub(pair.a), ("xyz"):sub(pair.b))
local function two_numbers() return -1, -2 end
pair.a, pair.b = two_numbers()
out(("xyz"):sub(pair.a), ("xyz"):sub(pair.b))
pair.a, pair.b = (two_numbers())
out(pair.a, pair.b)
--- recursion and coroutines change it meanwhile
local parser = { depth = 1, text = "((a))" }
local function nested()
  local c = parser.text:sub(parser.depth, parser.depth)
  parser.depth = parser.depth + 1
  if c == "(" then local inner = nested() parser.depth = parser.depth + 1 return "<" .. inner .. ">" end
  return c
end
out(nested(), parser.depth)
local job = { step = 1 }
local co = coroutine.wrap(function() while true do job.step = job.step - 2 coroutine.yield(("abcd"):sub(job.step)) end end)
out(co(), job.step, co(), job.step)
--- records made in several places
local function a() return { kind = "a", offset = 1 } end
local function b() return { kind = "b", offset = -2 } end
local function text_of(node) return ("abcd"):sub(node.offset) end
out(text_of(a()), text_of(b()))
local nodes = { a(), b(), { kind = "c", offset = 3 }, { kind = "d" } }
for i = 1, 3 do out(text_of(nodes[i])) end
check(text_of, nodes[4])
--- elements of lists at the number in a field
local function parser(tokens) return { tokens = tokens, index = 1 } end
local function words(text) local found = {} for word in text:gmatch("%S+") do found[#found + 1] = { text = word } end return found end
local function peek(p) return p.tokens[p.index] end
local function ahead(p) return p.tokens[p.index + 1] end
local function behind(p) return p.tokens[p.index - 1] end
local function advance(p) local token = p.tokens[p.index] p.index = p.index + 1 return token end
local p = parser(words("a b c"))
while peek(p) do
  local next_one, last = ahead(p), behind(p)
  out(advance(p).text, next_one and next_one.text, last and last.text)
end
out(peek(p), ahead(p), behind(p).text, p.index)
check(function() return peek(p).text end)
check(function() return p.tokens[p.index].text end)
--- elements of lists at a number in a field that may be too small
local stack = { items = {}, top = 0 }
local function push(v) stack.top = stack.top + 1 stack.items[stack.top] = v end
local function pop() local v = stack.items[stack.top] stack.top = stack.top - 1 return v end
push("a") push("b")
out(pop(), stack.top, pop(), stack.top, pop(), stack.top, pop(), stack.top)
push("c") push("d") push("e") out(pop(), pop(), stack.top, #stack.items)
local back = { list = { "x", "y", "z" }, at = 3 }
local function step(n) back.at = back.at - n return back.list[back.at], back.list[back.at + 1], back.list[back.at - 1] end
out(step(0)) out(step(1)) out(step(1)) out(step(1)) out(step(1)) out(step(-5))
--- a list at a number that another field holds meanwhile
local two = { list = { 1, 2, 3 }, first = 1, second = 3 }
local function swap() two.first, two.second = two.second, two.first return two.list[two.first], two.list[two.second] end
out(swap()) out(swap()) two.first = 7 out(two.list[two.first], swap())
local odd = { list = { 1, 2, 3 }, at = 1 }
local function at() return odd.list[odd.at] end
out(at()) odd.at = 1.0 out(at()) odd.at = 1.5 out(at()) odd.at = "1" out(at()) odd.at = nil out(at())
