--- members with state are called from functions of the module
local lookup = tostring(0)
local cache = { n = 0 }
local p = {}
function p.one(x) cache.n = cache.n + 1 return lookup .. x end
function p.two(x) return x end
local function call(f) return f() end
local function main()
  out(p.one("a"), call(function() return p.two("b") .. p.one("c") end), cache.n)
end

--- members of a constructor with state
local state = { n = 0 }
local p = { zero = function() state.n = state.n + 1 return state.n end, one = 1 }
function p.even(n) if n == 0 then return true end return p.odd(n - 1) end
function p.odd(n) if n == 0 then return p.zero() == 0 end return p.even(n - 1) end
local held = p.even
local function main() out(p.even(10), p.odd(4), p.zero(), p.one, held(3)) end

--- a member is read before it is set
local p = {}
local x = p.a
local function get() return p.a, p.f end
local y, z = get()
local called = pcall(function() return p.f() end)
p.a = 5
function p.f() return 1 end
local function main() out(x, y, z, called, p.a, (get()), p.f()) end

--- a member is read by a metamethod before it is set
local p = {}
local t = setmetatable({}, { __index = function(_, key) return p[key] or p.fallback end })
local early = t.x
function p.fallback() return 2 end
local function main() out(early, t.x()) end

--- a member is read by a comparator before it is set
local p = {}
local list = { 3, 1, 2 }
local function less(a, b) if p.reverse then return a > b end return a < b end
table.sort(list, less)
p.reverse = true
local function main() out(list[1], list[3], less(2, 1)) end

--- a global function is read before it is defined
local function g() return helper and helper() or "none" end
local early = g()
local called = pcall(function() return helper() end)
function helper() return "help" end
local function main() out(early, called, g(), helper()) end

--- a global function is mentioned before it is defined, and called after
local function g() return helper() end
function helper() return "help" end
local late = g()
local function main() out(late, g()) end

--- a member is replaced by what a later statement computes
local p = {}
function p.f() return 1 end
local function use() return p.f() end
local before = use()
p.f = (function(old) return function() return old() + 1 end end)(p.f)
local function main() out(before, use(), p.f()) end
