-- Loops over `pairs` that change nothing, or something else, take the entries as they are.
local function copy(value)
  if type(value) ~= "table" then
    return value
  end
  local new = {}
  for key, inner in pairs(value) do
    new[key] = copy(inner)
  end
  return new
end

local function count(any)
  local n = 0
  for _ in pairs(any) do
    n = n + 1
  end
  return n
end

-- What a call may store into is the table itself.
local function forget(state, name)
  state[name] = nil
end

local function clear(state)
  for name in pairs(state) do
    forget(state, name)
  end
end

-- The new table is in the field too.
local function shared(holder, name)
  local new = {}
  holder.values = new
  for key, value in pairs(holder.values) do
    new[key] = value .. name
  end
end

return function(input)
  local kept = copy(input)
  clear(kept)
  shared(input, "n")
  return { count(input), count(kept) }
end
