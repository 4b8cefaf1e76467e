-- The Mandelbrot set as text, and how often it escapes.

local function escape_time(cx, cy, limit)
  local x, y = 0.0, 0.0
  for i = 1, limit do
    local x2, y2 = x * x, y * y
    if x2 + y2 > 4.0 then
      return i
    end
    y = 2.0 * x * y + cy
    x = x2 - y2 + cx
  end
  return limit
end

local function main()
  local width, height, limit = 60, 40, 60
  local rows, total = {}, 0
  for row = 0, height - 1 do
    local line = {}
    for column = 0, width - 1 do
      local cx = -2.2 + 3.2 * column / width
      local cy = -1.2 + 2.4 * row / height
      local steps = escape_time(cx, cy, limit)
      total = total + steps
      if steps == limit then
        line[#line + 1] = "*"
      elseif steps > 6 then
        line[#line + 1] = "."
      else
        line[#line + 1] = " "
      end
    end
    rows[#rows + 1] = table.concat(line)
  end
  return total .. "\n" .. table.concat(rows, "\n")
end

return main
