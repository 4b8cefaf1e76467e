--@ workflow flow; funcs, time, json
--@ signal cmd {"op":"sum","args":[1,2,3]}
--@ signal cmd {"op":"wait","args":["1ms"]}
--@ signal cmd {"op":"missing","args":[]}
--@ signal cmd {"op":"end"}
local ops = setmetatable({}, { __index = function(t, k) return function() return "no " .. k end end })
function ops.sum(...) local s = 0 for i = 1, select("#", ...) do s = s + (select(i, ...)) end return s end
function ops.wait(d) time.sleep(d) return "waited" end
local function attach(msg)
  msg.run = ops[msg.op]
  msg.reply = function(self, v) self.result = v return self end
  return msg
end
local function main()
  local ch = process.listen("cmd")
  local out = {}
  for msg in ch:iter() do
    if msg.op == "end" then break end
    local m = attach(msg)
    m:reply(m.run(unpack(m.args)))
    out[#out + 1] = m.result
  end
  local decoded = json.decode('{"a":{"b":2}}')
  decoded.f = function(n) return (funcs.call("app:double", n)) end
  decoded.a.g = decoded.f
  return { out, decoded.f(decoded.a.b), decoded.a.g(5) }
end
return { main = main }
--@ expect [[6,"waited","no missing"],4,10]
