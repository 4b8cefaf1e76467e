-- Tables whose elements stay in a list, and stores that Python's statement would get wrong.
local function flags(count)
  local seen = {}
  for i = 1, count do seen[i] = seen[i == 1] end
  return seen
end

local function keys(input)
  local by_key = {}
  for i = 1, 3 do
    by_key[i] = i
    by_key[i] = by_key[input.key]
  end
  return by_key
end

local function objects(count)
  local proxy = setmetatable({}, { __index = flags(1) })
  for i = 1, count do proxy[i] = i end
  return proxy
end

local function appended(input)
  local list = {}
  for i = 1, 3 do
    list[#list + 1] = i
    table.insert(list, 1, list[i])
  end
  for _, each in ipairs(list) do list[#list + 1] = each end
  return list
end

local function kept(count)
  local list = {}
  for i = 1, count do list[i] = i end
  pcall(rawset, list, true, 1)
  return list
end

local function mixed(input)
  local own, either = {}, input.list
  if not either then either = own end
  for i = 1, 3 do
    own[i] = i
    either[i] = own[i]
  end
  return own
end

local function order(count)
  local list, i = {}, 1
  local function next_one()
    i = i + 1
    return i
  end
  for _ = 1, count do list[i] = next_one() end
  for x = 1.0, 3.0 do list[x] = x end
  for k = 1, count do list[k], list[k + 1] = next_one(), list[k] end
  for k = 1, count do list[k] = nil end
  return list
end

local function main(input)
  return flags(3), keys(input), objects(3), appended(), kept(3), mixed(input), order(3)
end

return { main = main }
