-- A value that is nil or certainly true is tested with `is None`.
local function find(list, wanted)
  for _, item in ipairs(list) do
    if item.id == wanted then return { found = item } end
  end
  return nil
end

local function main(input)
  local result = find(input.items, 3)
  if result then return result.found end
  if not result then return nil, "missing" end
  if input.name == nil then return "unnamed" end
  return result ~= nil
end

return { main = main }
