--== listed by the workflow
--: modules: http_client, base64 --! WD106
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
--: modules: websocket --! WD106
return { run = function(x) return x end }
--== required without being listed
local http = require("http") --! WD106
local function main(input)
    return http.get(input)
end
return { main = main }
--== used without being listed
local function main(input)
    return websocket.get(input) --! WD106
end
return { main = main }
--== an activity may have it
--: modules: funcs, base64 -- fine
local function main(input)
    return funcs.call("app:load", input) -- fine
end
return { main = main }
--: file load function.lua
--: meta: {temporal: {activity: {worker: app:worker}}}
--: modules: http_client, http -- fine
return { main = function(input) return input end }
--== a library the workflow does not import
--: modules: base64
return { main = function(input) return input end }
--: file lib library.lua
--: modules: http_client -- fine
return { run = function(x) return http_client.get(x) end }
