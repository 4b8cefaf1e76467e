-- Array tables: matrix product, prefix sums, a queue, reversing and filtering.

local function matrix(rows, columns, seed)
  local result = {}
  for i = 1, rows do
    local row = {}
    for j = 1, columns do
      row[j] = (i * seed + j) % 10
    end
    result[i] = row
  end
  return result
end

local function product(a, b)
  local result = {}
  local columns = #b[1]
  for i = 1, #a do
    local row = {}
    local left = a[i]
    for j = 1, columns do
      local sum = 0
      for k = 1, #left do
        sum = sum + left[k] * b[k][j]
      end
      row[j] = sum
    end
    result[i] = row
  end
  return result
end

local function prefix_sums(values)
  local sums, total = {}, 0
  for i, value in ipairs(values) do
    total = total + value
    sums[i] = total
  end
  return sums
end

local function reverse(values)
  local i, j = 1, #values
  while i < j do
    values[i], values[j] = values[j], values[i]
    i = i + 1
    j = j - 1
  end
end

local function flood(size)
  local queue, head = { 1 }, 1
  local seen = { true }
  local visited = 0
  while head <= #queue do
    local node = queue[head]
    head = head + 1
    visited = visited + 1
    for _, following in ipairs({ node * 2, node * 3, node + 7 }) do
      if following <= size and not seen[following] then
        seen[following] = true
        table.insert(queue, following)
      end
    end
  end
  return visited
end

local function main()
  local c = product(matrix(36, 36, 3), matrix(36, 36, 7))
  local trace = 0
  for i = 1, #c do
    trace = trace + c[i][i]
  end

  local values = {}
  for i = 1, 8000 do
    values[#values + 1] = (i * 7919) % 1009
  end
  local sums = prefix_sums(values)
  reverse(sums)
  local even = {}
  for _, value in ipairs(sums) do
    if value % 2 == 0 then
      table.insert(even, value)
    end
  end
  return string.format("%d %d %d %d", trace, sums[1], #even, flood(6000))
end

return main
