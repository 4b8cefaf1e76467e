-- A table that may be nil is indexed natively if an error message can tell the key afterwards.
local function made(count)
  if count < 1 then return nil end
  local list = {}
  for n = 1, count do list[n] = n * n end
  return list
end

local function main(input)
  local list, i = made(input.count), #input.name
  local near = list[i] + list[i + 1] + list[i * 2 - 1]
  -- Not these: the key is computed by more than sums and products.
  return near + list[i % 2] + list[i // 2]
end

return { main = main }
