--@ workflow flow; time
--@ signal ping 1
--@ signal ping 2
local Debounce = {}
Debounce.__index = Debounce
function Debounce.new(d, ch) return setmetatable({ d = d, ch = ch, n = 0 }, Debounce) end
function Debounce:wait()
  local timer
  while true do
    local cases = { self.ch:case_receive() }
    if timer then cases[2] = timer:response():case_receive() end
    local r = channel.select(cases)
    if timer and r.channel == timer:response() then return self.last, self.n end
    self.last, self.n = r.value, self.n + 1
    if timer then timer:reset(self.d) else timer = time.timer(self.d) end
  end
end
local Sched = { jobs = {} }
function Sched:every(d, f) self.jobs[#self.jobs + 1] = { t = time.ticker(d), f = f, n = 0 } return self end
function Sched:run(total)
  local done = 0
  while done < total do
    local cases = {}
    for i, j in ipairs(self.jobs) do cases[i] = j.t:response():case_receive() end
    local r = channel.select(cases)
    for _, j in ipairs(self.jobs) do
      if j.t:response() == r.channel then j.n = j.n + 1 j.f(j) done = done + 1 end
    end
  end
  for _, j in ipairs(self.jobs) do j.t:stop() end
end
local function main()
  local last, n = Debounce.new("20ms", process.listen("ping")):wait()
  local hits = 0
  Sched:every("3ms", function(j) hits = hits + 1 end):every("4ms", function(j) time.sleep("1ms") hits = hits + 1 end)
  Sched:run(4)
  local function tick_n(tk, k) local c = tk:channel() for _ = 1, k do c:receive() end tk:stop() return k end
  local k = tick_n(time.ticker("1ms"), 2)
  return { last, n, hits, k }
end
return { main = main }
--@ expect [2,2,4,2]
