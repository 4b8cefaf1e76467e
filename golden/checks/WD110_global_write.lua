--== forgotten locals
local function main(order)
    total = order.price * order.count --! WD110
    local tax = total / 5 -- fine
    if order.express then
        extra = 5 --! WD110
    end
    for i = 1, 3 do
        last = i --! WD110
    end
    total = total + tax -- fine
    return total
end
return { main = main }
--== functions declared once at the top
function helper(x) -- fine
    return x + 1
end
local count = 0
local function main(x)
    count = count + 1 -- fine
    local record = {}
    record.field = helper(x) -- fine
    return record
end
return { main = main }
