--- types that were the same before an assignment
local function same(a, b)
  if type(a) == type(b) then
    a = true
    return b == a, a == b, a ~= b
  end
  return "different"
end
local function sum(a, b)
  if type(a) == type(b) then
    a = "10"
    if type(b) == "number" then return a + 1 end
  end
  return "none"
end
out(same(2, 1))
out(same(true, true))
out(same(1, "1"))
return sum(1, 2), sum(1, "2")
