--@ workflow flow
local function map(list, f) local out = {} for i, v in ipairs(list) do out[i] = f(v) end return out end
local NAMES = map({ "a", "b" }, function(s) return s:upper() end)
local Registry = {}
Registry.__index = Registry
function Registry.new() return setmetatable({ items = {} }, Registry) end
function Registry:add(name, fn) self.items[name] = fn if self.observer then self.observer(name) end return self end
function Registry:run(name, ...) return self.items[name](...) end
local reg = Registry.new()
reg:add("fast", function(x) return x + 1 end):add("slow", function(x) return (funcs.call("app:double", x)) end)
local first = reg:run("fast", 10)
local ok, e = pcall(map, { 1 }, function(v) return v end)
local total = 0
for _, v in ipairs(map({ 1, 2 }, function(v) return v * 2 end)) do total = total + v end
local function main()
  local d = map(NAMES, function(n) time.sleep("1ms") return n .. "!" end)
  reg.observer = function(n) time.sleep("1ms") total = total + 100 end
  reg:add("third", print)
  return { d, first, reg:run("slow", 4), ok, total }
end
return { main = main }
--@ expect [["A!","B!"],11,8,true,106]
