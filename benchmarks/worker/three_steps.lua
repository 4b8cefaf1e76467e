-- Three activities, one after the other.
local funcs = require("funcs")

local function main(order)
  local reserved, err = funcs.call("app:reserve", { id = order.id, quantity = order.quantity })
  if err then
    return nil, err
  end
  local charged
  charged, err = funcs.call("app:charge", { id = order.id, cents = reserved.cents })
  if err then
    return nil, err
  end
  local shipped
  shipped, err = funcs.call("app:ship", { id = order.id, receipt = charged.receipt })
  if err then
    return nil, err
  end
  return { id = order.id, tracking = shipped.tracking, cents = reserved.cents }
end

return main
