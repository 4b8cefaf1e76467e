-- Loops over `pairs` take the entries as they are if functions of `table` only look at them.
local function joined(any)
  local text = ""
  for key in pairs(any) do
    text = text .. key .. table.concat(any, ",")
  end
  return text
end

local function unpacked(any)
  local sum = 0
  for _, value in pairs(any) do
    sum = sum + value + table.unpack(any)
  end
  return sum
end

-- These change them.
local function grown(any)
  for _, value in pairs(any) do
    if value < 0 then
      table.insert(any, -value)
    end
  end
end

local function shrunk(any)
  for key in pairs(any) do
    if key == "last" then
      table.remove(any)
    end
  end
end

local function sorted(any)
  for _, value in pairs(any) do
    if value == 1 then
      table.sort(any)
    end
  end
end

-- So may the function that gives the values of another loop.
local function stepped(any)
  local function drop()
    any.last = nil
  end
  for key in pairs(any) do
    for value in drop do
      print(key, value)
    end
  end
end

return function(input)
  local text, sum = joined(input), unpacked(input)
  grown(input)
  shrunk(input)
  sorted(input)
  stepped(input)
  return { text, sum }
end
