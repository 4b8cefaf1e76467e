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
--- searches that find less than several variables want
local function rest(text, pattern)
  local from, to, found = text:find(pattern)
  if not from then return "none" end
  if found == nil then return "no capture" end
  return found
end
out(rest("xa", "a"), rest("xa", "(a)"), rest("xa", "b"))
local matcher = {match = function(self, key) if key then return key end end}
local function both(key)
  local one, other = matcher:match(key)
  if not one then return "none" end
  if other == nil then return "one" end
  return other
end
out(both("a"), both(nil))
--- receivers and results of searches that change while arguments are found
local function one(x, y)
  local function drop() x = nil return 1 end
  local s = x:sub(drop())
  if x == nil then return "nil", s end
  return x .. "!", s
end
local function two(x)
  local k, v = x:match("(a)(b)?")
  if not k then return "none" end
  return k .. tostring(v)
end
local function three(x)
  local k, v = x:match("(a)(%d*)")
  local function drop() v = nil return k end
  if not drop() then return "none" end
  if v == nil then return "dropped" end
  return k .. v
end
local function four(x, y)
  local k, v = x:match("(a)(%d*)")
  k = k or y
  if k then return k .. tostring(v) end
  v = "z"
  return v
end
local function five(x)
  local a, b, c = x:find("a(%d*)")
  if b then return a + b, c .. "!" end
  return a == nil, c == nil
end
out(one("abc")) out(two("ab")) out(two("ab?")) out(two("c")) out(three("a1")) out(pcall(three, "c")) out(four("a2", "q")) out(four("b", "q")) out(four("b")) out(five("xa12")) out(five("q"))
