-- Values that may change the list they are appended to: the list is a table there.

local log, calm = {}, {}
local counter = setmetatable({}, {
  __index = function(_, key)
    log[#log + 1] = "read " .. key
    return #key
  end,
})

local sizes = { first = 1 }

return function(name)
  log[#log + 1] = counter[name]
  calm[#calm + 1] = sizes.first
  calm[#calm + 1] = string.format("%s", name)
  return #log, #calm
end
