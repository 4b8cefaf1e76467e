--- tables that do not keep their elements
local more, rest, mixed, stored = {"a"}, {"a", "b", "c"}, {1}, {"a"}
local open, keyed = {string.byte("abc", 1, -1)}, {"a", n = 2}
local function main()
  table.insert(more, "b")
  table.remove(rest)
  rawset(mixed, 2, 3)
  stored[2] = "b"
  keyed[#keyed + 1] = "c"
  local most, least = 9223372036854775806, -9223372036854775807 - 1
  out(most + #more, most + #mixed, most + #stored, most + #open, most + #keyed)
  out(least + (#rest - 3), #more == 1, #rest == 3, #mixed < 2, #stored > 1)
end
--- results of built-in functions of every type
local function main()
  out(not rawequal(1, 2), rawequal("a", "b") and "equal" or "different")
  local v = rawget({5}, 1)
  out(v == nil, v and v + 1, type(v))
  local f, t, c = pairs({7})
  out(type(f), type(t), c == nil, type(c), not c)
  local _, s, z = ipairs({7})
  out(z + 9223372036854775807, type(s), s[1], type(z))
  out(tonumber("9223372036854775807") + 1, math.abs(9223372036854775807) + 1, math.floor(2.5) + 9223372036854775807)
  out(math.sqrt(16) + 1, type(math.sqrt(4)), math.sqrt(4) == 2)
  local removed = table.remove({9223372036854775807})
  out(removed + 1, type(removed), removed == nil)
end
