-- Positions and counts of texts are above or not below zero.
local function main(text)
  local known = tostring(text)
  local rest, count = known:gsub("x", "")
  local far = 3
  for _ = 1, 2 do
    far = (known:find("x", 1, true) or 1) + 4611686018427387900
  end
  return rest, 10 / (count + 1), known:sub(count + 1), far
end

return { main = main }
