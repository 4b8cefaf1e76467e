local funcs = require("funcs")
local time = require("time")

local function main(parcel)
    local events = process.events()
    if parcel.delay then
        local pickup = time.after(parcel.delay)
        local case = channel.select({ events:case_receive(), pickup:case_receive() })
        if case.channel == events then
            return { status = "stopped" }
        end
    end
    local tracking, err = funcs.call("app:hand_over", parcel)
    if err then
        return nil, err
    end
    return { status = "delivered", tracking = tracking }
end

return { main = main }
