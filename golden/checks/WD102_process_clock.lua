--== by name, alias and table
local clock = os.clock
local tools = { now = os.clock, diff = os.difftime }
local function measure(source)
    return source.clock() --! WD102
end
local function main()
    local a = os.clock() --! WD102
    local b = clock() --! WD102
    local c = tools.now() --! WD102
    local d = tools.diff(2, 1) -- fine
    return { a, b, c, d, measure(os) }
end
return { main = main }
--== through a coroutine and a protected call
--: modules: time
local function main()
    coroutine.spawn(function()
        print(os.clock()) --! WD102
    end)
    local ok, seconds = pcall(os.clock) --! WD102
    local started = time.now() -- fine
    return time.now():sub(started):seconds() -- fine
end
return { main = main }
--== a field of the same name
local watch = {}
function watch.clock() return 7 end
local function main()
    return watch.clock() -- fine
end
return { main = main }
--== a module handed around in another program
return { main = function(watch) return watch.clock() end } -- fine
--: file job function.lua
local function run(source) return source.clock() end -- fine
return { main = function() return run(os) end }
--== a module handed to a library
--: imports: lib
local function main()
    return lib.read(os)
end
return { main = main }
--: file lib library.lua
return { read = function(source) return source.clock() end } --! WD102
