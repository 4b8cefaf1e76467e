--== used but not listed
local json = require("json") --! WR401
local nothing = require("nothing") --! WR401
local function main(order)
    uuid.v4() --! WR401
    return json.encode(order)
end
return { main = main }
--== listed but not there
--: modules: jsn --! WR401
local function main(order)
    return order
end
return { main = main }
--== listed although global
--: modules: string, json --! WR401
local function main(order)
    return json.encode(order) -- fine
end
return { main = main }
--== in an activity
return { main = function() end }
--: file job function.lua
return { main = function(x) return sql.get(x) end } --! WR401
--== declared
--: modules: json, uuid
--: imports: helpers
local json = require("json") -- fine
local helpers = require("helpers") -- fine
local text = require("string") -- fine
local function main(order)
    local hash = { md5 = function(x) return x end }
    return json.encode({ helpers.id(), process.pid(), hash.md5(1), text.upper("x") }) -- fine
end
return { main = main }
--: file helpers library.lua
--: modules: uuid
return { id = function() return uuid.v4() end } -- fine
