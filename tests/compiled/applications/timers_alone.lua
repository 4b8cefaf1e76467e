--@ workflow flow; time
local function response_of(x) return x:response() end
local function recv(x) return x:receive() end
local function main()
  local box = {}
  box.timer = time.timer("1ms")
  box.timer:response():receive()
  local t = recv(response_of(time.timer("2ms")))
  local ticker = time.ticker("1ms")
  local n = 0
  for i = 1, 3 do recv(ticker:response()) n = n + 1 end
  ticker:stop()
  local list = { time.after("1ms"), time.after("2ms") }
  for _, c in ipairs(list) do local _, ok = c:receive() end
  local map = { a = time.timer("1ms") }
  for k, v in pairs(map) do v:response():receive() n = n + 10 end
  time.timer("1ms"):response():receive()
  return n
end
return { main = main }
--@ expect 13
