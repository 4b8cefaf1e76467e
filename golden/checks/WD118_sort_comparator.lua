--== no strict order
local function close(a, b)
    return a.rank >= b.rank --! WD118
end
local function main(orders)
    table.sort(orders, function(a, b) return a.rank <= b.rank end) --! WD118
    table.sort(orders, close)
    table.sort(orders, function(a, b) return true end) --! WD118
    table.sort(orders, function(a, b) return a.rank ~= b.rank end) --! WD118
    return orders
end
return { main = main }
--== strict orders
local function main(orders)
    table.sort(orders) -- fine
    table.sort(orders, function(a, b) return a.rank < b.rank end) -- fine
    table.sort(orders, function(a, b) -- fine
        if a.rank ~= b.rank then
            return a.rank > b.rank
        end
        return a.id < b.id
    end)
    local same = function(a, b) return a.rank <= b.rank end -- fine
    return { orders, same(orders[1], orders[2]) }
end
return { main = main }
