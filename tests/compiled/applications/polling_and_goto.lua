--@ workflow flow
local function poll(fetch, interval, max)
  local n = 0
  repeat
    local status = fetch(n)
    n = n + 1
    if status == "skip" then goto continue end
    if status == "done" then return true, n end
    time.sleep(interval)
    ::continue::
  until n >= max
  return false, n
end
local function backoff(base, factor, max)
  local d = base
  return function() local c = d d = math.min(d * factor, max) return c end
end
local function main()
  local a, n = poll(function(i) local v = funcs.call("app:double", i) if v >= 4 then return "done" end return i == 0 and "skip" or "wait" end, "1ms", 10)
  local b, m = poll(function() return "wait" end, 1, 3)
  local next_delay = backoff(1, 3, 5)
  local ds = {}
  while #ds < 4 do ds[#ds + 1] = next_delay() time.sleep(ds[#ds]) end
  local out = {}
  for i = 1, 3 do
    for j = 1, 3 do
      if j == 2 then goto next_i end
      out[#out + 1] = i * 10 + j
      time.sleep("1ms")
    end
    ::next_i::
  end
  local closures = {}
  for i = 1, 3 do local k = i * 2 closures[i] = function() k = k + 1 time.sleep("1ms") return k + i end end
  local s = 0
  for _, c in ipairs(closures) do s = s + c() + c() end
  return { a, n, b, m, ds, out, s }
end
return { main = main }
--@ expect [true,3,false,3,[1,3,5,5],[11,21,31],45]
