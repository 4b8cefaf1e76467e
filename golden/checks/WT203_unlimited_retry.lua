--== no limit
--: modules: funcs
local function main(order)
    local a = funcs.call("app:act", order) --! WT203
    local executor = funcs.new():with_options({ ["activity.start_to_close_timeout"] = "5s" })
    local b = executor:call("app:act", order) --! WT203
    local patient = funcs.new():with_options({
        ["activity.retry_policy"] = { initial_interval = "5s" },
    })
    local c = patient:call("app:act", order) --! WT203
    return { a, b, c }
end
return { main = main }
--== limits
--: modules: funcs
local function main(order)
    local few = funcs.new():with_options({ ["activity.retry_policy"] = { maximum_attempts = 3 } })
    local a = few:call("app:act", order) -- fine
    local brief = funcs.new():with_options({ ["activity.schedule_to_close_timeout"] = "5m" })
    local b = brief:call("app:act", order) -- fine
    local unknown = funcs.new():with_options(order.options)
    local c = unknown:call("app:act", order) -- fine
    return { a, b, c }
end
return { main = main }
