local function main(game)
    local balls = process.listen("pong", { message = true })
    local events = process.events()

    -- The opponent plays on if this workflow ends first.
    local opponent, err = process.with_options({ ["workflow.parent_close_policy"] = "abandon" })
        :with_context({ game = game.name })
        :with_message("ping", { ball = 1 })
        :spawn("app:pong", "app:worker", { strength = game.strength })
    if err then
        return nil, err
    end

    local rally = 0
    while true do
        local case = channel.select({ balls:case_receive(), events:case_receive() })
        if case.channel == events then
            local result = case.value.result
            return { winner = "ping", rally = rally, opponent = result.value }
        end
        rally = rally + 1
        local ball = case.value:payload():data().ball
        if rally >= game.rounds then
            process.send(opponent, "over", { rally = rally })
            return { winner = "pong", rally = rally, last = ball, same = case.value:from() == opponent }
        end
        process.send(case.value:from(), "ping", { ball = ball + 1 })
    end
end

return { main = main }
