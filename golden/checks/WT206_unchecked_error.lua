--== indexed unchecked
--: modules: funcs, workflow
local function main(order)
    local payment = funcs.call("app:act", order) --! WT206
    local shipment, err = funcs.call("app:act", order) --! WT206
    local child, _ = workflow.exec("app:flow", order) --! WT206
    local id = (funcs.call("app:act", order)).id --! WT206
    return { payment.id, shipment.number, child.state, id }
end
return { main = main }
--== checked, or not indexed
--: modules: funcs, workflow
local function main(order)
    local payment, err = funcs.call("app:act", order) -- fine
    if err then
        return nil, err
    end
    local shipment = funcs.call("app:act", order) -- fine
    if not shipment then
        return nil, "no shipment"
    end
    local extra = assert(funcs.call("app:act", order)) -- fine
    local whole = funcs.call("app:act", order) -- fine
    local maybe = funcs.call("app:act", order) -- fine
    local name = maybe and maybe.name
    funcs.call("app:act", order) -- fine
    return { payment.id, shipment.number, extra.id, whole, name }
end
return { main = main }
