local function reserve(input)
  return { cents = input.quantity * 1250 }
end

local function charge(input)
  return { receipt = "receipt-" .. input.id .. "-" .. input.cents }
end

local function ship(input)
  return { tracking = "track-" .. input.receipt }
end

return { reserve = reserve, charge = charge, ship = ship }
