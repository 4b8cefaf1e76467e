--== listed by the workflow
--: modules: fs, json --! WD105
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
--: modules: stream --! WD105
return { run = function(x) return x end }
--== required without being listed
local excel = require("excel") --! WD105
local function main(input)
    return excel.get(input)
end
return { main = main }
--== used without being listed
local function main(input)
    return stream.get(input) --! WD105
end
return { main = main }
--== an activity may have it
--: modules: funcs, json -- fine
local function main(input)
    return funcs.call("app:load", input) -- fine
end
return { main = main }
--: file load function.lua
--: meta: {temporal: {activity: {worker: app:worker}}}
--: modules: fs, excel -- fine
return { main = function(input) return input end }
--== a library the workflow does not import
--: modules: json
return { main = function(input) return input end }
--: file lib library.lua
--: modules: fs -- fine
return { run = function(x) return fs.get(x) end }
--== loggers are tolerated, and told of
--: modules: logger --! WD105
local function main(input)
    logger:info("charging", { id = input.id }) -- fine
    return input
end
return { main = main }
