-- What is a table or nothing is what it is, in any form: its type is not asked for.
local function validate(order)
  if type(order.items) ~= "table" or #order.items == 0 then
    return "no items"
  end
  for _, item in ipairs(order.items) do
    if type(item.quantity) ~= "number" then
      return "no quantity"
    end
  end
  return "fine"
end

-- A string has other operations.
local function length(value)
  if type(value) == "table" then
    return #value
  end
  return 0
end

-- The name of the type is used.
local function named(list)
  return type(list) .. " of " .. #list
end

return function(count)
  local items = {}
  for i = 1, #tostring(count) do
    items[i] = { sku = "s", quantity = i }
  end
  local order = { items = items }
  if count == 5 then
    order.items = nil
  end
  local list = { 1, 2, 3 }
  return { validate(order), length("text"), length({ 1, 2 }), named(list) }
end
