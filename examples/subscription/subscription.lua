local funcs = require("funcs")
local time = require("time")
local workflow = require("workflow")

type Plan = {name: string, price: integer}
type Subscription = {
    customer: string,
    plan: Plan,
    period: string,
    trial?: string,
    periods?: integer
}

local billing = funcs.new():with_options({
    ["activity.start_to_close_timeout"] = "1m",
    ["activity.retry_policy"] = {
        maximum_attempts = 3,
        initial_interval = "20ms",
        backoff_coefficient = 1.5
    }
})

-- Waits for the end of the period. Returns false when the customer cancels before.
local function wait_for_period(subscription, changes, cancelled)
    local period = time.timer(subscription.period)
    while true do
        local case = channel.select({
            cancelled:case_receive(),
            changes:case_receive(),
            period:response():case_receive()
        })
        if case.channel == changes then
            subscription.plan = case.value
        else
            period:stop()
            return case.channel ~= cancelled
        end
    end
end

local function main(subscription: Subscription)
    local changes = process.listen("change_plan")
    local cancelled = process.listen("cancel")
    local payments, paid = {}, 0

    -- Receipts came later: subscriptions that began before go on without.
    local sends_receipts = workflow.version("receipts", -1, 1) >= 1

    if subscription.trial then
        time.sleep(subscription.trial)
    end

    for number = 1, subscription.periods or 12 do
        local payment, err = billing:call("app:bill", {
            customer = subscription.customer,
            amount = subscription.plan.price,
            number = number
        })
        if err then
            return { status = "suspended", reason = err:message(), paid = paid, payments = payments }
        end
        paid = paid + payment.amount
        table.insert(payments, payment.reference)

        if sends_receipts then
            funcs.call("app:send_receipt", payment)
        end

        if not wait_for_period(subscription, changes, cancelled) then
            return { status = "cancelled", paid = paid, payments = payments }
        end
    end

    return { status = "ended", paid = paid, payments = payments, plan = subscription.plan.name }
end

return { main = main }
