--== names of other languages and libraries
--: modules: json, time
local json = require("json")
local function main(order)
    local text = json.stringify(order) --! WR403
    local upper = string.upcase(text) --! WR403
    local same = ("x"):upcase() --! WR403
    local rounded = math.round(1.5) --! WR403
    table.foreach(order, function(k) return k end) --! WR403
    local made = loadstring("return 1") --! WR403
    return { text, upper, same, rounded, made, helper(order) } --! WR403
end
return { main = main }
--== names that are there, or that are looked at
--: modules: json, time
local json = require("json")
local unpack = unpack or table.unpack
local function main(order)
    local text = json.encode(order) -- fine
    local pretty = json.pretty and json.pretty(order) -- fine
    if setfenv then
        setfenv(1, order) -- fine
    end
    local made = loadstring or load
    local list = table.pack and table.pack(1, 2) or { 1, 2 } -- fine
    return { text, pretty, made, unpack(list), ("x"):upper(), time.now():unix() } -- fine
end
return { main = main }
--== names that some file stores
--: imports: strings
local strings = require("strings")
function shared(x) return x end
string.title = function(s) return s end
local function main(order)
    local text = string.trim(order.name) -- fine
    local title = ("x"):title() -- fine
    math.round = math.round or math.floor
    return { text, title, math.round(1.5), shared(1), strings } -- fine
end
return { main = main }
--: file strings library.lua
function string.trim(s) return (s:gsub("^%s+", "")) end
return { trim = string.trim } -- fine
--== modules that are handed on, and globals by computed names
--: modules: json
local json = require("json")
local function extend(t) t.stringify = t.encode end
extend(json)
local function define(name, f) _G[name] = f end
define("helper", print)
local function main(order)
    return { json.stringify(order), helper(order) } -- fine
end
return { main = main }
