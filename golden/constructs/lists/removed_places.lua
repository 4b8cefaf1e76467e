-- Elements that are removed at computed positions, and what only tables can do.
local function served(wanted)
  local queue, at, found = { 1, 2, 3 }, 1, {}
  while at <= #queue do
    if queue[at] == wanted then
      found[#found + 1] = table.remove(queue, at)
    else
      at = at + 1
    end
  end
  table.remove(queue, #queue)
  return #found
end

local function text(at)
  local queue = { 1, 2, 3 }
  return table.remove(queue, tostring(at))
end

local function inserted()
  local queue = { 1, 2, 3 }
  table.insert(queue, 2, 9)
end

local function main(input)
  inserted()
  return served(2), text(1)
end

return { main = main }
