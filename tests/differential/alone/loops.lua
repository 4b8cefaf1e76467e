--- goto leaves loops and goes on with them
local function wait(steps)
  local found, n = nil, 0
  while found == nil do
    n = n + 1
    if n % 2 == 1 then goto continue end
    for _, step in ipairs(steps) do
      if step == n then goto continue end
      if step > n then found = step goto continue end
    end
    if n > 20 then goto out end
    ::continue::
  end
  do return found + 1, n end
  ::out::
  return found == nil, n
end
local function last(steps)
  local at
  repeat
    at = (at or 0) + 1
    if steps[at] == "skip" then goto again end
    if steps[at] == nil then at = nil goto again end
    ::again::
  until at == nil or steps[at] == "end"
  if at == nil then return "nothing" end
  return at + 0.5
end
local function endless(limit)
  local n = 0
  do
    while true do
      n = n + 1
      while true do
        if n > limit then goto out end
        if n > 1 then goto next end
        break
      end
      ::next::
    end
  end
  ::out::
  return n
end
local function chosen(flag)
  if flag then while true do goto out end else return "other" end
  ::out::
end
local function back(n)
  ::top::
  n = n + 1
  while true do if n < 5 then goto top end return n end
end
local function main()
  out(wait({3, 4, 9})) out(wait({})) out(wait({2, 4}))
  out(last({"skip", "x", "end"})) out(last({"skip"}))
  out(endless(4), chosen(true), chosen(false), back(0))
  out(select("#", chosen(true)))
end
--- a dict that its loop replaces
local function count(words)
  local seen = {}
  for _, word in ipairs(words) do
    seen["k" .. word] = #word
  end
  local total = 0
  for key, size in pairs(seen) do
    total = total + size
    if total > 0 then
      seen = {}
      seen["x" .. #words] = #words
    end
  end
  local names = 0
  for key, size in pairs(seen) do names = names + #key * size end
  return total, names
end
out(count({ "a", "bb", "ccc" }))
