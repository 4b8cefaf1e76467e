-- Dense matrices: products, LU decomposition with pivoting, solving, determinants.

local Matrix = {}
Matrix.__index = Matrix

function Matrix.new(rows, columns, fill)
  local m = setmetatable({ rows = rows, columns = columns }, Matrix)
  for i = 1, rows do
    local row = {}
    for j = 1, columns do
      row[j] = fill and fill(i, j) or 0.0
    end
    m[i] = row
  end
  return m
end

function Matrix.identity(n)
  return Matrix.new(n, n, function(i, j) return i == j and 1.0 or 0.0 end)
end

function Matrix:multiply(other)
  local result = Matrix.new(self.rows, other.columns)
  for i = 1, self.rows do
    local row, target = self[i], result[i]
    for j = 1, other.columns do
      local sum = 0.0
      for k = 1, self.columns do
        sum = sum + row[k] * other[k][j]
      end
      target[j] = sum
    end
  end
  return result
end

function Matrix:trace()
  local sum = 0.0
  for i = 1, self.rows do sum = sum + self[i][i] end
  return sum
end

function Matrix:copy()
  return Matrix.new(self.rows, self.columns, function(i, j) return self[i][j] end)
end

-- decompose in place; returns the permutation and its sign, or nil for a singular matrix
local function decompose(a, n)
  local order, sign = {}, 1
  for i = 1, n do order[i] = i end
  for k = 1, n do
    local pivot, largest = k, math.abs(a[k][k])
    for i = k + 1, n do
      local size = math.abs(a[i][k])
      if size > largest then
        pivot, largest = i, size
      end
    end
    if largest < 1e-12 then
      return nil, "singular"
    end
    if pivot ~= k then
      a[k], a[pivot] = a[pivot], a[k]
      order[k], order[pivot] = order[pivot], order[k]
      sign = -sign
    end
    for i = k + 1, n do
      local factor = a[i][k] / a[k][k]
      a[i][k] = factor
      for j = k + 1, n do
        a[i][j] = a[i][j] - factor * a[k][j]
      end
    end
  end
  return order, sign
end

local function solve(a, n, order, b)
  local x = {}
  for i = 1, n do
    local sum = b[order[i]]
    for j = 1, i - 1 do
      sum = sum - a[i][j] * x[j]
    end
    x[i] = sum
  end
  for i = n, 1, -1 do
    local sum = x[i]
    for j = i + 1, n do
      sum = sum - a[i][j] * x[j]
    end
    x[i] = sum / a[i][i]
  end
  return x
end

local function main()
  local n = 36
  local a = Matrix.new(n, n, function(i, j)
    return ((i * 7 + j * 13) % 17) / 17 + (i == j and 4 or 0)
  end)
  local product = a:multiply(Matrix.identity(n)):multiply(a)
  local trace = product:trace()

  local lu = a:copy()
  local order, sign = decompose(lu, n)
  if not order then
    return sign
  end
  local determinant = sign
  for i = 1, n do determinant = determinant * lu[i][i] end
  local b = {}
  for i = 1, n do b[#b + 1] = i * 0.5 end
  local x = solve(lu, n, order, b)
  local residual = 0.0
  for i = 1, n do
    local sum = 0.0
    for j = 1, n do sum = sum + a[i][j] * x[j] end
    residual = residual + math.abs(sum - b[i])
  end
  return string.format("%.6f %.6e %s %.6f", trace, determinant, tostring(residual < 1e-9), x[1] + x[n])
end

return main
