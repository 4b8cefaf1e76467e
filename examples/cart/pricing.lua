local pricing = {}

-- Total in cents and the lines of a cart, by SKU.
function pricing.total(items)
    local lines, total = {}, 0
    for sku, item in pairs(items) do
        local amount = item.price * item.quantity
        total = total + amount
        table.insert(lines, { sku = sku, quantity = item.quantity, amount = amount })
    end
    table.sort(lines, function(a, b) return a.sku < b.sku end)
    return total, lines
end

return pricing
