--== the order reaches the history or a value
--: modules: funcs
local function pay(name)
    return funcs.call("app:act", name)
end
local function main(order)
    for name, amount in pairs(order.shares) do --! WD112
        funcs.call("app:act", { name, amount })
    end
    for name in pairs(order.shares) do --! WD112
        pay(name)
    end
    local list = {}
    for name in pairs(order.shares) do --! WD112
        list[#list + 1] = name
    end
    local text = ""
    for name in pairs(order.shares) do --! WD112
        text = text .. name
    end
    for name, amount in next, order.shares do --! WD112
        if amount > 5 then
            return name
        end
    end
    local chosen
    for name, amount in pairs(order.shares) do --! WD112
        if amount > 5 then
            chosen = name
            break
        end
    end
    return { list, text, chosen }
end
return { main = main }
--== the order does not matter
--: modules: funcs
local function main(order)
    local count, sum, copy = 0, 0, {}
    for name, amount in pairs(order.shares) do -- fine
        count = count + 1
        sum = sum + amount
        copy[name] = amount
    end
    local names = {}
    for name in pairs(order.shares) do -- fine
        names[#names + 1] = name
    end
    table.sort(names)
    for _, name in ipairs(names) do -- fine
        funcs.call("app:act", name)
    end
    for name, amount in pairs(order.shares) do -- fine
        if name == order.wanted then
            return amount
        end
    end
    for _, each in pairs({ "a", "b" }) do -- fine
        funcs.call("app:act", each)
    end
    for name in pairs(order.shares) do -- fine
        if name:sub(1, 1) == "x" then
            return true
        end
    end
    return { count, sum, copy }
end
return { main = main }
