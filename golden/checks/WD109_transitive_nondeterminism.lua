--== through one library and through two
--: imports: helpers
local alias = helpers.pick
local function main(items)
    local a = helpers.pick(items) --! WD109
    local b = helpers.first(items) -- fine
    local c = helpers.timed() --! WD109
    local d = alias(items) --! WD109
    return { a, b, c, d }
end
return { main = main }
--: file helpers library.lua
--: imports: deep
local M = {}
function M.pick(items)
    return items[math.random(#items)]
end
function M.first(items)
    return items[1]
end
function M.timed()
    return deep.seconds()
end
return M
--: file deep library.lua
return { seconds = function() return os.clock() end }
--== hints do not count
--: imports: helpers
local function own()
    return math.random() -- fine
end
local function main()
    return helpers.stamp() + own() -- fine
end
return { main = main }
--: file helpers library.lua
return { stamp = function() return os.time() end }
