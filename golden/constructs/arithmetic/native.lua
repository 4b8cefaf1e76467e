-- Operations of known numbers are Python's; what may leave 64 bits is wrapped where it is seen.
local function main()
  local n = #"abc"
  local doubled = n * 2 + 1
  local square = doubled * doubled
  local half = n / 2
  local rest = n % 2
  local big = square * square * square
  return doubled, square, half, rest, big, -n
end

return { main = main }
