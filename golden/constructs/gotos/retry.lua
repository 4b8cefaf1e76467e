local function main(attempts)
  local n = 0
  ::again::
  n = n + 1
  if n < 3 then goto again end
  if n == 3 then goto finish end
  n = n * 2
  ::finish::
  return n
end

return { main = main }
