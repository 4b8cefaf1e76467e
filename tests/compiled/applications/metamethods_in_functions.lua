--@ workflow flow
local slow = function() time.sleep("1ms") end
local M = {}
M.__newindex = function(t, k, v) slow() rawset(t, k, v) end
M.__index = function(t, k) slow() return k end
M.__len = function() slow() return 3 end
M.__call = function(self, s, k) slow() k = (k or 0) + 1 if k > 2 then return nil end return k end
M.__tostring = function() slow() return "M" end
M.__concat = function(a, b) slow() return "cc" end
M.__add = function(a, b) slow() return 11 end
M.__eq = function(a, b) slow() return true end
M.__le = function(a, b) slow() return true end
local function new() return setmetatable({}, M) end
local function store(t) t.x = 1 end
local function read(t) return t.hello end
local function len(t) return #t end
local function each(t) local n = 0 for k in t do n = n + k end return n end
local function text(t) return tostring(t) end
local function cat(t) return "a" .. t end
local function add(t) return 1 + t end
local function same(t, u) return t == u end
local function le(t, u) return t >= u end
local function prot(t) local ok, v = pcall(t, 1) return v end
local function xprot(t) local ok, v = xpcall(t, print, 1) return v end
local function method(o) return o:handler(1) end
local function unused(list) return #list, list[1], list.x end
local function dead(v) if type(v) == "nil" then return #v end return v end
local Plain = {}
Plain.__index = Plain
function Plain.new(n) return setmetatable({ n = n }, Plain) end
function Plain:get() return self.n end
local function main()
  local t, u = new(), new()
  store(t)
  local p = Plain.new(4)
  local holder = { handler = u }
  local strs = { "a", "b" }
  local n = 0
  for i = 1, #strs do n = n + #strs[i] end
  return { t.x, read(t), len(t), each(t), text(t), cat(t), add(t), same(t, u), le(t, u), prot(t), xprot(t), method(holder), p:get(), n, dead(5) }
end
return { main = main }
--@ expect [1,"hello",3,3,"M","cc",11,true,true,1,1,2,4,2,5]
