--@ library handlers; funcs
local Handler = {}
local function h_describe(o) return Handler.describe(o) end
Handler.__index = Handler
function Handler.new(cls, opts) local o = opts or {} setmetatable(o, cls) return o end
function Handler:extend() local c = setmetatable({}, self) c.__index = c c.super = self return c end
function Handler:handle(x) return x end
function Handler:describe() return "base" end
local Remote = Handler:extend()
function Remote:handle(x) return (funcs.call("app:double", Handler.handle(self, x))) end
local Logged = Remote:extend()
function Logged:handle(x)
  self.seen = (self.seen or 0) + 1
  return Logged.super.handle(self, x) + 1
end
function Logged:describe() return h_describe(self) .. "+logged" end
return { Handler = Handler, Remote = Remote, Logged = Logged }
--@ workflow flow; time; imports: {h: app:handlers}
local h = require("h")
local Waiting = h.Logged:extend()
function Waiting:handle(x) time.sleep("1ms") local r = h.Logged.handle(self, x) return r * 10 end
local function run(list, x) for _, k in ipairs(list) do x = k:handle(x) end return x end
local function main()
  local pure = run({ h.Handler:new(), h.Handler:new({}) }, 3)
  local all = { h.Handler:new(), h.Remote:new(), h.Logged:new(), Waiting:new({ id = 1 }) }
  local r = run(all, 1)
  local Late = h.Handler:extend()
  local l = Late:new()
  local before = l:handle(5)
  Late.handle = function(self, x) time.sleep("1ms") return -x end
  local after = l:handle(5)
  l.handle = function(_, x) return x * 100 end
  local own = l:handle(5)
  h.Handler.handle = function(_, x) time.sleep("1ms") return x + 1000 end
  return { pure, r, all[3].seen, all[4]:describe(), before, after, own, h.Handler:new():handle(1), all[2]:handle(1) }
end
return { main = main }
--@ expect [3,110,1,"base+logged",5,-5,500,1001,2002]
