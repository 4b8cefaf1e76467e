--@ workflow flow; funcs, time
--@ update inc {"n":2}
--@ update fail {}
--@ update inc {"n":3}
--@ update finish {}
local handlers = {}
local total = 0
local function define(name, fn) handlers[name] = fn end
define("inc", function(d) total = total + (funcs.call("app:double", d.n)) return total end)
define("fail", function() error("bad update", 0) end)
define("finish", function() return "bye" end)
local function main()
  local inbox = process.inbox()
  local done = false
  while not done do
    local msg = inbox:receive()
    local h = handlers[msg:topic()]
    if h then
      process.send(msg:from(), "ack")
      local ok, r = pcall(h, msg:payload():data())
      if ok then process.send(msg:from(), "ok", r) else process.send(msg:from(), "error", r) end
      done = msg:topic() == "finish"
    end
  end
  time.sleep("5ms")
  return total
end
return { main = main }
--@ expect [[4,"Internal: bad update",10,"bye"],10]
