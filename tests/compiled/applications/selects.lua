--@ workflow flow; funcs, time
local function with_timeout(d, fn, ...)
  local args = { ... }
  local done = channel.new(1)
  coroutine.spawn(function()
    local r = { pcall(fn, unpack(args)) }
    done:send(r)
  end)
  local t = time.after(d)
  local r = channel.select({ done:case_receive(), t:case_receive() })
  if r.channel == t then return nil, "timeout" end
  if not r.value[1] then return nil, r.value[2] end
  return unpack(r.value, 2)
end
local function race(cases)
  local list, names = {}, {}
  for name, ch in pairs(cases) do list[#list + 1] = ch:case_receive() names[#names + 1] = name end
  local r = channel.select(list)
  for name, ch in pairs(cases) do if ch == r.channel then return name, r.value end end
end
local function first_of(...)
  local n = select("#", ...)
  local chs = { ... }
  local cs = {}
  for i = 1, n do cs[i] = chs[i]:case_receive() end
  local res = channel.select(cs)
  return res.value, res.ok
end
local function main()
  local a, e1 = with_timeout("5s", function(x, y) time.sleep("1ms") return x + y end, 1, 2)
  local b, e2 = with_timeout("5ms", function() time.sleep("10s") end)
  local c, e3 = with_timeout("5s", function() error("oops", 0) end)
  local q = channel.new(2)
  q:send("hi")
  local name, v = race({ q = q, timer = time.after("1s") })
  local w, ok = first_of(channel.new(), time.after("1ms"))
  local r = channel.select({ channel.new():case_receive(), default = true })
  local ch = channel.new()
  coroutine.spawn(function() for i = 1, 3 do ch:send(i) end ch:close() end)
  local sum = 0
  while true do local x, open = ch:receive() if not open then break end sum = sum + x end
  return { a = a, e1 = e1, b = b, e2 = e2, e3 = e3, name = name, v = v, ok = ok, d = r.default, sum = sum }
end
return { main = main }
--@ expect {"a":3,"e2":"timeout","e3":"oops","name":"q","v":"hi","ok":true,"d":true,"sum":6}
