local funcs = require("funcs")

local PARTS = { "flight", "hotel", "car" }

local reservations = funcs.new():with_options({
    ["activity.start_to_close_timeout"] = "30s",
    ["activity.retry_policy"] = {
        initial_interval = "10ms",
        maximum_attempts = 4,
        non_retryable_error_types = { errors.INVALID }
    }
})

-- Runs the compensations, the last one first. Goes on when one of them fails: what could not be
-- given back is reported, not forgotten.
local function compensate(compensations)
    local undone, stuck = {}, {}
    for i = #compensations, 1, -1 do
        local compensation = compensations[i]
        local _, err = funcs.new()
            :with_options({ ["activity.retry_policy"] = { maximum_attempts = 2, initial_interval = 10 } })
            :call("app:release", compensation)
        if err then
            table.insert(stuck, { part = compensation.part, error = err:message() })
        else
            table.insert(undone, compensation.part)
        end
    end
    return undone, stuck
end

local function main(trip)
    local compensations = {}
    local booked = {}

    for _, part in ipairs(PARTS) do
        if trip[part] then
            local reservation, err = reservations:call("app:reserve", {
                part = part,
                what = trip[part],
                traveller = trip.traveller
            })
            if err then
                local undone, stuck = compensate(compensations)
                return {
                    status = "failed",
                    failed = part,
                    error = { kind = err:kind(), message = err:message() },
                    undone = undone,
                    stuck = stuck
                }
            end
            booked[part] = reservation.number
            table.insert(compensations, { part = part, number = reservation.number })
        end
    end

    return { status = "booked", booked = booked }
end

return { main = main }
