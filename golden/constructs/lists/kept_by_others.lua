-- A list becomes a table only where nothing else has it: what a function only looks at is as before.
local function size(items)
  local sum = 0
  for i = 1, #items do sum = sum + items[i] end
  return sum
end

local function total(items)
  local sum = 0
  for i = 1, #items do sum = sum + items[i] end
  return sum
end

local function looked_at(count)
  local items = {}
  for i = 1, count do items[#items + 1] = i end
  print(total(items), total(items))
  return items
end

-- A variable of another function keeps it.
local kept = { 0 }
local function keep(items) kept = items end
local function pass_on(items) keep(items) end

local function kept_by_call()
  local items = { 1, 2 }
  for i = 3, 5 do items[#items + 1] = i end
  pass_on(items)
  return items
end

-- So does a variable that the result may be, too.
local function picked()
  local stash = { 0 }
  local function pick(items, flag) if flag then return items end return { 1, 2 } end
  local function get(flag)
    local items = {}
    for i = 1, 5 do items[#items + 1] = i end
    stash = items
    local found = pick(items, flag)
    return found
  end
  local found = get(true)
  print(size(stash), #stash)
  found.name = "x"
  return found
end

local function main()
  local named = kept_by_call()
  print(size(kept), #kept)
  named.name = "x"
  local seen = looked_at(3)
  seen.name = "y"
  return seen, named, picked()
end

return { main = main }
