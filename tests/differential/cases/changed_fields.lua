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
