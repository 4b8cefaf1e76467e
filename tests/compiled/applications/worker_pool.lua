--@ workflow flow
local Pool = {}
Pool.__index = Pool
function Pool.new(size, work)
  local p = setmetatable({ jobs = channel.new(size), results = channel.new(32), size = size, work = work, started = 0 }, Pool)
  for id = 1, size do
    coroutine.spawn(function()
      p.started = p.started + 1
      while true do
        local job, ok = p.jobs:receive()
        if not ok then break end
        local success, value = pcall(p.work, job, id)
        p.results:send({ job = job, ok = success, value = value })
      end
      p.results:send({ finished = id })
    end)
  end
  return p
end
function Pool:submit(job) self.jobs:send(job) end
function Pool:drain()
  self.jobs:close()
  local out, left = {}, self.size
  while left > 0 do
    local r = self.results:receive()
    if r.finished then left = left - 1 else out[#out + 1] = r end
  end
  table.sort(out, function(a, b) return a.job.n < b.job.n end)
  return out
end
local function main(count)
  local pool = Pool.new(3, function(job)
    if job.n == 4 then error("bad job " .. job.n, 0) end
    local v, err = funcs.call("app:double", job.n)
    if err then error(err) end
    return v
  end)
  for i = 1, count do pool:submit({ n = i }) end
  local sum, failed = 0, {}
  for _, r in ipairs(pool:drain()) do
    if r.ok then sum = sum + r.value else failed[#failed + 1] = r.value end
  end
  return { sum = sum, failed = failed, started = pool.started }
end
return { main = main }
--@ args [6]
--@ expect {"sum":34,"failed":["bad job 4"],"started":3}
