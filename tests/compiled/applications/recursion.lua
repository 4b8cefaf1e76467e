--@ workflow flow
local is_even, is_odd
function is_even(n, f) if n == 0 then return true end if f then f(n) end return is_odd(n - 1, f) end
is_odd = function(n, f) if n == 0 then return false end return is_even(n - 1, f) end
local function fib(n, memo)
  memo = memo or {}
  if n < 2 then return n end
  if memo[n] then return memo[n] end
  local r = fib(n - 1, memo) + fib(n - 2, memo)
  memo[n] = r
  return r
end
local function walk(node, visit, depth)
  depth = depth or 0
  visit(node, depth)
  for _, c in ipairs(node.children or {}) do walk(c, visit, depth + 1) end
end
local function fetch_tree(id, depth)
  if depth == 0 then return { id = id } end
  local r = funcs.call("app:double", id)
  local children = {}
  for i = 0, 1 do children[#children + 1] = fetch_tree(r + i, depth - 1) end
  return { id = id, children = children }
end
local Y = function(le) return (function(f) return f(f) end)(function(f) return le(function(...) return f(f)(...) end) end) end
local function main()
  local seen = {}
  local a = is_even(4, function(n) time.sleep("1ms") seen[#seen + 1] = n end)
  local b = is_odd(7)
  local ids = {}
  walk(fetch_tree(1, 2), function(n, d) ids[#ids + 1] = n.id * 10 + d end)
  local names = {}
  walk({ id = "r", children = { { id = "s" } } }, function(n) time.sleep("1ms") names[#names + 1] = n.id end)
  local fact = Y(function(self) return function(n) if n == 0 then time.sleep("1ms") return 1 end return n * self(n - 1) end end)
  return { a, b, seen, fib(20), ids, names, fact(5) }
end
return { main = main }
--@ expect [true,true,[4,2],6765,[10,21,42,52,31,62,72],["r","s"],120]
