--== what has no JSON form
--: modules: funcs, time
local function helper() end
local function main(order)
    funcs.call("app:act", helper) --! WT210
    funcs.call("app:act", { order, urgent = true }) --! WT210
    funcs.call("app:act", { at = time.now() }) --! WT210
    funcs.call("app:act", 1 / 0) --! WT210
    local done = channel.new(1)
    process.send(order.pid, "topic", done) --! WT210
    process.spawn("app:flow", "app:worker", function() end) --! WT210
    return order
end
return { main = main }
--== what has
--: modules: funcs, time
local function main(order)
    funcs.call("app:act", order) -- fine
    funcs.call("app:act", { order, order }) -- fine
    funcs.call("app:act", { at = time.now():unix(), list = { 1, 2 } }) -- fine
    funcs.call("app:act", order.count / 2) -- fine
    local _, err = funcs.call("app:act", nil)
    funcs.call("app:act", err) -- fine
    process.send(order.pid, "topic", "done") -- fine
    return order
end
return { main = main }
