--== loops that never wait
--: modules: time, workflow
local function main(input)
    while true do --! WD120
        input.count = input.count + 1
    end
end
return { main = main }
--== asking the clock again and again
--: modules: time, workflow
local function main(input)
    while os.time() < input.deadline do --! WD120
    end
    repeat --! WD120
        local now = time.now()
    until time.now():unix() > input.deadline
    while true do --! WD120
        if workflow.history_length() > 5 then
            break
        end
    end
end
return { main = main }
--== loops that wait or end
--: modules: time
local function main(input)
    while true do -- fine
        time.sleep("1m")
    end
end
return { main = main }
--== loops that end by themselves
--: modules: time
local function main(input)
    local left = 5
    while left > 0 do -- fine
        left = left - 1
    end
    while true do -- fine
        left = left + 1
        if left > 9 then
            break
        end
    end
    while os.time() < input.deadline do -- fine
        time.sleep("1m")
    end
    local inbox = process.inbox()
    while true do -- fine
        local message = inbox:receive()
        print(message)
    end
end
return { main = main }
