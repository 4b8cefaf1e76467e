local http_client = require("http_client")
local json = require("json")
local env = require("env")

-- Orders a shipment and returns it with its tracking number. An address nobody delivers to is
-- final; an outage of the carrier is retried by Temporal.
local function ship(order)
    local base, err = env.get("ORDERS_GATEWAY_URL")
    if err then
        return nil, err
    end
    local response, err = http_client.post(base .. "/shipments", {
        headers = {["Content-Type"] = "application/json"},
        body = json.encode({order_id = order.order_id, address = order.address}),
        timeout = 5
    })
    if err then
        return nil, err
    end
    if response.status_code >= 500 then
        return nil, errors.new({
            message = "carrier is unavailable",
            kind = errors.UNAVAILABLE,
            retryable = true
        })
    end

    local shipment, err = json.decode(response.body)
    if err then
        return nil, err
    end
    if response.status_code >= 400 then
        return nil, errors.new({
            message = shipment.error or "shipment was refused",
            kind = errors.INVALID,
            retryable = false
        })
    end
    return shipment
end

return { ship = ship }
