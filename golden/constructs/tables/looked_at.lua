-- Functions that only look at a table keep nothing of it: it stays indexed.
local function turn(items)
  for round = 1, 9 do
    for i = 1, 2 do items[i] = items[3 - i] end
  end
end

local function main(other)
  local text, number, name, shown, same = { 1, 2 }, { 1, 2 }, { 1, 2 }, { 1, 2 }, { 1, 2 }
  turn(text)
  turn(number)
  turn(name)
  turn(shown)
  turn(same)
  print(shown)
  return tostring(text), tonumber(number), type(name), rawequal(same, other)
end

return { main = main }
