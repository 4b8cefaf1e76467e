local function main(limit)
  local n = 0
  while n < 10 do n = n + 1 end
  repeat
    local done = n > 20
    n = n + 5
  until done
  while true do
    n = n + 1
    if n % 7 == 0 then break end
  end
  return n
end

return { main = main }
