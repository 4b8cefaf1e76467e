-- What `error` leaves behind it.
local function half(x)
  if type(x) ~= "number" then error("no number") end
  return x - 1
end
local function main(x) return half(x) end
return { main = main }
