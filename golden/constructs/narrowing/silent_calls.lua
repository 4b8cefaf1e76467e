-- What is known of a field holds across calls that run no code of the program.
local function measured(order, name)
  if type(order.count) == "number" and type(order.title) == "string" then
    local size = math.floor(name) + string.len(name)
    return order.title .. size, order.count * 2
  end
  return nil
end

local function rounded(order, name)
  if type(order.title) == "string" then
    local size = math.floor(name)
    return order.title .. "!", size
  end
  return nil
end

local function cut(order, name)
  if type(order.title) == "string" then
    local short = string.sub(name, 1, 2)
    return order.title .. "!", short
  end
  return nil
end

-- `__tostring` may.
local function formatted(order, name)
  if type(order.title) == "string" then
    local text = string.format("%s", name)
    return order.title .. "!", text
  end
  return nil
end

local function main(order)
  return measured(order, "a"), rounded(order, 1), cut(order, "b"), formatted(order, {})
end

return { main = main }
