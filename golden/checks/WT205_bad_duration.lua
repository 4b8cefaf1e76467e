--== wrong texts and units
--: modules: funcs, time
local function main(order)
    time.sleep("1d") --! WT205
    time.sleep(5) --! WT205
    time.sleep("-5s") --! WT205
    local timer = time.after("5 minutes") --! WT205
    local executor = funcs.new():with_options({
        ["activity.start_to_close_timeout"] = 30, --! WT205
        ["activity.heartbeat_timeout"] = "soon", --! WT205
        ["activity.retry_policy"] = { initial_interval = "1 sec" }, --! WT205
    })
    return { timer, executor:call("app:act", order) }
end
return { main = main }
--== right ones
--: modules: funcs, time
local function main(order)
    time.sleep("24h") -- fine
    time.sleep(5 * time.SECOND) -- fine
    time.sleep(order.delay) -- fine
    time.sleep("1h30m") -- fine
    local executor = funcs.new():with_options({
        ["activity.start_to_close_timeout"] = 30000, -- fine
        ["activity.heartbeat_timeout"] = "5s", -- fine
        ["activity.retry_policy"] = { initial_interval = 100 }, -- fine
    })
    return executor:call("app:act", order)
end
return { main = main }
