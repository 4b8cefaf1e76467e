local funcs = require("funcs")
local time = require("time")

type Request = {id: string, amount: number, requester: string, wait?: string}
type Decision = {approved: boolean, by: string, comment?: string}

-- Who is asked, in order, and up to which amount they may decide alone.
local LEVELS = {
    {group = "team-lead", limit = 1000},
    {group = "department", limit = 10000},
    {group = "board", limit = math.huge}
}

-- A decision counts when it is complete and not the requester's own.
local function is_valid(decision: Decision?, request: Request): boolean
    return type(decision) == "table"
        and type(decision.approved) == "boolean"
        and type(decision.by) == "string"
        and decision.by ~= request.requester
end

local function main(request: Request)
    local decisions = process.listen("decision")
    local events = process.events()
    local asked = {}

    for _, level in ipairs(LEVELS) do
        if request.amount <= level.limit then
            table.insert(asked, level.group)
            local _, err = funcs.call("app:notify", {
                group = level.group,
                request = request.id,
                reminder = #asked > 1
            })
            if err then
                return nil, err
            end

            local timeout = time.after(request.wait or "24h")
            while true do
                local case = channel.select({
                    decisions:case_receive(),
                    events:case_receive(),
                    timeout:case_receive()
                })
                if case.channel == timeout then
                    break -- escalate
                elseif case.channel == events then
                    if case.value.kind == process.event.CANCEL then
                        return {status = "withdrawn", asked = asked}
                    end
                elseif is_valid(case.value, request) then
                    return {
                        status = case.value.approved and "approved" or "rejected",
                        by = case.value.by,
                        comment = case.value.comment,
                        asked = asked
                    }
                end
            end
        end
    end

    return {status = "expired", asked = asked}
end

return { main = main }
