--- a yield that pcall calls
local pick = coroutine.yield
local each = coroutine.wrap(function() pcall(pick, 2.5) return 2 end)
local a = each()
out(type(a) == "number", a, a // 1)
--- a yield in a list of values
local pick = coroutine.yield
local each = coroutine.wrap(function()
  for _, part in ipairs({ 1, pick }) do if type(part) == "function" then part("7") end end
  return 2
end)
local b = each()
out(b + 1, b .. "", type(b))
--- a yield with a computed name
local tools = coroutine
local each = coroutine.wrap(function() tools["yi" .. "eld"]("7") return 2 end)
local c = each()
out(c + 1, c .. "", type(c))
