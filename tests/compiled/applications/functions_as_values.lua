--@ library clock; time, funcs
local M = {}
M.sleep = time.sleep
M.now = function() return 1 end
M.call = funcs.call
M.exec = funcs.new():with_options({ ["activity.start_to_close_timeout"] = "5s" })
return M
--@ workflow flow; funcs, time; imports: {clock: app:clock}
local clock = require("clock")
local sleep = time.sleep
local noop = function() end
local function call_it(f, ...) return f(...) end
local Client = {}
Client.__index = Client
function Client.new(executor) return setmetatable({ executor = executor, select = channel.select }, Client) end
function Client:get(n) return (self.executor:call("app:double", n)) end
function Client:raw(n) local call = self.executor.call return (call(self.executor, "app:double", n)) end
local function spawn_with(spawner, ...) return spawner:exec(...) end
local function main(fast)
  local ok = pcall(time.sleep, "1ms")
  local ok2, v = pcall(funcs.call, "app:double", 3)
  local ok3, n, err = pcall(funcs.call, "app:fail", "NotFound")
  clock.sleep("1ms")
  local ch = channel.new(3)
  ch:send(5) ch:send(6) ch:send(8)
  local recv = ch.receive
  local a = recv(ch)
  local okr, b = pcall(ch.receive, ch)
  ;(fast and noop or sleep)("1ms")
  local list = { funcs.call, clock.call }
  local c = (list[2]("app:double", 7))
  call_it(time.sleep, "1ms")
  local d = call_it(funcs.call, "app:double", 50)
  local client = Client.new(clock.exec)
  local e = client:get(2) + client:raw(3)
  local r = client.select({ ch:case_receive() })
  local methods = { receive = function(c) return c:receive() end, len = function(c) return 0 end }
  ch:send(9)
  local g = methods["rec" .. "eive"](ch)
  local x = spawn_with(process.with_context({ k = 1 }), "app:child", "app:worker", 4)
  local y = call_it(process.exec, "app:child", "app:worker", 5)
  return { ok, ok2, v, ok3, err:kind(), a, b, c, d, e, r.value, g, x, y }
end
return { main = main }
--@ workflow child; time
return function(n) time.sleep("1ms") return n + 1 end
--@ expect [true,true,6,true,"NotFound",5,6,14,100,10,8,9,5,6]
