-- Built-in functions that run no code of the program leave what is known of fields.
local function asserted(order, value)
  if type(order.title) == "string" then
    assert(value)
    return order.title .. "!"
  end
end

local function raised(order, value)
  if type(order.title) == "string" then
    for _, each in ipairs(value) do
      if each == "no" then error(each) end
    end
    return order.title .. "!"
  end
end

local function with_metatable(order, value)
  if type(order.title) == "string" then
    local _ = getmetatable(value)
    return order.title .. "!"
  end
end

local function with_step(order, value)
  if type(order.title) == "string" then
    local _ = ipairs(value)
    return order.title .. "!"
  end
end

local function with_next(order, value)
  if type(order.title) == "string" then
    local _ = next(value)
    return order.title .. "!"
  end
end

local function with_pairs(order, value)
  if type(order.title) == "string" then
    local _ = pairs(value)
    return order.title .. "!"
  end
end

local function compared(order, value)
  if type(order.title) == "string" then
    local _ = rawequal(value, order)
    return order.title .. "!"
  end
end

local function raw(order, value)
  if type(order.title) == "string" then
    local _ = rawget(value, "key")
    return order.title .. "!"
  end
end

local function counted(order, value)
  if type(order.title) == "string" then
    local _ = select("#", value)
    return order.title .. "!"
  end
end

local function number(order, value)
  if type(order.title) == "string" then
    local _ = tonumber(value)
    return order.title .. "!"
  end
end

local function typed(order, value)
  if type(order.title) == "string" then
    local _ = type(value)
    return order.title .. "!"
  end
end

local function unpacked(order, value)
  if type(order.title) == "string" then
    local _ = unpack(value)
    return order.title .. "!"
  end
end

local function joined(order, value)
  if type(order.title) == "string" then
    local _ = table.concat(value)
    return order.title .. "!"
  end
end

local function spread(order, value)
  if type(order.title) == "string" then
    local _ = table.unpack(value)
    return order.title .. "!"
  end
end

local function main(order)
  local value = { "a" }
  print(asserted(order, value))
  print(raised(order, value))
  print(with_metatable(order, value))
  print(with_step(order, value))
  print(with_next(order, value))
  print(with_pairs(order, value))
  print(compared(order, value))
  print(raw(order, value))
  print(counted(order, value))
  print(number(order, value))
  print(typed(order, value))
  print(unpacked(order, value))
  print(joined(order, value))
  print(spread(order, value))
end

return { main = main }
