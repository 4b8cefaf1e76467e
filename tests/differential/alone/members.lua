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
