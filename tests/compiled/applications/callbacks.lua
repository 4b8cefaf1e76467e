--@ workflow flow
local function map(list, f) local out = {} for i, v in ipairs(list) do out[i] = f(v, i) end return out end
local function each(list, f, ...) for _, v in ipairs(list) do f(v, ...) end end
local function compose(...)
  local fs = { ... }
  return function(x) for i = #fs, 1, -1 do x = fs[i](x) end return x end
end
local function with_retry(n, f, ...)
  local args, last = { ... }, nil
  for attempt = 1, n do
    local ok, r = pcall(f, attempt, unpack(args))
    if ok then return r, attempt end
    last = r
    time.sleep(attempt)
  end
  error(last, 0)
end
local function curry(f, a) return function(...) return f(a, ...) end end
local function memo(f) local c = {} return function(k) local v = c[k] if v == nil then v = f(k) c[k] = v end return v end end
local function double(x) return (funcs.call("app:double", x)) end
local function main()
  local a = map({ 1, 2, 3 }, double)
  local b = map({ 1, 2 }, function(v, i) return v * i end)
  local log = {}
  each({ "x", "y" }, function(v, suffix) time.sleep("1ms") log[#log + 1] = v .. suffix end, "!")
  local c = compose(double, function(x) return x + 1 end, double)(3)
  local r, n = with_retry(3, function(attempt, k) if attempt < 3 then error("again") end return double(k) end, 8)
  local ok, e = pcall(with_retry, 2, function() local _, err = funcs.call("app:fail", "Timeout") error(err) end)
  local d = curry(curry(function(x, y, z) time.sleep("1ms") return x .. y .. z end, "p"), "q")("r")
  local m = memo(double)
  local xs = m(5) + m(5)
  local xok, xm = xpcall(function() time.sleep("1ms") error("boom", 0) end, function(msg) return "h:" .. msg end)
  local xok2, xm2 = xpcall(double, print, 9)
  local s = string.gsub("a1b2", "%d", function(x) return x * 2 end)
  return { a, b, log, c, r, n, ok, e:kind(), d, xs, xok, xm, xok2, xm2, s }
end
return { main = main }
--@ expect [[2,4,6],[1,4],["x!","y!"],14,16,3,false,"Timeout","pqr",20,false,"h:boom",true,18,"a2b4"]
