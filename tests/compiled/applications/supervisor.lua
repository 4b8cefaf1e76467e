--@ workflow parent; time
local Supervisor = {}
Supervisor.__index = Supervisor
function Supervisor.new() return setmetatable({ children = {}, count = 0, results = {} }, Supervisor) end
function Supervisor:start(id, ...)
  local pid, err = process.spawn_monitored("app:child", "app:worker", id, ...)
  if err then return nil, err end
  self.children[pid] = { id = id, restarts = 0, args = { ... } }
  self.count = self.count + 1
  return pid
end
function Supervisor:on_exit(event)
  local c = self.children[event.from]
  if not c then return end
  self.children[event.from] = nil
  self.count = self.count - 1
  if event.result.error then
    if c.restarts < 1 then
      local pid = self:start(c.id, 1)
      self.children[pid].restarts = c.restarts + 1
    else
      self.results[c.id] = "gave up"
    end
  else
    self.results[c.id] = event.result.value
  end
end
function Supervisor:wait()
  local events = process.events()
  while self.count > 0 do
    local ev = events:receive()
    if ev.kind == process.event.EXIT then self:on_exit(ev) end
  end
  return self.results
end
local function main()
  local s = Supervisor.new()
  s:start("good", 5) s:start("flaky", 0) s:start("bad", -1)
  return s:wait()
end
return { main = main }
--@ workflow child; time
local M = {}
M.good = function(n) time.sleep("1ms") return n * 2 end
M.flaky = function(n) if n == 0 then error("first") end return "recovered" end
function M.bad() error("always") end
local function main(id, ...) return M[id](...) end
return { main = main }
--@ expect {"good":10,"flaky":"recovered","bad":"gave up"}
