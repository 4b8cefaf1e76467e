--== lists with holes
local function main(input)
    local queue = input.queue
    queue[2] = nil
    local a = #queue --! WD119
    local sparse = { 1, nil, 3 }
    local b = #sparse --! WD119
    local list = {}
    for i = 1, 5 do
        list[i] = nil
    end
    for _, each in ipairs(list) do --! WD119
        print(each)
    end
    return { a, b }
end
return { main = main }
--== lists without
local function main(input)
    local queue = input.queue
    local before = #queue -- fine
    queue[#queue] = nil
    local after = #queue -- fine
    local names = { first = 1 }
    names.first = nil
    local c = #names -- fine
    local open = { 1, 2, nil }
    local d = #open -- fine
    table.remove(queue, 1)
    return { before, after, c, d, #queue }
end
return { main = main }
