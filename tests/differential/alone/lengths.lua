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
