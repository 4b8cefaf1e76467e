-- A place that is computed may be evaluated behind a value that neither raises nor changes it.
local function main(text)
  local store, count = {}, 0
  local found = tostring(text)
  local part = found:match("%a+")
  for i = 1, 3 do
    store["k" .. i] = i * 2
    store[part .. "x"] = i * 2
    store[part .. "y"] = tostring(i)
  end
  local function title()
    count = count + 1
    return "t" .. count
  end
  store[title()] = count
  return store
end

return { main = main }
