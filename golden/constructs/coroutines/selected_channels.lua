-- A channel that `select` gives is a value of any type: its fields may be methods that suspend.
local function main(name)
  local inbox = channel.new(1)
  inbox:send(name)
  local found = channel.select({ inbox:case_receive() })
  local receive = found.channel.receive
  inbox:send(name)
  return receive(found.channel)
end

return { main = main }
