local funcs = require("funcs")

type Job = {index: integer, image: string}
type Batch = {images: {string}, workers?: integer}

-- One of the pool: takes jobs until there are none left.
local function work(jobs, results)
    while true do
        local job: Job, ok = jobs:receive()
        if not ok then
            break
        end
        local size, err = funcs.call("app:resize", job.image)
        results:send({ index = job.index, size = size, error = err and err:message() })
    end
    results:send({ finished = true })
end

local function main(batch: Batch)
    local workers = math.min(batch.workers or 4, #batch.images)
    local jobs = channel.new()
    local results = channel.new(workers)

    for _ = 1, workers do
        coroutine.spawn(function() work(jobs, results) end)
    end
    coroutine.spawn(function()
        for index, image in ipairs(batch.images) do
            jobs:send({ index = index, image = image })
        end
        jobs:close()
    end)

    local sizes, failed, bytes = {}, {}, 0
    while workers > 0 do
        local result = results:receive()
        if result.finished then
            workers = workers - 1
        elseif result.error then
            sizes[result.index] = 0
            table.insert(failed, { image = batch.images[result.index], error = result.error })
        else
            sizes[result.index] = result.size
            bytes = bytes + result.size
        end
    end

    table.sort(failed, function(a, b) return a.image < b.image end)
    return { sizes = sizes, bytes = bytes, failed = failed }
end

return { main = main }
