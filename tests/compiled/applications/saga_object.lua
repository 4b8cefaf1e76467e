--@ workflow saga
local funcs = require("funcs")
local Saga = {}
Saga.__index = Saga
function Saga.new(name) return setmetatable({ name = name, steps = {}, log = {} }, Saga) end
function Saga:step(name, action, undo)
  table.insert(self.steps, { name = name, action = action, undo = undo })
  return self
end
function Saga:run(ctx)
  local done = {}
  for i, step in ipairs(self.steps) do
    local ok, result, err = pcall(step.action, ctx)
    if not ok or err then
      table.insert(self.log, "failed:" .. step.name .. ":" .. tostring(not ok and "raised" or err:kind()))
      for j = #done, 1, -1 do
        if done[j].undo then
          local uok, uerr = pcall(done[j].undo, ctx, done[j].result)
          table.insert(self.log, "undo:" .. done[j].name .. ":" .. tostring(uok))
        end
      end
      return false, step.name
    end
    table.insert(done, { name = step.name, undo = step.undo, result = result })
    table.insert(self.log, "done:" .. step.name .. "=" .. tostring(result))
  end
  return true
end
local function main(mode)
  local saga = Saga.new("trip")
    :step("flight", function(c) return funcs.call("app:double", c.n) end, function(c, r) funcs.call("app:echo", r) end)
    :step("hotel", function(c) local r = funcs.call("app:double", c.n + 1); return r end)
    :step("car", function(c)
      if mode == "err" then return funcs.call("app:fail", "NotFound") end
      if mode == "raise" then error({ code = 5 }) end
      return 1
    end, nil)
  saga:step("last", function(c) return c.n end)
  local ok, where = saga:run({ n = 4 })
  return { ok = ok, where = where, log = saga.log }
end
local function all()
  local a, b, c = main("none"), main("err"), main("raise")
  return { a, b, c }
end
return { main = all }
--@ expect [{"ok":true,"log":["done:flight=8","done:hotel=10","done:car=1","done:last=4"]},{"ok":false,"where":"car","log":["done:flight=8","done:hotel=10","failed:car:NotFound","undo:flight:true"]},{"ok":false,"where":"car","log":["done:flight=8","done:hotel=10","failed:car:raised","undo:flight:true"]}]
