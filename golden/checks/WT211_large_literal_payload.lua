--== very large constants
--: modules: funcs
local BIG = "@BIG@"
local function main(order)
    funcs.call("app:act", BIG) --! WT211
    funcs.call("app:act", { text = BIG }) --! WT211
    funcs.call("app:act", BIG .. order.name) --! WT211
    local function text() return BIG end
    print(BIG) -- fine
    funcs.call("app:act", #BIG) -- fine
    funcs.call("app:act", { text = "small" }) -- fine
    return text()
end
return { main = main }
