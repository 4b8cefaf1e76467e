--- members that are neither functions nor constants
local M = {}
M.items = {}
M.limit = #M.items + 1
M.name = tostring(M.limit)
function M.add(x) M.items[#M.items + 1] = x return #M.items end
M.more = M.add
local function main()
  out(M.add(1), M.more(2), #M.items, M.items == M.items, M.limit, M.name, M.add == M.more)
end
--- stores end up in a table behind __newindex
local kept, other, third = {}, {}, {}
local function main()
  local r = setmetatable({n = 2}, {__newindex = kept})
  r.extra = 5
  out(r.extra, #kept)
  r[1] = 6
  out(r[1], #kept, kept[1])
  local meta = {}
  for _, name in ipairs({"newindex", "index"}) do meta["__" .. name] = other end
  local s = setmetatable({}, meta)
  s[1], s.x = 7, 8
  out(s[1], #other, rawget(s, 1), s.x)
  local named = {}
  named.__newindex = third
  local t = setmetatable({n = 1}, named)
  t[1], t.n = 9, 10
  out(t[1], #third, third[1], t.n)
end
