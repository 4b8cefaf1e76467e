--== listed by the workflow
--: modules: env, uuid --! WD108
local function main(input)
    return input -- fine
end
return { main = main }
--== listed by a library of a library
--: imports: one
local function main(input)
    return one.run(input) -- fine
end
return { main = main }
--: file one library.lua
--: imports: two
return { run = function(x) return two.run(x) end }
--: file two library.lua
--: modules: system --! WD108
return { run = function(x) return x end }
--== required without being listed
local exec = require("exec") --! WD108
local function main(input)
    return exec.get(input)
end
return { main = main }
--== used without being listed
local function main(input)
    return system.get(input) --! WD108
end
return { main = main }
--== an activity may have it
--: modules: funcs, uuid -- fine
local function main(input)
    return funcs.call("app:load", input) -- fine
end
return { main = main }
--: file load function.lua
--: meta: {temporal: {activity: {worker: app:worker}}}
--: modules: env, exec -- fine
return { main = function(input) return input end }
--== a library the workflow does not import
--: modules: uuid
return { main = function(input) return input end }
--: file lib library.lua
--: modules: env -- fine
return { run = function(x) return env.get(x) end }
--== functions of the operating system
--: modules: channel --! WD108
local function main(input)
    local home = os.getenv("HOME") --! WD108
    os.execute("ls") --! WD108
    local done = channel.new(1) -- fine
    return os.difftime(2, 1) -- fine
end
return { main = main }
