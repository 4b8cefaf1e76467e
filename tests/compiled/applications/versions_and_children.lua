--@ workflow flow; funcs, time, workflow, ctx, uuid, json
local migrations = {
  [-1] = function(x) return x end,
  [1] = function(x) return (funcs.call("app:double", x)) end,
  [2] = function(x) time.sleep("1ms") return x + 1 end,
}
local function gate(id, max, handlers)
  local v = workflow.version(id, -1, max)
  return (handlers[v] or handlers[-1]), v
end
local function main()
  local h, v = gate("a", 1, migrations)
  local h2, v2 = gate("b", 2, migrations)
  local info = workflow.info()
  local r, err = workflow.exec("app:child", { v = v }, "x")
  local id = workflow.side_effect and 1 or 0
  return { h(5), v, h2(5), v2, type(info.workflow_id), r, err == nil }
end
return { main = main }
--@ workflow child; funcs, time
return function(arg, s) local n = funcs.call("app:double", arg.v) return { n = n, s = s } end
--@ expect [10,1,6,2,"string",{"n":2,"s":"x"},true]
