-- Keys that are texts or nil: reading is exact, storing raises for nil.
local function key_of(line)
  return line:match("^(%w+)=")
end

local function count(lines)
  local counts = {}
  for _, line in ipairs(lines) do
    local key = key_of(line)
    if counts[key] then
      counts[key] = counts[key] + 1
    elseif key then
      counts[key] = 1
    end
  end
  counts[key_of("b=")] = nil
  return counts.a
end

local function main(input)
  return count({ "a=1", "b=2", "none", "a=3" })
end

return { main = main }
