--== impossible
--: modules: workflow
local function main(order)
    local a = workflow.version("a", 2, 1) --! WV301
    local b = workflow.version("b" .. order.kind, 1, 2) --! WV301
    local c = workflow.version("c", 1, 1.5) --! WV301
    local d = workflow.version("d", 1) --! WV301
    return { a, b, c, d }
end
return { main = main }
--== possible
--: modules: workflow
local NAME = "b"
local function main(order)
    local a = workflow.version("a", 1, 2) -- fine
    local b = workflow.version(NAME, -1, 1) -- fine
    local c = workflow.version("c", order.low, 3) -- fine
    local d = workflow.version("d", 2, 2) -- fine
    return { a, b, c, d }
end
return { main = main }
