--@ workflow flow; funcs, time
--@ signal event {"type":"add","n":2}
--@ signal event {"type":"mul","n":5}
--@ signal event {"type":"fetch","n":4}
--@ signal event {"type":"nope"}
--@ signal event {"type":"stop"}
local function create_store(reducer, initial, ...)
  local state, subs = initial, {}
  local store = {}
  local dispatch = function(action) state = reducer(state, action) for _, s in ipairs(subs) do s(state, action) end return action end
  local api = { get = function() return state end, dispatch = function(a) return dispatch(a) end }
  for _, mw in ipairs({ ... }) do dispatch = mw(api)(dispatch) end
  function store.dispatch(a) return dispatch(a) end
  function store.subscribe(f) subs[#subs + 1] = f return function() for i = #subs, 1, -1 do if subs[i] == f then table.remove(subs, i) end end end end
  store.get = api.get
  return store
end
local reducers = {
  add = function(s, a) return { v = s.v + a.n, log = s.log } end,
  mul = function(s, a) return { v = s.v * a.n, log = s.log } end,
}
local function reducer(s, a)
  local r = reducers[a.type]
  if r then return r(s, a) end
  return s
end
local function thunk(api) return function(next) return function(a)
  if a.type == "fetch" then
    local r = funcs.call("app:double", a.n)
    return api.dispatch({ type = "add", n = r })
  end
  return next(a)
end end end
local function main()
  local store = create_store(reducer, { v = 1, log = {} }, thunk)
  local seen = {}
  local unsub = store.subscribe(function(s, a) seen[#seen + 1] = a.type .. "=" .. tostring(s.v) end)
  local ch = process.listen("event")
  while true do
    local a = ch:receive()
    if a.type == "stop" then unsub() break end
    store.dispatch(a)
  end
  store.dispatch({ type = "add", n = 100 })
  return { store.get().v, seen }
end
return { main = main }
--@ expect [123,["add=3","mul=15","add=23","nope=23"]]
