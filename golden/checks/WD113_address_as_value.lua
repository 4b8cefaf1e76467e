--== addresses
local function helper() end
local function main(order)
    local state = {}
    local a = tostring(state) --! WD113
    local b = string.format("%s", helper) --! WD113
    local c = tostring(coroutine.create(helper)) --! WD113
    local d = string.format("%p", order) --! WD113
    return { a, b, c, d }
end
return { main = main }
--== texts
local function main(order)
    local state = {}
    print(tostring(state)) -- fine
    local a = tostring(order.id) -- fine
    local b = tostring(12) -- fine
    local c = string.format("%s", order.id) -- fine
    local d = string.format("%d", #state) -- fine
    return { a, b, c, d }
end
return { main = main }
--== a table with a text of its own
local function main()
    local point = setmetatable({}, { __tostring = function() return "(0, 0)" end })
    return tostring(point) -- fine
end
return { main = main }
