--== one ID, two changes
--: modules: workflow
local function price()
    return workflow.version("pricing", 1, 3) --! WV302
end
local function main(orders)
    local a = workflow.version("pricing", 1, 2)
    local b = price()
    local c = workflow.version("pricing", 0, 2) --! WV302
    for _, order in ipairs(orders) do
        order.v = workflow.version("loop", 1, 2) --! WV302
    end
    return { a, b, c }
end
return { main = main }
--== one ID, one change
--: modules: workflow
local function main(orders)
    local a = workflow.version("pricing", 1, 2) -- fine
    local b = workflow.version("pricing", 1, 2) -- fine
    local c = workflow.version("rounding", 1, 3) -- fine
    for _, order in ipairs(orders) do
        order.v = a -- fine
    end
    return { b, c }
end
return { main = main }
