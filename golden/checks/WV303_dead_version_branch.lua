--== decides nothing
--: modules: workflow
local function main(order)
    local v = workflow.version("pricing", 1, 2)
    if v == 3 then --! WV303
        return 1
    end
    if v >= 1 then --! WV303
        order.x = 1
    end
    if 0 > v then --! WV303
        return 2
    end
    if workflow.version("other", 1, 2) == 0 then --! WV303
        return 3
    end
    return order
end
return { main = main }
--== decides
--: modules: workflow
local function main(order)
    local v = workflow.version("pricing", -1, 2)
    if v == 1 then -- fine
        return 1
    elseif v >= 2 then -- fine
        return 2
    end
    if v == order.version then -- fine
        return 3
    end
    local only = workflow.version("kept", 2, 2)
    if only == 2 then -- fine
        return 4
    end
    return order
end
return { main = main }
