-- A list that leaves at its last use is a list until then: nothing else can see what follows.
local store = {}

local function each_round(n)
  for i = 1, n do
    local list = {}
    list[#list + 1] = i
    list[#list + 1] = i * 2
    store["round" .. i] = list
  end
end

local function overwritten(n)
  local batch = {}
  for i = 1, n do
    batch[#batch + 1] = i
    if #batch == 2 then
      store["batch" .. i] = batch
      batch = {}
    end
  end
  return #batch
end

local function at_once(n)
  local batch = {}
  for i = 1, n do
    batch[#batch + 1] = i
    if #batch == 2 then
      store["once" .. i], batch = batch, {}
    end
  end
  return #batch
end

local function main()
  each_round(2)
  return overwritten(5), at_once(3), store
end

return { main = main }
