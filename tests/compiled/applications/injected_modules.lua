--@ library svc
local Service = {}
Service.__index = Service
function Service.new(deps) return setmetatable({ deps = deps, funcs = deps.funcs, sleep = deps.clock.sleep }, Service) end
function Service:fetch(n)
  self.deps.clock.sleep("1ms")
  local v, err = self.funcs.call("app:double", n)
  self.sleep("1ms")
  return v
end
function Service:timer() local t = self.deps.clock.after("1ms") local _, ok = t:receive() return ok end
return Service
--@ workflow flow; funcs, time; imports: {svc: app:svc}
local Service = require("svc")
local f, t = require("funcs"), require("time")
local function direct(m, n) return m.call("app:double", n) end
local function pick(m, name) return m[name] end
local modules = { funcs = funcs, time = time, channel = channel, process = process }
local function main()
  local s = Service.new({ funcs = funcs, clock = time })
  local a = s:fetch(2)
  local b = direct(funcs, 5)
  local c = (f.call("app:double", 6))
  t.sleep("1ms")
  local d = (pick(funcs, "call")("app:double", 7))
  pick(t, "sleep")("1ms")
  local ch = modules.channel.new(1)
  ch:send(3)
  local r = modules.channel.select({ ch:case_receive() })
  local e = modules["funcs"].call("app:double", 8)
  modules.time.sleep("1ms")
  for name, m in pairs(modules) do if name == "time" then m.sleep("1ms") end end
  local fake = Service.new({ funcs = { call = function(id, n) return n * 100 end }, clock = { sleep = function() end, after = time.after } })
  return { a, b, c, d, r.value, e, s:timer(), fake:fetch(1), fake:timer() }
end
return { main = main }
--@ expect [4,10,12,14,3,16,true,100,true]
