-- The queens problem: all solutions, by backtracking over free columns and diagonals.

local function solve(size)
  local columns, rising, falling, board = {}, {}, {}, {}
  local solutions, weight = 0, 0

  local function place(row)
    if row > size then
      solutions = solutions + 1
      weight = weight + board[1] * board[size]
      return
    end
    for column = 1, size do
      local up, down = row + column, row - column + size
      if not columns[column] and not rising[up] and not falling[down] then
        columns[column], rising[up], falling[down] = true, true, true
        board[row] = column
        place(row + 1)
        columns[column], rising[up], falling[down] = false, false, false
      end
    end
  end

  place(1)
  return solutions, weight
end

local function safe(board, row, column)
  for previous = 1, row - 1 do
    local other = board[previous]
    if other == column or math.abs(other - column) == row - previous then
      return false
    end
  end
  return true
end

local function first_solution(size, board, row)
  if row > size then
    return true
  end
  for column = 1, size do
    if safe(board, row, column) then
      board[row] = column
      if first_solution(size, board, row + 1) then
        return true
      end
    end
  end
  board[row] = nil
  return false
end

local function main()
  local solutions, weight = solve(7)
  local board = {}
  first_solution(11, board, 1)
  return string.format("%d %d %s", solutions, weight, table.concat(board, ","))
end

return main
