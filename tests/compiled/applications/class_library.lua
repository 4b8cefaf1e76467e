--@ library base
local Base = {}
Base.__index = Base
function Base.extend(name)
  local cls = {}
  for k, v in pairs(Base) do if k:sub(1, 2) == "__" then cls[k] = v end end
  cls.__index = cls
  cls.name = name
  return setmetatable(cls, Base)
end
function Base.new(cls, ...)
  local o = setmetatable({}, cls)
  o:init(...)
  return o
end
function Base:init() end
function Base:run(...)
  self:before()
  local r = self:perform(...)
  self:after(r)
  return r
end
function Base:before() end
function Base:after() end
function Base:perform() error("abstract") end
local mixins = {}
function mixins.timed(cls)
  local old = cls.perform
  cls.perform = function(self, ...)
    self.calls = (self.calls or 0) + 1
    return old(self, ...)
  end
  return cls
end
return { Base = Base, mixins = mixins }
--@ workflow flow; funcs, time; imports: {base: app:base}
local base = require("base")
local Base, mixins = base.Base, base.mixins
local Charge = Base.extend("charge")
function Charge:init(n) self.n = n end
function Charge:perform(k) return (funcs.call("app:double", self.n)) + (k or 0) end
function Charge:after(r) self.last = r end
local Local = Base.extend("local")
function Local:perform() return "local" end
function Local:before() time.sleep("1ms") self.prepared = true end
mixins.timed(Charge)
mixins.timed(Local)
local Bad = Base.extend("bad")
local function main()
  local c, l = Charge:new(4), Local:new()
  local out = {}
  for _, task in ipairs({ c, l, c }) do out[#out + 1] = task:run(1) end
  local ok, err = pcall(function() return Bad:new():run() end)
  local ok2, r2 = pcall(c.run, c, 5)
  return { out, c.calls, c.last, l.prepared, ok, string.find(err, "abstract") ~= nil, r2, getmetatable(c) == Charge }
end
return { main = main }
--@ expect [[9,"local",9],3,13,true,false,true,13,true]
