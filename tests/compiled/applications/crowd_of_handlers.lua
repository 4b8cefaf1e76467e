--@ workflow flow
local H = {}
for i = 1, 3 do H["dyn" .. i] = function(x) return x + i end end
H.a1 = function(x) return 1 end H.a2 = function(x) return 2 end H.a3 = function(x) return 3 end
H.a4 = function(x) return 4 end H.a5 = function(x) return 5 end H.a6 = function(x) return 6 end
H.a7 = function(x) return 7 end H.a8 = function(x) return 8 end H.a9 = function(x) return 9 end
H.b1 = function(x) return 1 end H.b2 = function(x) return 2 end H.b3 = function(x) return 3 end
H.b4 = function(x) return 4 end H.b5 = function(x) return 5 end H.b6 = function(x) return 6 end
H.b7 = function(x) return 7 end H.b8 = function(x) return 8 end H.b9 = function(x, cb) return cb(x) end
H.c1 = function(x) time.sleep("1ms") return "slow" .. x end
H.c2 = function(x, cb) return { go = function(self, n) return cb(n) end, n = x } end
local function run(name, ...) return H[name](...) end
local function main()
  local out = {}
  for _, n in ipairs({ "a1", "b8", "dyn2", "c1" }) do out[#out + 1] = run(n, 10) end
  out[#out + 1] = run("b9", 4, function(v) return (funcs.call("app:double", v)) end)
  local o = run("c2", 5, function(v) time.sleep("1ms") return v * 3 end)
  out[#out + 1] = o:go(o.n)
  local obj = {}
  for name, f in pairs(H) do obj[name] = function(self, ...) return f(...) end end
  out[#out + 1] = obj:c1("z")
  local rows = {}
  for i = 1, 2 do rows[i] = { cb = function() time.sleep("1ms") return i end } end
  for _, r in ipairs(rows) do out[#out + 1] = r.cb() end
  return out
end
return { main = main }
--@ expect [1,8,12,"slow10",8,15,"slowz",1,2]
