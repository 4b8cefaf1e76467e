-- Sums that cannot leave 64 bits, at the very last number that comparisons allow.
local function left_above(x) if 10 > x then return x + 9223372036854775798 end return 0 end
local function left_below(x) if 10 < x and x < 20 then return x - 9223372036854775807 - 12 end return 0 end
local function left_equal(x) if 5 == x then return x + 9223372036854775802 end return 0 end
local function not_at_least(x) if not (x >= 5) then return x + 9223372036854775803 end return 0 end
local function not_other(x) if x ~= 5 then return 0 end return x + 9223372036854775802 end
local function counted(text: string)
  local _, count = text:gsub("a", "b")
  return count + 9223370937343148031, text:len() + 9223370937343148031
end

local function checked(x)
  if x == nil then error("no number") end
  return x < 5
end

local function main(text: string)
  local s = text .. ""
  local x = #s
  local numbers = { left_above(x), left_below(x), left_equal(x), not_at_least(x), not_other(x) }
  return numbers, checked(tonumber(s)), math.sqrt(4) + 1, counted(s)
end

return { main = main }
