--@ workflow flow
local Lazy = {}
local mt = {}
mt.__index = function(t, k) local v = funcs.call("app:double", #k) rawset(t, k, v) return v end
mt.__newindex = function(t, k, v) time.sleep("1ms") rawset(t, k, v * 100) end
mt.__tostring = function(t) time.sleep("1ms") return "lazy" end
mt.__call = function(self, a, b) return self[a] + (funcs.call("app:double", b)) end
mt.__len = function() time.sleep("1ms") return 77 end
mt.__unm = function() time.sleep("1ms") return "neg" end
mt.__concat = function(a, b) time.sleep("1ms") return "cat" end
mt.__eq = function(a, b) time.sleep("1ms") return true end
mt.__lt = function(a, b) time.sleep("1ms") return true end
mt.__le = function(a, b) time.sleep("1ms") return false end
local function main()
  local t, u = setmetatable({}, mt), setmetatable({}, mt)
  t.x = 5
  local key = "abc"
  t["y" .. 1] = 6
  local r = { t.x, t.hello, t[key], tostring(t), t("zz", 4), #t, -t, t .. "a", "a" .. t, t == u, t < u, t <= u, t > u, t ~= u, t.y1 }
  local s = string.format("%s", tostring(u))
  local ok, v = pcall(function() return t.qqqqqq end)
  local ok2, v2 = pcall(t, "k", 1)
  table.insert(r, s) table.insert(r, v) table.insert(r, v2)
  if t == u then table.insert(r, "same") end
  t.cnt = t.cnt2 t.cnt = 1
  return r
end
return { main = main }
--@ expect [500,10,6,"lazy",12,77,"neg","cat","cat",true,true,false,true,false,600,"lazy",12,4,"same"]
