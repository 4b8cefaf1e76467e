--== plain coroutines that wait
--: modules: funcs, time
local function body()
    time.sleep("1h")
end
local function main(order)
    local a = coroutine.wrap(function() --! WD117
        return funcs.call("app:act", order)
    end)
    local b = coroutine.create(body) --! WD117
    local start = coroutine.wrap
    local c = start(body) --! WD117
    coroutine.resume(b)
    return { a(), c() }
end
return { main = main }
--== generators, and coroutines of the scheduler
--: modules: time
local function main()
    local numbers = coroutine.wrap(function() -- fine
        for i = 1, 3 do
            coroutine.yield(i)
        end
    end)
    local plain = coroutine.create(function() return 1 end) -- fine
    coroutine.spawn(function() -- fine
        time.sleep("1h")
    end)
    return { numbers(), coroutine.status(plain) }
end
return { main = main }
