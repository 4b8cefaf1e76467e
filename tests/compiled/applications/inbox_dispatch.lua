--@ workflow flow; time
--@ signal add {"n":3}
--@ signal add {"n":4}
--@ signal sub {"n":1}
--@ signal done
local handlers = {}
local state = { total = 0, log = {} }
handlers.add = function(d) state.total = state.total + d.n time.sleep("1ms") end
function handlers.sub(d) state.total = state.total - d.n end
local function dispatch(topic, data)
  local h = handlers[topic]
  if h then h(data) return true end
  return false
end
local function main()
  local inbox = process.inbox()
  while true do
    local msg = inbox:receive()
    local topic = msg:topic()
    if topic == "done" then break end
    local ok = dispatch(topic, msg:payload():data())
    state.log[#state.log + 1] = topic .. ":" .. tostring(ok)
  end
  return state
end
return { main = main }
--@ expect {"total":6,"log":["add:true","add:true","sub:true"]}
