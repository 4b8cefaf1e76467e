--@ library util
local util = {}
function util.map(list, f) local out = {} for i, v in ipairs(list) do out[i] = f(v) end return out end
util.constants = util.map({ 1, 2, 3 }, function(v) return v * v end)
function util.try(f, ...) local r = { pcall(f, ...) } if r[1] then return r[2] end return nil, r[2] end
local Class = {}
function Class.extend(base, init)
  local c = {}
  c.__index = c
  c.new = function(...) local o = setmetatable({}, c) if init then init(o, ...) end return o end
  return setmetatable(c, { __index = base })
end
util.Class = Class
return util
--@ library shapes; ; imports: {util: app:util}
local util = require("util")
local Base = util.Class.extend(nil, function(o, n) o.n = n end)
function Base:area() return self.n end
local Slow = util.Class.extend(Base, function(o, n) time_of = n o.n = (util.map({ n }, function(x) return x end))[1] end)
return { Base = Base, Slow = Slow, v = util.try(function() return 5 end) }
--@ workflow flow; funcs, time; imports: {util: app:util, shapes: app:shapes}
local util, shapes = require("util"), require("shapes")
function shapes.Slow:area() return (funcs.call("app:double", self.n)) end
local Net = util.Class.extend(shapes.Base, function(o, n) time.sleep("1ms") o.n = n end)
local defaults = util.map({ "x" }, function(s) return s .. s end)
local function main()
  local list = { shapes.Base.new(1), shapes.Slow.new(2), Net.new(3) }
  local areas = util.map(list, function(s) return s:area() end)
  local v, err = util.try(function() return funcs.call("app:fail") end)
  local w, werr = util.try(function() error("x", 0) end)
  return { areas, util.constants, defaults, v == nil, werr, shapes.v }
end
return { main = main }
--@ expect [[1,4,3],[1,4,9],["xx"],true,"x",5]
