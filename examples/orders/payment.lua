local http_client = require("http_client")
local json = require("json")
local env = require("env")

-- Sends a request to the payment gateway. A refusal (4xx) is final; anything else is an outage,
-- which Temporal retries.
local function request(path, data)
    local base, err = env.get("ORDERS_GATEWAY_URL")
    if err then
        return nil, err
    end
    local response, err = http_client.post(base .. path, {
        headers = {["Content-Type"] = "application/json"},
        body = json.encode(data),
        timeout = 5
    })
    if err then
        return nil, err
    end
    if response.status_code >= 500 then
        return nil, errors.new({
            message = "payment gateway is unavailable",
            kind = errors.UNAVAILABLE,
            retryable = true
        })
    end

    local answer, err = json.decode(response.body)
    if err then
        return nil, err
    end
    if response.status_code >= 400 then
        return nil, errors.new({
            message = answer.error or "payment was refused",
            kind = errors.INVALID,
            retryable = false,
            details = {status = response.status_code}
        })
    end
    return answer
end

-- Takes the amount from the customer's account and returns the payment.
local function charge(payment)
    return request("/payments", {amount = payment.amount, customer = payment.customer})
end

-- Gives a payment back.
local function refund(payment_id)
    return request("/payments/" .. payment_id .. "/refund", {})
end

return { charge = charge, refund = refund }
