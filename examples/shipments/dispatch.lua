local workflow = require("workflow")

-- One child per parcel. When more than `tolerated` fail, the others are asked to stop.
local function main(order)
    local events = process.events()
    local parcels, pids, open = {}, {}, 0
    local own = workflow.info().workflow_id

    for number, parcel in ipairs(order.parcels) do
        local pid, err = process.with_options({
            ["workflow.id"] = string.format("%s/parcel-%d", own, number),
            ["workflow.execution_timeout"] = "1h",
            ["workflow.parent_close_policy"] = "request_cancel"
        }):spawn("app:shipment", "app:worker", { number = number, to = parcel.to, delay = parcel.delay })
        if err then
            return nil, err
        end
        parcels[pid] = { number = number, to = parcel.to }
        pids[number] = pid
        open = open + 1
    end

    local delivered, failed, stopped = {}, {}, {}
    local is_stopping = false
    while open > 0 do
        local event = events:receive()
        local parcel = parcels[event.from]
        if event.kind == process.event.EXIT and parcel then
            open = open - 1
            parcels[event.from] = nil
            if event.result.error then
                table.insert(failed, { number = parcel.number, reason = event.result.error:message() })
            elseif event.result.value.status == "stopped" then
                table.insert(stopped, parcel.number)
            else
                table.insert(delivered, parcel.number)
            end
        end
        if #failed > (order.tolerated or 0) and not is_stopping then
            is_stopping = true
            for _, pid in ipairs(pids) do
                if parcels[pid] then
                    process.cancel(pid)
                end
            end
        end
    end

    table.sort(delivered)
    table.sort(stopped)
    table.sort(failed, function(a, b) return a.number < b.number end)
    local status = "complete"
    if #failed > 0 then
        status = is_stopping and "aborted" or "partial"
    end
    return { status = status, delivered = delivered, failed = failed, stopped = stopped }
end

return { main = main }
