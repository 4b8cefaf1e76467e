--@ workflow flow
local function logger(next) return function(ctx) ctx.log[#ctx.log + 1] = "in" local r = next(ctx) ctx.log[#ctx.log + 1] = "out" return r end end
local function retry(n) return function(next) return function(ctx)
  local last
  for i = 1, n do
    local ok, r = pcall(next, ctx)
    if ok then return r end
    last = r
    ctx.log[#ctx.log + 1] = "retry" .. i
    time.sleep("1ms")
  end
  error(last, 0)
end end end
local function chain(...)
  local mws = { ... }
  return function(handler)
    for i = #mws, 1, -1 do handler = mws[i](handler) end
    return handler
  end
end
local routes = {}
local function route(name, h) routes[name] = chain(logger, retry(2))(h) end
route("fast", function(ctx) return "f" end)
route("slow", function(ctx) return (funcs.call("app:double", ctx.n)) end)
route("flaky", function(ctx) ctx.tries = (ctx.tries or 0) + 1 if ctx.tries < 2 then error("no", 0) end return "ok" .. ctx.tries end)
route("bad", function(ctx) error("bad", 0) end)
local function main()
  local out = {}
  for _, name in ipairs({ "fast", "slow", "flaky", "bad" }) do
    local ctx = { n = 3, log = {} }
    local ok, r = pcall(routes[name], ctx)
    out[#out + 1] = name .. ":" .. tostring(ok) .. ":" .. tostring(r) .. ":" .. table.concat(ctx.log, ",")
  end
  return out
end
return { main = main }
--@ expect ["fast:true:f:in,out","slow:true:6:in,out","flaky:true:ok2:in,retry1,out","bad:false:bad:in,retry1,retry2"]
