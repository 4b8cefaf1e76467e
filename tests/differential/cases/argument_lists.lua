--- lists of arguments none of which is nil
local function all(...)
  local checks = {...}
  return function(v)
    for _, check in ipairs(checks) do if not check(v) then return false end end
    return true
  end
end
local function any(...)
  local checks = {...}
  return function(v)
    for i = 1, #checks do if checks[i](v) then return true end end
    return false
  end
end
local function at_least(n) return function(v) return v >= n end end
local function negate(check) return function(v) return not check(v) end end
local both = all(at_least(2), negate(at_least(5)))
local either = any(both, at_least(9))
local none = all()
for v = 1, 10, 2 do out(v, both(v), either(v), none(v), any()(v)) end
--- lists of arguments that change afterwards
local function collect(first, ...)
  local rest = {...}
  table.insert(rest, first)
  rest[#rest + 1] = "end"
  table.remove(rest, 1)
  table.sort(rest)
  return table.concat(rest, ","), #rest, rest[1], rest[9]
end
out(collect("a", "c", "b")) out(collect("z")) out(collect("x", "y"))
local function sum(...)
  local total = 0
  for _, n in ipairs({...}) do total = total + n end
  return total, #{...}, ({...})[1]
end
out(sum(1, 2, 3)) out(sum()) out(sum(4))
local function wrapped(...) return {"first", ...} end
local w = wrapped(1, 2)
out(#w, w[1], w[3], w[4])
out(#wrapped(), wrapped()[1])
local function twice(...) return {..., ...} end
out(#twice(1, 2), twice(1, 2)[1], twice(1, 2)[3], #twice())
--- some argument may be nil
local function count(...) local t = {...} local n = 0 for _ in ipairs(t) do n = n + 1 end return n end
out(count(1, 2), count(1, nil, 3), count(nil), count())
local function maybe(v) if v > 1 then return v end end
local function counted(...) local t = {...} local n = 0 for _ in ipairs(t) do n = n + 1 end return n, t[2] end
out(counted(maybe(2), maybe(1), 3)) out(counted(1, maybe(1)))
local function nothing() end
local function two() return 1, nil, 2 end
local function gathered(...) local t = {...} local n = 0 for _ in ipairs(t) do n = n + 1 end return n, t[1] end
out(gathered(nothing())) out(gathered(two())) out(gathered(1, two())) out(gathered((nothing())))
--- arguments that are handed on
local function inner(...) local t = {...} return #t, t[1], t[#t] end
local function outer(...) return inner(...) end
local function other(a, ...) return inner(a, ...) end
out(outer(1, 2, 3)) out(outer()) out(other(4)) out(other(5, 6))
local function inner2(...) local t = {...} local n = 0 for _ in ipairs(t) do n = n + 1 end return n, t[1] end
local function outer2(...) return inner2(...) end
local function optional(a, ...) return inner2(a, ...) end
out(outer2(1, 2, 3)) out(optional()) out(optional(nil, 1)) out(outer2(7))
--- functions that are called from out of sight
local function list(...) local t = {...} local n = 0 for _ in ipairs(t) do n = n + 1 end return n, t[2] end
out(list(1, 2)) out(pcall(list, 1, nil, 3)) out(pcall(list))
local co = coroutine.wrap(function(...) local t = {...} local a = coroutine.yield(t[1]) return a, t[2] end)
out(co(nil, 2)) out(co(3))
local C = setmetatable({}, {__call = function(self, ...) local t = {...} local n = 0 for _ in ipairs(t) do n = n + 1 end return n end})
out(C(1, 2), C(nil, 2), C())
local held = {f = function(...) local t = {...} return t[1], t[2] end}
out(held.f(1, 2)) out(held:f(1) == held) out(table.unpack({held.f("x", "y", "z")}))
--- lists among arguments
local function lengths(...)
  local t = {...}
  local n = 0
  for _, each in ipairs(t) do n = n + #each each[#each + 1] = 0 end
  return n, #t
end
local a, b = {1, 2}, {3}
out(lengths(a, b)) out(#a, #b, a[3]) out(lengths(a, {})) out(lengths())
local function keep(...) local kept = {...} return kept end
local k = keep(a, b)
k[1][1] = "changed"
out(a[1], #k, k[2] == b)
out(table.unpack(keep(1, 2, 3)))
for i, v in pairs(keep("x", "y")) do out(i, v) end
local m = keep(1, 2)
m.n = 2
out(m.n, #m)
local s = keep(5, 4)
s[5] = 1
out(s[5], s[1], s[3])
