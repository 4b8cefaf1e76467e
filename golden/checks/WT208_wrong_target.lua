--== served otherwise
--: modules: funcs, workflow
local function main(order)
    funcs.call("app:plain", order) --! WT208
    funcs.call("app:lib", order) --! WT208
    funcs.call("app:flow", order) --! WT208
    workflow.exec("app:act", order) --! WT208
    process.spawn("app:act", "app:worker", order) --! WT208
    funcs.call("app:worker", order) --! WT208
    return order
end
return { main = main }
--: file plain function.lua
return { main = function(x) return x end }
--: file lib library.lua
return {}
--== served like that
--: modules: funcs, workflow
local function main(order)
    funcs.call("app:act", order) -- fine
    workflow.exec("app:flow", order) -- fine
    process.spawn("app:flow", "app:worker", order) -- fine
    return order
end
return { main = main }
--== functions may call plain functions
return { main = function() end }
--: file job function.lua
--: modules: funcs
return { main = function(x) return funcs.call("app:plain", x) end } -- fine
--: file plain function.lua
return { main = function(x) return x end }
