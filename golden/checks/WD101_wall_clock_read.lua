--== the present moment
--: modules: time
local now = os.time
local function later()
    return os.date("!%Y") --! WD101
end
local function main(input)
    local a = os.time() --! WD101
    local b = now() --! WD101
    local c = os.time({ year = 2024, month = 1, day = 1 }) -- fine
    local d = os.date("!%Y-%m-%d", input.created) -- fine
    local e = time.now():unix() -- fine
    return { a, b, c, d, e, later() }
end
return { main = main }
--== an activity may read the clock
return { main = function() end }
--: file job function.lua
local function main()
    return os.time() -- fine
end
return { main = main }
--== code nobody calls
local function unused()
    return os.time() -- fine
end
local function main()
    return os.difftime(2, 1) -- fine
end
return { main = main }
