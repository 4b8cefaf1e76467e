local funcs = require("funcs")
local time = require("time")

type Limits = {tick: string, budget: integer, capacity?: integer}

local function main(limits: Limits)
    local submissions = process.listen("submit")
    local drain = process.listen("drain")
    local finished = channel.new(16)
    local ticker = time.ticker(limits.tick)

    local queue, refused, results = {}, {}, {}
    local running, ticks, busiest = 0, 0, 0
    local is_draining = false

    while not (is_draining and #queue == 0 and running == 0) do
        local case = channel.select({
            finished:case_receive(),
            submissions:case_receive(),
            drain:case_receive(),
            ticker:response():case_receive()
        })
        if case.channel == finished then
            running = running - 1
            results[case.value.name] = case.value.outcome
        elseif case.channel == submissions then
            if #queue < (limits.capacity or 100) then
                table.insert(queue, case.value)
            else
                table.insert(refused, case.value.name)
            end
        elseif case.channel == drain then
            is_draining = true
        else
            ticks = ticks + 1
            local started = 0
            while started < limits.budget and #queue > 0 do
                local job = table.remove(queue, 1)
                started = started + 1
                running = running + 1
                coroutine.spawn(function()
                    local value, err = funcs.call("app:run_job", job)
                    finished:send({ name = job.name, outcome = err and tostring(err) or value })
                end)
            end
            busiest = math.max(busiest, started)
        end
    end

    ticker:stop()
    return { results = results, ticks = ticks, busiest = busiest, refused = refused }
end

return { main = main }
