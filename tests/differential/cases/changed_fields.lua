--- metamethods of operators and of stores change fields
local object = {n = 1}
local V = setmetatable({}, {
  __add = function() object.n = nil return 1 end,
  __lt = function() object.n = "lt" return true end,
  __len = function() object.n = {} return 0 end,
  __concat = function() object.n = true return "" end,
  __newindex = function() object.n = 2.5 end,
  __unm = function() object.n = nil end,
  __eq = function() object.n = "eq" return true end,
})
local function f(x, run)
  if type(x.n) == "number" then
    local _ = run()
    return type(x.n), x.n == 1
  end
  return "not", type(x.n)
end
out(f(object, function() return V + 1 end)) object.n = 1
local function each(x)
  local list = {}
  if type(x.n) == "number" then local _ = V + 1 list[1] = type(x.n) end x.n = 1
  if type(x.n) == "number" then local _ = V < V list[2] = type(x.n) end x.n = 1
  if type(x.n) == "number" then local _ = #V list[3] = type(x.n) end x.n = 1
  if type(x.n) == "number" then local _ = V .. "" list[4] = type(x.n) end x.n = 1
  if type(x.n) == "number" then V.any = 1 list[5] = tostring(x.n) end x.n = 1
  if type(x.n) == "number" then local _ = -V list[6] = type(x.n) end
  return table.concat(list, " ")
end
out(each(object))
--- a store that goes elsewhere
local back = {}
local proxy = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, k == "n" and 5 or v) end})
local function f(x)
  x.n = {}
  x.m = "text"
  return type(x.n), x.m
end
out(f(proxy)) out(f({}))
--- iterator functions change fields between rounds
local box = {value = 5}
local function step() box.value = "7" return nil end
local function read()
  local total = 0
  if type(box.value) == "number" then
    while total < 10 do
      total = total + box.value
      for x in step do total = 100 end
    end
  end
  return total
end
out(read())
local function run(o)
  local function drop() o.items = nil return nil end
  local seen = ""
  if type(o.items) == "table" then
    for i = 1, 2 do
      seen = seen .. type(o.items)
      for x in drop do seen = seen .. "!" end
    end
  end
  return seen
end
out(run({items = {1}}))
