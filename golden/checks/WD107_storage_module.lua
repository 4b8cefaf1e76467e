--== listed by the workflow
--: modules: sql, hash --! WD107
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
--: modules: store --! WD107
return { run = function(x) return x end }
--== required without being listed
local queue = require("queue") --! WD107
local function main(input)
    return queue.get(input)
end
return { main = main }
--== used without being listed
local function main(input)
    return store.get(input) --! WD107
end
return { main = main }
--== an activity may have it
--: modules: funcs, hash -- fine
local function main(input)
    return funcs.call("app:load", input) -- fine
end
return { main = main }
--: file load function.lua
--: meta: {temporal: {activity: {worker: app:worker}}}
--: modules: sql, queue -- fine
return { main = function(input) return input end }
--== a library the workflow does not import
--: modules: hash
return { main = function(input) return input end }
--: file lib library.lua
--: modules: sql -- fine
return { run = function(x) return sql.get(x) end }
