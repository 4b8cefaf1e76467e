-- Other code may change a field between its test and its use.
local function called(order, change)
  if type(order.name) == "string" then
    change(order)
    return order.name .. "!"
  end
end

local function stored(order, other)
  if type(order.name) == "string" then
    other.name = nil
    return order.name .. "!"
  end
end

local function computed(order, key)
  if type(order.name) == "string" then
    order[key] = nil
    return order.name .. "!"
  end
end

local function again(order)
  if type(order.name) == "string" then
    for _ = 1, 2 do
      local name = order.name .. "!"
      order.name = #name
    end
  end
  return order.name
end

local function main(order)
  local function change(each)
    each.name = nil
  end
  return called(order, change), stored(order, order), computed(order, order.key), again(order)
end

return { main = main }
