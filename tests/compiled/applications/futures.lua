--@ workflow flow; funcs
local function gather(ids)
  local futures = {}
  for i, id in ipairs(ids) do
    local f, err = funcs.async("app:double", id)
    futures[i] = f
  end
  local out = {}
  for i, f in ipairs(futures) do
    local payload, ok = f:response():receive()
    out[i] = payload and payload:data() or "none"
  end
  return out
end
local function wait(obj) local p = obj.future:response():receive() return p:data() end
local function main()
  local out = gather({ 1, 2, 3 })
  local o = { future = (funcs.async("app:double", 21)) }
  local f = funcs.async("app:fail", "NotFound")
  f:response():receive()
  local e, isf = f:error()
  local v, verr = f:result()
  return { out, wait(o), f:is_complete(), e and e:kind() }
end
return { main = main }
--@ expect [[2,4,6],42,true,"NotFound"]
