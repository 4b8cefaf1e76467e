--== nothing limits the history
--: modules: funcs, time
local function poll(account)
    return funcs.call("app:act", account)
end
local function forever(account)
    while true do --! WT201
        time.sleep("1m")
        poll(account)
    end
end
local function repeated(account)
    repeat --! WT201
        time.sleep("1m")
    until false
end
local function spawned(account)
    while 1 do --! WT201
        process.spawn("app:flow", "app:worker", account)
    end
end
local function main(account)
    coroutine.spawn(function() forever(account) end)
    coroutine.spawn(function() repeated(account) end)
    spawned(account)
end
return { main = main }
--== limited
--: modules: funcs, time, workflow
local function full()
    return workflow.history_length() > 5000
end
local function main(account)
    while account.open do -- fine
        time.sleep("1m")
    end
    while true do -- fine
        local answer = funcs.call("app:act", account)
        if answer then
            break
        end
    end
    while true do -- fine
        time.sleep("1m")
        if full() then
            process.upgrade(nil, account)
        end
    end
end
return { main = main }
--== only waiting
local function main()
    local inbox = process.inbox()
    while true do -- fine
        print(inbox:receive())
    end
end
return { main = main }
