-- A chunk with state: its modules, namespaces and constants need no variables.
local json = require("json")
local has_time, time = pcall(require, "time")
local LIMIT = 3
local Account = {}
local count = 0

function Account.add(n)
  count = count + n
  return math.min(count, LIMIT)
end

local function main(n)
  local sum = Account.add(n)
  if has_time then sum = sum + time.SECOND end
  return json.encode({ sum, LIMIT })
end

return { main = main }
