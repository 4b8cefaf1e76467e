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

-- How many captures a pattern has is only known where it is written out.
local function computed(line, pattern)
  local key, value = string.match(line, pattern)
  if key then return key .. (value or "nothing") end
end

local function main(input)
  assigned("a")
  beyond("a=b")
  computed("a=b", input.pattern)
end

return { main = main }
