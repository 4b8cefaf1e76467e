--@ workflow flow
return function()
  local a = funcs.call("app:crunch", { 3, 1, 2 })
  local b = funcs.call("app:crunch", { 5 })
  return { a, b }
end
--@ library par; time
local par = {}
function par.map(list, f)
  local out, done = {}, channel.new(#list)
  for i, v in ipairs(list) do
    coroutine.spawn(function() out[i] = f(v) done:send(true) end)
  end
  for _ = 1, #list do done:receive() end
  return out
end
function par.sum(list) local s = 0 for _, v in ipairs(list) do s = s + v end return s end
return par
--@ activity crunch; time, funcs; imports: {par: app:par}
local par = require("par")
local calls = 0
local function main(list)
  calls = calls + 1
  local slept = par.map(list, function(v) time.sleep(v .. "ms") return v * 10 end)
  local called = par.map(list, function(v) return (funcs.call("app:double", v)) end)
  local t = time.after("1s")
  local ch = channel.new(1)
  coroutine.spawn(function() ch:send("x") end)
  local r = channel.select({ ch:case_receive(), t:case_receive() })
  return { slept, called, par.sum(slept), r.value }
end
return { main = main }
--@ expect [[[30,10,20],[6,2,4],60,"x"],[[50],[10],50,"x"]]
