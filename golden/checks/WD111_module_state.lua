--== counters and caches
local attempts = 0
local cache = {}
local queue = {}
local limit = 5
local function try(order)
    attempts = attempts + 1 --! WD111
    cache[order.id] = true --! WD111
    table.insert(queue, order) --! WD111
    return attempts < limit -- fine
end
local function main(order)
    local state = {}
    state.count = 1 -- fine
    local list = {}
    table.insert(list, order) -- fine
    return try(order)
end
return { main = main }
--== set while the chunk runs
local names = {}
names.a = 1 -- fine
local function main()
    return names.a
end
return { main = main }
