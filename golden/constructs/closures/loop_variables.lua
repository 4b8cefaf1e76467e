-- A closure gets a loop variable as it is now; one that changes later is a cell.
local function main()
  local kept, changed = {}, {}
  for i = 1, 3 do
    kept[i] = function() return i end
    local n = i
    changed[i] = function()
      n = n + 1
      return n
    end
  end
  return kept[1](), changed[2]()
end

return { main = main }
