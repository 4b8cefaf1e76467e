--== weak tables, finalisers, the collector
local function main()
    local cache = setmetatable({}, { __mode = "k" }) --! WD114
    local guard = setmetatable({}, { __gc = function() end }) --! WD114
    local meta = {}
    meta.__mode = "v" --! WD114
    local used = collectgarbage("count") --! WD114
    return { cache, guard, meta, used }
end
return { main = main }
--== other metatables
local function main(order)
    local defaults = setmetatable({}, { __index = { mode = 1 } }) -- fine
    local mode = { mode = "k" } -- fine
    order.gc = true -- fine
    return { defaults, mode }
end
return { main = main }
