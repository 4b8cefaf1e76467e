--@ workflow flow
local cfg = setmetatable({}, { __index = function(t, k) local v = (funcs.call("app:double", 4)) rawset(t, k, v) return v end })
local names = { a = 1 }
names.b = names.a + 1
names["c"] = names.b .. ""
local mixed = {}
mixed.__tostring = function() time.sleep("1ms") return "M" end
mixed.__eq = function(a, b) return true end
mixed.__concat = function(a, b) time.sleep("1ms") return "CC" end
mixed.__lt = function(a, b) time.sleep("1ms") return true end
mixed.__add = function(a, b) time.sleep("1ms") return 7 end
mixed.__call = function(a, b) time.sleep("1ms") return 8 end
local label = tostring(names.b) .. "z"
local sum = names.a + names.b
local lt = names.a < names.b
local fn = names.f or function(x) return x end
local got = fn(3)
local function main()
  local m = setmetatable({}, mixed)
  return { cfg.x, label, sum, lt, got, tostring(m), m .. "", m < m, m + 1, m(1) }
end
return { main = main }
--@ expect [8,"2z",3,true,3,"M","CC",true,7,8]
