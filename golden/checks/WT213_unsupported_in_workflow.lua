--== never works in a workflow
local watch = process.monitor
local function main(order)
    process.link(order.pid) --! WT213
    process.unlink(order.pid) --! WT213
    watch(order.pid) --! WT213
    process.unmonitor(order.pid) --! WT213
    return order
end
return { main = main }
--== works
local function main(order)
    local pid = process.spawn_monitored("app:flow", "app:worker") -- fine
    process.cancel(pid) -- fine
    process.send(pid, "stop") -- fine
    return process.events():receive() -- fine
end
return { main = main }
--== works in a process
return { main = function() end }
--: file job process.lua
return { main = function(pid) process.monitor(pid) end } -- fine
