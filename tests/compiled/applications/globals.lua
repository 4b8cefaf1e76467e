--@ workflow flow; funcs, time
counter = 0
handlers = {}
function register(name, f) handlers[name] = f end
function run(name, ...) counter = counter + 1 return handlers[name](...) end
register("a", function(x) time.sleep("1ms") return x .. "a" end)
register("b", function(x) return run("a", x) .. "b" end)
local env = { run = run, log = function() end }
local function scope(f) return f(env) end
local function main()
  local r = run("b", "x")
  env.log = function(m) counter = counter + 100 time.sleep("1ms") end
  local s = scope(function(e) e.log("hi") return e.run("a", "y") end)
  local old = run
  run = function(name, ...) time.sleep("1ms") return "wrapped " .. old(name, ...) end
  local w = run("b", "z")
  return { r, s, w, counter }
end
return { main = main }
--@ expect ["xab","ya","wrapped wrapped zab",105]
