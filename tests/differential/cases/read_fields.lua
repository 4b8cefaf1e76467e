--- metatables decide what a read gives
local calls = 0
local t = setmetatable({}, {
  __index = function(_, k) calls = calls + 1 if calls % 2 == 1 then return k end end,
})
local function f(x)
  if x.n then return x.n, x.n, calls end
  return "none", x.n
end
out(f(t)) out(f(t)) out(f({n = 1}))
local changed = {n = 1}
local watcher = setmetatable({}, {__index = function() changed.n = nil end})
local function g(x)
  if x.n then
    local _ = watcher.anything
    return x.n == nil
  end
end
out(g(changed)) out(g({n = 1}))
