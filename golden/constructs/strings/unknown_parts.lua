-- A part that may be a float, nil or a table goes through the runtime.
local function main(order)
  local ratio = 1 / 4
  return "ratio " .. ratio .. " for " .. order.name
end

return { main = main }
