--@ workflow flow
local function must(v, err) if err then error(err) end return v end
local Err = {}
Err.__index = Err
Err.__tostring = function(e) return "Err(" .. e.code .. ")" end
local function throw(code) error(setmetatable({ code = code }, Err)) end
local function try(f, handlers)
  local ok, e = pcall(f)
  if ok then if handlers.ok then return handlers.ok(e) end return e end
  local h = type(e) == "table" and handlers[e.code] or handlers.default
  local r = h and h(e)
  if handlers.finally then handlers.finally() end
  return r
end
local function nested()
  local ok, e = pcall(function()
    time.sleep("1ms")
    local ok2, e2 = pcall(function() time.sleep("1ms") throw(7) end)
    if getmetatable(e2) == Err then e2.code = e2.code + 1 error(e2) end
  end)
  return e
end
local function main()
  local fin = 0
  local a = try(function() return must(funcs.call("app:double", 4)) end, { ok = function(v) time.sleep("1ms") return v + 1 end })
  local b = try(function() must(funcs.call("app:fail", "Conflict")) end, { default = function(e) return e:kind() end, finally = function() time.sleep("1ms") fin = fin + 1 end })
  local c = try(function() throw(3) end, { [3] = function(e) return (funcs.call("app:double", e.code)) end, finally = function() fin = fin + 1 end })
  local d = tostring(nested())
  local ok, e = pcall(function() local x = nil; time.sleep("1ms"); return x.y end)
  local v = assert(funcs.call("app:double", 10))
  local ok2, e2 = pcall(function() return assert(funcs.call("app:fail", "Timeout")) end)
  local trace = {}
  local ok3, e3 = xpcall(function() time.sleep("1ms") throw(9) end, function(err) trace[#trace + 1] = tostring(err) time.sleep("1ms") return err.code end)
  local ok4, e4 = pcall(error)
  local ok5, e5 = pcall(function() time.sleep("1ms") error("lvl", 2) end)
  return { a, b, c, fin, d, ok, (e:gsub("^.-:%d+: ", "")), v, ok2, e2:kind(), ok3, e3, trace, ok4, type(e4), ok5 }
end
return { main = main }
--@ expect [9,"Conflict",6,2,"Err(8)",false,"attempt to index a non-table object(nil) with key 'y'",20,false,"Timeout",false,9,["Err(9)"],false,"nil",false]
