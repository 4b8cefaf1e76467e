--- stores of literals among other values
local store = {}
local function two() return 1, 2 end
local function main()
  local a, b = {}, {}
  a[#a + 1] = 1
  store.x, a, store.y = a, {}, 3
  store.z, b, store.w = {}, two()
  store.p, store.q, a = a, nil, {}, two()
  local i = 1
  i, store[i], store.r = i + 1, {}, 5
  out(#store.x, #a, store.y, #store.z, b, store.w, #store.p, store.q, i, #store[1], store.r)
end
