-- Tests that are turned around twice.
local function is_number(x)
  return not (type(x) ~= "number")
end

local function unless(x)
  if not (type(x) ~= "number") then
    return x
  end
  while not (type(x) ~= "number" or x == 1) do
    x = x - 1
  end
  return 0
end

local function main(x)
  return is_number(x), unless(x)
end

return { main = main }
