--@ workflow flow
local function main()
  local a = funcs.call("app:work", { n = 3 })
  local b = funcs.call("app:work", { n = 4 })
  return { a, b }
end
return { main = main }
--@ library shared; time
local time = require("time")
local shared = { cache = {} }
function shared.with_cache(key, f)
  local v = shared.cache[key]
  if v == nil then v = f(key) shared.cache[key] = v end
  return v
end
shared.with_cache("boot", function() return 1 end)
function shared.poll(pred, n) for i = 1, n do if pred(i) then return i end time.sleep("1ms") end end
return shared
--@ activity work; time; imports: {shared: app:shared}
local shared = require("shared")
local boot = shared.with_cache("boot", function() return 2 end)
local early = shared.with_cache("early", function() return 5 end)
local function main(arg)
  local r = shared.with_cache("k" .. arg.n, function(k) time.sleep("1ms") return k .. "v" end)
  local i = shared.poll(function(i) return i >= arg.n end, 10)
  return { r, i, boot, early }
end
return { main = main }
--@ expect [["k3v",3,1,5],["k4v",4,1,5]]
