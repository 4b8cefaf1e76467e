--@ library plug; time, funcs
local P = {}
function P.work(n) time.sleep("1ms") return n + 1 end
return P
--@ workflow flow; funcs, time, crypto, uuid; imports: {plug: app:plug}
local function lazy(load) local m return setmetatable({}, { __index = function(_, k) m = m or load() return m[k] end }) end
local plug = lazy(function() return require("plug") end)
local clock = lazy(function() return time end)
local function use() local f = require("funcs") return (f.call("app:double", 2)) end
local rnd = crypto.random
local function hex(r) return #(r.string(8)) end
local function main()
  local p = require("plug")
  clock.sleep("1ms")
  local u = { uuid = uuid }
  local id = u.uuid.v4()
  return { plug.work(1), use(), p.work(5), #id, hex(rnd), hex(crypto.random) }
end
return { main = main }
--@ expect [2,4,6,36,8,8]
