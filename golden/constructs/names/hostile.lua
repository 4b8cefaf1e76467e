-- Names that Python or the runtime uses get an underscore, others stay.
local function main(class, len, self)
  local def, None, first = 1, 2, 3
  local order, _private, camelCase = class, len, self
  do
    local order = def + None + first
    print(order)
  end
  return order, _private, camelCase
end

return { main = main }
