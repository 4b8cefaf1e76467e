-- Functions that end with a loop without end: it is left by `return`, or by `break`.
local total = 0

local function found(n)
  while true do
    if n > 3 then return n end
    n = n + 1
  end
end

local function passed(n)
  while true do
    if n > 3 then
      break
    elseif n > 2 then
      return n
    end
    n = n + 1
  end
end

local function drained(queue)
  while true do
    if #queue == 0 then break end
    total = total + #queue
    table.remove(queue)
  end
end

local function main(n)
  drained({ n, n })
  return found(1), passed(1), total
end

return { main = main }
