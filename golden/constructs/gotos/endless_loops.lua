-- Loops that only `return` leaves: nothing stands behind them.
local function first_above(list, limit)
  local at = 0
  while true do
    for step = 1, 2 do at = at + step end
    if at > limit or list[at] == nil then return at end
  end
end

local function left_by_goto(limit)
  while true do
    for step = 1, limit do
      if step == 3 then goto out end
    end
    limit = limit + 1
  end
  ::out::
end

local function main(limit)
  left_by_goto(limit)
  return first_above({ 1, 2, 3 }, limit)
end

return { main = main }
