--@ library orders; funcs; imports: {notify: app:notify}
local funcs = require("funcs")
local notify = require("notify")
local orders = { listeners = {} }
function orders.create(id) 
  local o = { id = id, lines = {} }
  notify.register(function(msg) o.last = msg return (funcs.call("app:double", #msg)) end)
  return o
end
function orders.add(o, sku, n) o.lines[#o.lines + 1] = { sku = sku, n = n } return notify.send("added " .. sku) end
function orders.total(o, price) local t = 0 for _, l in ipairs(o.lines) do t = t + price(l.sku) * l.n end return t end
return orders
--@ library notify
local notify = {}
local sinks = {}
function notify.register(f) table.insert(sinks, f) end
function notify.send(msg) local last for i = 1, #sinks do last = sinks[i](msg) end return last end
return notify
--@ workflow flow; time; imports: {orders: app:orders, notify: app:notify}
local orders, notify = require("orders"), require("notify")
local time = require("time")
local function main()
  local o = orders.create("o1")
  local r = orders.add(o, "abc", 2)
  notify.register(function(m) time.sleep("1ms") return "late" end)
  local r2 = orders.add(o, "d", 1)
  local t1 = orders.total(o, function(sku) return #sku end)
  local t2 = orders.total(o, function(sku) time.sleep("1ms") return 10 end)
  return { r, r2, o.last, t1, t2 }
end
return { main = main }
--@ expect [18,"late","added d",7,30]
