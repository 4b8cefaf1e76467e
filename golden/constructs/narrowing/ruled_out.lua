-- Code that tests rule out is written as if its variables could be all they are elsewhere.
local function describe(value)
  local size = 3
  if type(size) == "string" then
    local text = size
    print(text + 1, text .. "!")
  end
  local order = { kind = "a" }
  if type(order.kind) == "number" then
    local number = order.kind
    return number .. "!"
  end
  return value
end

local function main()
  return describe(1), describe("x")
end

return { main = main }
