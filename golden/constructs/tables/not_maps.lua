-- Tables that keys of other types, their length, a metatable or unknown code keep from being dicts.
local json = require("json")

local function main(text)
  local word = tostring(text)
  local mixed = {}
  mixed[word] = 1
  mixed[1] = 2

  local measured = {}
  measured[word] = 1
  local size = #measured

  local object = {}
  object[word] = 1
  setmetatable(object, { __index = { none = 0 } })

  local encoded = {}
  encoded[word] = 1
  local shown = json.encode(encoded)

  local optional = {}
  optional[word] = tonumber(word)

  local cleared = {}
  cleared[word] = 1
  for key in pairs(cleared) do
    cleared[key] = nil
  end

  local one, other = {}, {}
  one[word], other[word] = 1, 1
  local same = one == other

  local answer = {}
  answer[word] = { mixed[1], size, object.none, shown, optional[word], next(cleared), same }
  return answer
end

return { main = main }
