-- What was assigned since, or was never captured, may be nil all the same.
local function assigned(line)
  local key, value = line:match("^(%w+)=(%w+)$")
  key = key or "default"
  if key then return key, value and value:upper() end
end

local function beyond(line)
  local key, value, more = line:match("^(%w+)=(%w+)$")
  if key then return value:upper(), more and more:upper() end
end

local function main(input)
  assigned("a")
  beyond("a=b")
end

return { main = main }
