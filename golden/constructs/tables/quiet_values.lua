-- Values that can run no code of the program, stored in tables of tables; and one that can.
local function fill(rows, text, change)
  for y = 1, 2 do
    for x = 1, 2 do
      rows[y][x] = math.abs(rows[x][y])
      rows[x][y] = string.len(text) + rows[y][x]
      rows[x][x] = change(rows)
    end
  end
  return rows
end

local function main()
  local function replace(rows)
    rows[1] = { 7, 8 }
    return rows[1][1] + rows[1][2]
  end
  return fill({ { 1, 2 }, { 3, 4 } }, "text", replace)
end

return { main = main }
