--@ workflow flow
local function parallel(...)
  local n = select("#", ...)
  local results, done = {}, channel.new(n)
  for i = 1, n do
    local f = (select(i, ...))
    coroutine.spawn(function()
      results[i] = { f(i) }
      done:send(i)
    end)
  end
  for _ = 1, n do done:receive() end
  return unpack(results, 1, n)
end
local function sequence(...)
  local out = {}
  for i, f in ipairs({ ... }) do out[i] = f() end
  return unpack(out)
end
local function apply(f, ...) return f(...) end
local function bind(f, ...)
  local bound = { n = select("#", ...), ... }
  return function(...)
    local args = {}
    for i = 1, bound.n do args[i] = bound[i] end
    for i = 1, select("#", ...) do args[bound.n + i] = (select(i, ...)) end
    return f(unpack(args))
  end
end
local function main()
  local a, b, c = parallel(
    function(i) time.sleep("3ms") return i, "a" end,
    function(i) return (funcs.call("app:double", i)) end,
    function(i) return i * 100 end)
  local x, y = sequence(function() return 1 end, function() time.sleep("1ms") return 2 end)
  local d = { apply(function(...) time.sleep("1ms") return select("#", ...), ... end, nil, 2, nil) }
  local e = bind(function(p, q, r) return (funcs.call("app:double", p + q)) + r end, 1, 2)(3)
  local t = { apply(bind(apply, function(k) time.sleep("1ms") return k end), "k") }
  return { a, b, c, x, y, d[1], d[3], e, t[1], apply(funcs.call, "app:double", 8) }
end
return { main = main }
--@ expect [[1,"a"],[4],[300],1,2,3,2,9,"k",16]
