--== dropped
--: modules: funcs, time
local function main(order)
    funcs.async("app:act", order) --! WT212
    local future = funcs.async("app:act", order) --! WT212
    local started, err = funcs.new():async("app:act", order) --! WT212
    time.after("5s") --! WT212
    return err
end
return { main = main }
--== kept
--: modules: funcs, time
local function main(order)
    local future = funcs.async("app:act", order) -- fine
    local list = {}
    list[1] = funcs.async("app:act", order) -- fine
    local timeout = time.after("5s") -- fine
    local shared = funcs.async("app:act", order) -- fine
    coroutine.spawn(function() shared:response():receive() end)
    channel.select({ timeout:case_receive(), future:response():case_receive() })
    process.spawn("app:flow", "app:worker") -- fine
    return #list
end
return { main = main }
