-- A field of a value of any type may be a method that suspends, if such userdata is made anywhere.
local function wait(source)
  local receive = source.receive
  return receive(source)
end

local function main(name)
  local _, given = pcall(channel.new, 1)
  return wait(given)
end

return { main = main }
