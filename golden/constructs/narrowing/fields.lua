-- What tests say of fields holds until something may change them.
local function validate(order)
  if type(order) ~= "table" or type(order.items) ~= "table" or #order.items == 0 then
    return nil, "no items"
  end
  if type(order.id) ~= "string" or order.id == "" then
    return nil, "no id"
  end
  return order.id .. ":" .. #order.items
end

local function group(rows)
  local groups = {}
  for _, row in ipairs(rows) do
    if not groups[row.kind] then
      groups[row.kind] = {}
    end
    local kind = row.kind
    if not groups[kind] then
      groups[kind] = {}
    end
    table.insert(groups[kind], row)
  end
  return groups
end

local function main(order)
  local id, problem = validate(order)
  if problem then
    return problem
  end
  return id, group({ { kind = "a" }, { kind = "b" }, order })
end

return { main = main }
