local function main(player)
    local inbox = process.inbox()
    local returned = 0
    while true do
        local message = inbox:receive()
        if message:topic() == "over" then
            return { returned = returned, told = message:payload():data().rally }
        end
        local ball = message:payload():data().ball
        if ball > (player.strength or math.huge) then
            return { returned = returned, missed = ball }
        end
        returned = returned + 1
        process.send(message:from(), "pong", { ball = ball + 1 })
    end
end

return { main = main }
