--== code made at run time
local function main(order)
    local a = load("return 1") --! WD115
    local b = loadstring(order.code) --! WD115
    local c = require("step_" .. order.kind) --! WD115
    dofile("x.lua") --! WD115
    return { a, b, c }
end
return { main = main }
--== code that is known
--: modules: json
local json = require("json") -- fine
local loaders = { load = function(x) return x end }
local function load_order(x) return x end
local function main(order)
    local a = loaders.load(order) -- fine
    local b = load_order(order) -- fine
    return json.encode({ a, b })
end
return { main = main }
