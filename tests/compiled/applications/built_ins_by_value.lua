--@ workflow flow; funcs, time
local function via(f, ...) return f(...) end
local libs = { table = table, string = string, base = { pcall = pcall, setmetatable = setmetatable, next = next, ipairs = ipairs, assert = assert, rawget = rawget } }
local function main()
  local jobs = {}
  via(table.insert, jobs, function() time.sleep("1ms") return 1 end)
  libs.table.insert(jobs, function() return (funcs.call("app:double", 1)) end)
  local push = table.insert
  push(jobs, function() time.sleep("1ms") return 3 end)
  local out = {}
  for i, j in libs.base.ipairs(jobs) do out[i] = j() end
  local ok, v = libs.base.pcall(function() time.sleep("1ms") return 7 end)
  local ok2, v2 = via(pcall, funcs.call, "app:double", 8)
  local C = {}
  C.__index = C
  function C:go() time.sleep("1ms") return self.n end
  local o = libs.base.setmetatable({ n = 5 }, C)
  local u = libs.string.upper("ab") .. libs.string["lower"]("CD")
  local a = libs.base.assert(funcs.call("app:double", 20))
  local spawn = coroutine.spawn
  local done = channel.new(1)
  via(spawn, function() time.sleep("1ms") done:send("s") end)
  local w = via(coroutine.wrap, function() time.sleep("1ms") coroutine.yield(1) end)
  local first = w()
  local q = { function() time.sleep("1ms") return "q1" end, function() time.sleep("1ms") return "q2" end, k = function() time.sleep("1ms") return "qk" end }
  local qs = { libs.base.rawget(q, "k")(), via(table.remove, q)() }
  local n1, n2 = via(select, 1, q.k, 5)
  qs[3] = n1()
  local u1 = via(unpack, q)
  qs[4] = u1()
  local nk, nv = via(next, { z = q.k })
  qs[5] = nv()
  local sorter = libs.table.sort
  sorter(out, function(x, y) return x > y end)
  return { out, ok, v, ok2, v2, o:go(), u, a, (done:receive()), first, table.concat(qs, ',') }
end
return { main = main }
--@ expect [[3,2,1],true,7,true,16,5,"ABcd",40,"s",1,"qk,q2,qk,q1,qk"]
