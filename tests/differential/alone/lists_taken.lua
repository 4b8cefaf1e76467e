--- a list leaves more than once, and by an assignment that reads it
local kept = {}
local function again()
  local list, n = {}, 0
  ::top::
  n = n + 1
  list[#list + 1] = n
  if n > 1 then kept[#kept + 1] = list end
  if n < 4 then goto top end
  return n
end
local function wrapped()
  local list = {}
  list[#list + 1] = 1
  kept.inner = list
  list = {list, "outer"}
  list[1][2] = 2
  return list[1] == kept.inner, #kept.inner, list[2]
end
local function swapped()
  local list, other = {}, {}
  list[#list + 1] = 1
  kept.inner = list
  list, other = other, list
  other[#other + 1] = 2
  return other == kept.inner, #kept.inner, #list
end
local function main()
  out(wrapped()) out(swapped())
  out(again(), #kept, kept[1] == kept[2], kept[1] == kept[3], #kept[1], #kept[3], kept[1][4])
end
