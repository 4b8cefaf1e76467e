--@ workflow flow
local function d(x) return (funcs.call("app:double", x)) end
local function two(x) return d(x), d(x + 1) end
local function none() time.sleep("1ms") end
local function main(flag)
  local out = {}
  for i, v in ipairs({ 1, 2 }) do out[#out + 1] = d(v) end
  local s = ""
  for i = 1, 3 do s = s .. d(i) .. "," end
  local parts = {}
  for i = 1, 3 do parts[i] = "p" .. d(i) end
  local acc = 0
  for i = d(1), d(2), d(0) + 1 do acc = acc + i end
  local t = {}
  t[d(1)], t[d(2)] = d(3), d(4)
  t.a, t.b = two(5)
  local a, b, c = two(1), d(9)
  local list = { d(1), two(2) }
  local cut = { (two(2)), n = d(0) }
  local x = flag or d(3)
  local y = flag and d(4) or d(5)
  local z = not flag and { d(6) } or nil
  local w = (d(1) > 1 and "big" or "small") .. ("x"):rep(d(1))
  local i = 0
  while d(i) < 6 do i = i + 1 end
  local u = 0
  repeat local k = d(u) u = u + 1 until k >= d(2)
  local f = string.format("%d-%s", two(1))
  local m = math.max(two(3))
  local n = select("#", two(1), none())
  local n2 = select("#", (none()))
  if not none() then acc = acc + 1000 end
  local neg, len = -d(2), #tostring(d(100))
  local cmp = d(1) < d(2) and d(2) == 4
  local concat = table.concat({ two(7) }, ":")
  local nested = d(d(d(1)))
  local tern = (function() return d(1) end)() + (function(...) return select("#", ...) end)(two(1))
  t[1], t[2] = t[2], d(1)
  local str = d(1) .. d(2) .. "e"
  return { out, s, parts, acc, { t[2], t[4], t.a, t.b }, { a, b, c }, list, cut[1], x, y, z, w, i, u, f, m, n, n2, neg, len, cmp, concat, nested, tern, str }
end
return { main = main }
--@ expect [[2,4],"2,4,6,",["p2","p4","p6"],1009,[2,8,10,12],[2,18],[2,4,6],4,6,10,[12],"bigxx",3,3,"2-4",8,1,1,-4,3,true,"14:16",8,4,"24e"]
