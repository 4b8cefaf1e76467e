--== unknown, older and dropped
--: modules: funcs
local function main(order)
    local executor = funcs.new():with_options({
        ["activity.start_to_close_timout"] = "5s", --! WT204
        start_to_close_timeout = "5s", --! WT204
        ["workflow.task_queue"] = "q", --! WT204
        ["activity.retry_policy"] = {
            max_attempts = 3, --! WT204
            backof = 2, --! WT204
        },
    })
    executor:with_options({ ["activity.summary"] = "x" }) --! WT204
    local spawner = process.with_options({
        execution_timeout = "1h", --! WT204
    })
    return { executor:call("app:act", order), spawner:spawn("app:flow", "app:worker") }
end
return { main = main }
--== known
--: modules: funcs
local function main(order)
    local executor = funcs.new():with_options({
        ["activity.start_to_close_timeout"] = "5s", -- fine
        ["temporal.activity.task_queue"] = "q", -- fine
        ["activity.retry_policy"] = {
            maximum_attempts = 3, -- fine
            backoffCoefficient = 2, -- fine
        },
    })
    executor = executor:with_options(order.options) -- fine
    local spawner = process.with_options({ ["workflow.id"] = "x" }) -- fine
    local mine = { with_options = function(_, x) return x end }
    mine:with_options({ anything = 1 }) -- fine
    return { executor:call("app:act", order), spawner:spawn("app:flow", "app:worker") }
end
return { main = main }
