local funcs = require("funcs")
local time = require("time")

type Draft = {text: string, confidence: number}
type Settings = {threshold?: number, patience?: string}

-- Serves one question: accepts the update, and completes it with an answer, whoever gives it.
local function answer(message, settings: Settings, reviews, transcript)
    local question = message:payload():data()
    if type(question) ~= "string" or question == "" then
        process.send(message:from(), "nak", "a question is a text")
        return
    end
    process.send(message:from(), "ack")

    local draft, err = funcs.call("app:draft_answer", question)
    if err then
        process.send(message:from(), "error", "assistant: " .. err:message())
        return
    end

    local text, by = draft.text, "assistant"
    if draft.confidence < (settings.threshold or 0.8) then
        local review = channel.new(1)
        reviews[question] = review
        local case = channel.select({
            review:case_receive(),
            time.after(settings.patience or "10m"):case_receive()
        })
        reviews[question] = nil
        if case.channel == review then
            text, by = case.value.text, case.value.by
        else
            text = "We will come back to you."
        end
    end
    table.insert(transcript, { question = question, answer = text, by = by })
    process.send(message:from(), "ok", { answer = text, by = by })
end

local function main(settings: Settings?)
    settings = settings or {}
    local questions = process.listen("ask", { message = true })
    local verdicts = process.listen("review", { message = true })
    local closing = process.listen("close")
    local transcript, reviews = {}, {}

    while true do
        local case = channel.select({
            questions:case_receive(),
            verdicts:case_receive(),
            closing:case_receive()
        })
        if case.channel == questions then
            local message = case.value
            coroutine.spawn(function() answer(message, settings, reviews, transcript) end)
        elseif case.channel == verdicts then
            -- An agent's verdict is an update as well, so that the agent sees whether it counted.
            local message = case.value
            local verdict = message:payload():data()
            local review = reviews[verdict.question]
            if review then
                process.send(message:from(), "ack")
                review:send(verdict)
                process.send(message:from(), "ok", true)
            else
                process.send(message:from(), "nak", "nobody waits for this answer")
            end
        else
            return transcript
        end
    end
end

return { main = main }
