--== another queue
--: modules: funcs
local function helper(order)
    return funcs.call("app:report", order) --! WT209
end
local function main(order)
    funcs.call("app:report", order) --! WT209
    local executor = funcs.new():with_options({ ["activity.summary"] = "x" })
    executor:call("app:report", order) --! WT209
    return helper(order)
end
return { main = main }
--|   - name: second
--|     kind: temporal.worker
--|     task_queue: reports
--|   - name: report
--|     kind: function.lua
--|     source: "return { main = function() end }"
--|     method: main
--|     meta: {temporal: {activity: {worker: app:second}}}
--== the same queue, or an option
--: modules: funcs
local function main(order)
    funcs.call("app:act", order) -- fine
    local executor = funcs.new():with_options({ ["activity.task_queue"] = "reports" })
    executor:call("app:report", order) -- fine
    funcs.call("app:twin", order) -- fine
    return order
end
return { main = main }
--|   - name: second
--|     kind: temporal.worker
--|     task_queue: reports
--|   - name: third
--|     kind: temporal.worker
--|     task_queue: q
--|   - name: report
--|     kind: function.lua
--|     source: "return { main = function() end }"
--|     method: main
--|     meta: {temporal: {activity: {worker: app:second}}}
--|   - name: twin
--|     kind: function.lua
--|     source: "return { main = function() end }"
--|     method: main
--|     meta: {temporal: {activity: {worker: app:third}}}
