local funcs = require("funcs")
local time = require("time")
local pricing = require("pricing")

type Item = {sku: string, price: number, quantity: integer}
type Cart = {customer: string, items?: {[string]: Item}, idle?: string, messages?: integer, runs?: integer}

-- After so many messages the cart continues as a new run, to keep its history short.
local MESSAGES_PER_RUN = 25
local PAUSE = "1ms"

local function add(items, change)
    local item = items[change.sku]
    if item then
        item.quantity = item.quantity + (change.quantity or 1)
    else
        items[change.sku] = {
            sku = change.sku,
            price = change.price,
            quantity = change.quantity or 1
        }
    end
end

local function remove(items, change)
    local item = items[change.sku]
    if not item then
        return
    end
    item.quantity = item.quantity - (change.quantity or item.quantity)
    if item.quantity <= 0 then
        items[change.sku] = nil
    end
end

local HANDLERS = { add = add, remove = remove }

local function handle(items, message)
    local handler = HANDLERS[message:topic()]
    if handler then
        handler(items, message:payload():data())
    end
end

local function check_out(customer, items)
    local total, lines = pricing.total(items)
    return funcs.call("app:place_order", { customer = customer, total = total, lines = lines })
end

local function main(cart: Cart)
    local items = cart.items or {}
    local messages = cart.messages or 0
    local runs = (cart.runs or 0) + 1
    local handled = 0

    -- One channel for everything: messages of different channels have no order among each other,
    -- and a checkout must not overtake what was put into the cart before.
    local inbox = process.inbox()

    while true do
        -- A message that this run has received but not handled would be lost with it, so the next
        -- run begins only when no message has come for a moment.
        local is_full = handled >= MESSAGES_PER_RUN
        local timer = time.timer(is_full and PAUSE or cart.idle or "72h")
        local case = channel.select({
            inbox:case_receive(),
            timer:response():case_receive()
        })
        timer:stop()

        if case.channel == inbox then
            local message = case.value
            if message:topic() == "checkout" then
                local order, err = check_out(cart.customer, items)
                if err then
                    return nil, err
                end
                return { status = "ordered", order = order, messages = messages, runs = runs }
            end
            handle(items, message)
            messages = messages + 1
            handled = handled + 1
        elseif is_full then
            process.upgrade(nil, {
                customer = cart.customer,
                items = items,
                idle = cart.idle,
                messages = messages,
                runs = runs
            })
        else
            return { status = "abandoned", messages = messages, runs = runs }
        end
    end
end

return { main = main }
