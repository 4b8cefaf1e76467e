-- What a test says of a field holds behind other stores and in loops that change no tables.
local function silent(o)
  local total = 0
  if type(o.x) == "number" then
    for _, item in ipairs(o.items) do
      if item then total = total + o.x end
    end
    o.y = 1
    o.items[1] = o.x
    total = total + o.x
  end
  return total
end

local function nested(o)
  local total = 0
  if type(o.x) == "number" then
    for i = 1, 2 do
      total = total + o.x
      for _, item in ipairs(o.items) do
        if item then total = total + i end
      end
    end
  end
  return total
end

local function called(o, next)
  local total = 0
  if type(o.x) == "number" then
    for item in next, o.items do
      if item then total = total + o.x end
    end
  end
  return total
end

local function main(text: string)
  local o = { x = text, items = { text } }
  return silent(o), nested(o), called(o, pairs({}))
end

return { main = main }
