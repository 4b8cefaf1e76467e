--@ workflow machine
--@ expect {"state":"closed","trace":["idle","working","waiting","working","closed"],"total":30}
--@ signal go 5
--@ signal go 10
--@ signal stop
local Machine = {}
Machine.__index = Machine
local states = {}
function states.idle(self)
  local n = self.input:receive()
  self.amount = n
  return "working"
end
function states.working(self)
  if self.amount == nil then return "closed" end
  self.total = self.total + (funcs.call("app:double", self.amount))
  self.count = self.count + 1
  if self.count == 2 then return "closed" end
  return "waiting"
end
states.waiting = function(self)
  local timer = time.timer("5s")
  local r = channel.select({ self.input:case_receive(), timer:response():case_receive() })
  timer:stop()
  if r.channel ~= self.input then return "closed" end
  self.amount = r.value
  return "working"
end
function Machine:run()
  local state = "idle"
  while true do
    table.insert(self.trace, state)
    local handler = states[state]
    if not handler then break end
    state = handler(self)
  end
  return state
end
local function main()
  local m = setmetatable({ input = process.listen("go"), total = 0, count = 0, trace = {} }, Machine)
  local final = m:run()
  return { state = final, trace = m.trace, total = m.total }
end
return { main = main }
