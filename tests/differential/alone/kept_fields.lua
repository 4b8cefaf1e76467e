--- tests and loops whose conditions and iterators change the field
local o = {x = 1}
local function change(v) o.x = v return true end
local function both(v)
  if type(o.x) == "number" and change(v) then return o.x * 2 end
  return "none"
end
local function either(v)
  if type(o.x) ~= "number" or not change(v) then return "none" end
  return o.x * 2
end
local function rounds(v)
  local function step(_, n)
    if n == 2 then return nil end
    if n == 1 then o.x = v end
    return n + 1
  end
  local found = {}
  if type(o.x) == "number" then
    for _ in step, nil, 0 do found[#found + 1] = o.x * 2 end
  end
  return found[1], found[2]
end
local function nested(v)
  local function step(_, n)
    if n == 1 then o.x = v return nil end
    return n + 1
  end
  local last
  if type(o.x) == "number" then
    for i = 1, 2 do
      last = o.x * 2
      for _ in step, nil, 0 do end
    end
  end
  return last
end
local function main()
  out(nested("10")) o.x = 1
  out(both("10")) o.x = 1
  out(either("10")) o.x = 1
  out(rounds("10"))
  out(o.x, both(1), either(2))
end
--- what format and gsub call changes a field
local holder = { n = 1 }
local shown = setmetatable({}, { __tostring = function() holder.n = "7" return "shown" end })
local function formatted(o, v)
  if type(o.n) == "number" then
    local text = string.format("%s", v)
    return text, type(o.n), o.n + 1
  end
end
out(formatted(holder, shown))
local function replaced(o)
  o.n = 1
  if type(o.n) == "number" then
    local text = string.gsub("abc", "b", function() o.n = "7" end)
    return text, type(o.n), o.n + 1
  end
end
out(replaced(holder))
