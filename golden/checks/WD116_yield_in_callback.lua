--== comparators and replacements that wait
--: modules: funcs, time
local function rank(order)
    return funcs.call("app:act", order) --
end
local function slow(a, b)
    time.sleep("1s")
    return a < b
end
local function main(orders)
    table.sort(orders, function(a, b)
        return rank(a) < rank(b) --! WD116
    end)
    table.sort(orders, slow) --! WD116
    local text = ("a b"):gsub("%a", function(word)
        return funcs.call("app:act", word) --! WD116
    end)
    local again = string.gsub(text, "%a", function(word)
        time.sleep("1s") --! WD116
        return word
    end)
    return again
end
return { main = main }
--== what may wait, and what does not
--: modules: funcs, time
local function main(orders)
    table.sort(orders, function(a, b)
        return a.rank < b.rank -- fine
    end)
    local ok, err = pcall(function()
        time.sleep("1s") -- fine
    end)
    local function each()
        return funcs.call("app:act") -- fine
    end
    for item in each do -- fine
        print(item)
    end
    local text = ("a b"):gsub("%a", string.upper) -- fine
    return { ok, err, text }
end
return { main = main }
--== a comparator that may be another function
--: modules: funcs
local function main(orders, by)
    local ranks = {
        plain = function(order) return order.rank end,
        remote = function(order) return funcs.call("app:act", order) end, --
    }
    table.sort(orders, function(a, b)
        return ranks[by](a) < ranks[by](b) --! WD116
    end)
    return orders
end
return { main = main }
--== a comparator that waits for a channel
local function main(orders)
    local answers = channel.new(1)
    table.sort(orders, function(a, b)
        return answers:receive() --! WD116
    end)
    return orders
end
return { main = main }
--== a comparator that waits for what may be a channel
--: modules: time
local function main(orders)
    local source = orders[1] or time.after("1s")
    table.sort(orders, function(a, b)
        return source:receive() --! WD116
    end)
    return orders
end
return { main = main }
