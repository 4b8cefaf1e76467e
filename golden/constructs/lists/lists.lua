-- Tables that are lists, and become tables where they leave.

local function words(text)
  local found = {}
  for word in text:gmatch("%a+") do
    found[#found + 1] = word:lower()
  end
  return found
end

local function sentence(parts)
  local out = {}
  for i, part in ipairs(parts) do
    if i > 1 then
      table.insert(out, ", ")
    end
    out[#out + 1] = tostring(part)
  end
  return table.concat(out)
end

local function walk(tree, out)
  out[#out + 1] = tree.name
  for _, child in ipairs(tree.children or {}) do
    walk(child, out)
  end
end

local function reachable(links, start)
  local queue, head, seen = { start }, 1, { [start] = true }
  while head <= #queue do
    local node = queue[head]
    head = head + 1
    for _, target in ipairs(links[node] or {}) do
      if not seen[target] then
        seen[target] = true
        table.insert(queue, target)
      end
    end
  end
  return #queue
end

local function last_of(stack)
  local values = {}
  for i = 1, stack do
    values[i] = i * i
  end
  local top = table.remove(values)
  table.remove(values, 1)
  values[#values] = nil
  if #values == 0 or next(values) == nil then
    return top
  end
  return values[#values], values[1]
end

local function doubled(numbers)
  local out = {}
  for i = 1, 3 do
    out[i] = numbers * i
  end
  for i = 1, #out do
    out[i] = out[i] * 2
  end
  table.sort(out)
  return { numbers = out, sum = out[1] + out[2] }
end

return function(input)
  local names = {}
  walk(input.tree, names)
  return {
    words = words(input.text),
    sentence = sentence(names),
    reachable = reachable(input.links, "a"),
    last = last_of(4),
    doubled = doubled(2),
  }
end
