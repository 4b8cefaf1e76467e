--== nobody has the ID
--: modules: funcs, workflow
local CHARGE = "app:charge"
local function main(order)
    funcs.call("app:acct", order) --! WT207
    funcs.async("app:missing", order) --! WT207
    funcs.call(CHARGE, order) --! WT207
    workflow.exec("app:flows", order) --! WT207
    process.spawn("app:flow", "app:wroker", order) --! WT207
    funcs.new():call("elsewhere:thing", order) --! WT207
    return order
end
return { main = main }
--== somebody has
--: modules: funcs, workflow
local function main(order)
    funcs.call("app:act", order) -- fine
    funcs.call(order.target, order) -- fine
    workflow.exec("app:flow", order) -- fine
    process.spawn("app:flow", "app:worker", order) -- fine
    process.spawn("app:flow", "temporal:queue", order) -- fine
    process.spawn("app:flow", "some-queue", order) -- fine
    return order
end
return { main = main }
