local attempts = 0

-- Reserves one part. "sold out" is refused for good; "busy" only succeeds from time to time.
local function reserve(order)
    if order.what == "sold out" then
        return nil, errors.new({
            message = order.part .. " is sold out",
            kind = errors.INVALID,
            retryable = false,
            details = { part = order.part }
        })
    end
    if order.what == "busy" then
        attempts = attempts + 1
        if attempts % 3 ~= 0 then
            return nil, errors.new({
                message = "reservation system is busy",
                kind = errors.UNAVAILABLE,
                retryable = true
            })
        end
    end
    return { number = string.format("%s-%s", string.upper(string.sub(order.part, 1, 2)), order.traveller) }
end

-- Gives a reservation back, except for travellers nobody knows any more.
local function release(reservation)
    if string.find(reservation.number, "ghost", 1, true) then
        error("no record of " .. reservation.number)
    end
    return true
end

return { reserve = reserve, release = release }
