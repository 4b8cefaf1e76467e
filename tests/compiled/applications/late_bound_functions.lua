--@ library svc; funcs, time
local funcs = require("funcs")
local M = {}
M.hooks = {}
function M.process(n) return M.before(n) + M.step(n) end
function M.before(n) return 0 end
function M.use(name, f) M[name] = f end
function M.hook(f) M.hooks[#M.hooks + 1] = f end
function M.runhooks(...) local r = {} for i, h in ipairs(M.hooks) do r[i] = h(...) end return r end
local helper
function M.recursive(n) if n == 0 then return 0 end return helper(n) end
helper = function(n)
  local v = funcs.call("app:double", n)
  return v + M.recursive(n - 1)
end
M.step = function(n) return (funcs.call("app:double", n)) end
return M
--@ workflow flow; funcs, time; imports: {svc: app:svc}
local svc = require("svc")
local forward
local function outer(n) return forward(n) end
function forward(n) time.sleep("1ms") return n + 1 end
local function make(kind)
  if kind == "slow" then return function(x) time.sleep("1ms") return x end end
  return function(x) return -x end
end
local function main()
  local a = svc.process(3)
  svc.use("before", function(n) time.sleep("1ms") return 100 end)
  local b = svc.process(3)
  svc.hook(function(x, y) return x end)
  svc.hook(function(x, y) return (funcs.call("app:double", y)) end)
  svc.hook(make("slow")) svc.hook(make("fast"))
  local c = svc.runhooks(1, 2)
  local old = svc.step
  svc.step = function(n) return old(n) + 1000 end
  return { a, b, c, svc.process(1), svc.recursive(3), outer(1), make("slow")(9), (make("fast"))(9) }
end
return { main = main }
--@ expect [6,106,[1,4,1,-1],1102,12,2,9,-9]
