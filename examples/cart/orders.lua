local function place(order)
    if #order.lines == 0 then
        return nil, errors.new({ message = "cart is empty", kind = errors.INVALID, retryable = false })
    end
    return { number = "order-" .. order.customer, total = order.total, lines = order.lines }
end

return { place = place }
