--== prints
--: imports: helpers
local say = { loud = print }
local function main(order)
    print("charging", order.id) --! WT202
    say.loud("again") --! WT202
    helpers.tell(order)
    pcall(print, "x") --! WT202
    return order
end
return { main = main }
--: file helpers library.lua
return { tell = function(x) print(x) end } --! WT202
--== no prints
local function show(x) return x end
local function unused() print("never") end -- fine
local function main(order)
    local printer = { print = show }
    printer.print(order) -- fine
    return show(order) -- fine
end
return { main = main }
