--== local time
--: modules: time
local function main(input)
    local a = os.date("%Y-%m-%d", input.created) --! WD103
    local b = os.date() --! WD103
    local c = os.time({ year = 2024, month = 1, day = 1 }) --! WD103
    local d = time.now():in_local() --! WD103
    return { a, b, c, d }
end
return { main = main }
--== universal time
--: modules: time
local function main(input)
    local a = os.date("!%Y-%m-%d", input.created) -- fine
    local b = os.time() -- fine
    local c = time.now():utc() -- fine
    local d = os.date(input.format, input.created) -- fine
    return { a, b, c, d }
end
return { main = main }
