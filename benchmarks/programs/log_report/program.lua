-- Parsing CSV with quotes and web-server log lines, and totals of both by groups.

local csv = {}

function csv.parse_line(line, separator)
  separator = separator or ","
  local fields = {}
  local position = 1
  while true do
    if line:sub(position, position) == '"' then
      local value = ""
      local from = position + 1
      repeat
        local quote = line:find('"', from, true)
        if not quote then
          return nil, "unclosed quote"
        end
        value = value .. line:sub(from, quote - 1)
        from = quote + 1
        if line:sub(from, from) == '"' then
          value = value .. '"'
          from = from + 1
          quote = nil
        end
      until quote
      fields[#fields + 1] = value
      if line:sub(from, from) ~= separator then
        return fields
      end
      position = from + 1
    else
      local stop = line:find(separator, position, true)
      if not stop then
        fields[#fields + 1] = line:sub(position)
        return fields
      end
      fields[#fields + 1] = line:sub(position, stop - 1)
      position = stop + 1
    end
  end
end

function csv.parse(text)
  local rows, errors = {}, 0
  local header
  for line in text:gmatch("[^\n]+") do
    local fields, err = csv.parse_line(line)
    if err then
      errors = errors + 1
    elseif not header then
      header = fields
    else
      local row = {}
      for i, name in ipairs(header) do
        row[name] = fields[i]
      end
      table.insert(rows, row)
    end
  end
  return rows, errors
end

local function group_by(rows, column, value)
  local groups = {}
  for _, row in ipairs(rows) do
    local key = row[column]
    local group = groups[key]
    if group == nil then
      group = { count = 0, sum = 0, min = math.huge, max = -math.huge }
      groups[key] = group
    end
    local number = tonumber(row[value])
    if number then
      group.count = group.count + 1
      group.sum = group.sum + number
      if number < group.min then group.min = number end
      if number > group.max then group.max = number end
    end
  end
  return groups
end

local function sorted_keys(t)
  local keys = {}
  for key in pairs(t) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

local function parse_log(lines)
  local stats = { total = 0, bytes = 0, skipped = 0, status = {}, paths = {}, hours = {} }
  for _, line in ipairs(lines) do
    local ip, hour, method, path, status, size =
      line:match('^(%S+) %S+ %S+ %[%d+/%a+/%d+:(%d+):[^%]]+%] "(%u+) (%S+)[^"]*" (%d+) (%S+)')
    if not ip then
      stats.skipped = stats.skipped + 1
    else
      path = path:gsub("%?.*$", "")
      stats.total = stats.total + 1
      stats.bytes = stats.bytes + (tonumber(size) or 0)
      stats.status[status] = (stats.status[status] or 0) + 1
      stats.hours[hour] = (stats.hours[hour] or 0) + 1
      local entry = stats.paths[path]
      if not entry then
        entry = { path = path, hits = 0, visitors = {}, methods = {} }
        stats.paths[path] = entry
      end
      entry.hits = entry.hits + 1
      entry.visitors[ip] = true
      entry.methods[method] = (entry.methods[method] or 0) + 1
    end
  end
  return stats
end

local function report(stats)
  local entries = {}
  for _, entry in pairs(stats.paths) do
    local visitors = 0
    for _ in pairs(entry.visitors) do
      visitors = visitors + 1
    end
    entry.unique = visitors
    entries[#entries + 1] = entry
  end
  table.sort(entries, function(a, b)
    if a.hits == b.hits then
      return a.path < b.path
    end
    return a.hits > b.hits
  end)
  local out = { ("%d requests, %d bytes, %d skipped"):format(stats.total, stats.bytes, stats.skipped) }
  for rank = 1, math.min(8, #entries) do
    local e = entries[rank]
    out[#out + 1] = string.format("%2d. %-24s %5d %4d %s", rank, e.path, e.hits, e.unique, e.methods.POST or "-")
  end
  for _, status in ipairs(sorted_keys(stats.status)) do
    out[#out + 1] = status .. ": " .. stats.status[status]
  end
  for _, hour in ipairs(sorted_keys(stats.hours)) do
    out[#out + 1] = hour .. "h " .. string.rep("#", stats.hours[hour] // 20)
  end
  return table.concat(out, "\n")
end

local function sample_csv(count)
  local lines = { "date,region,product,amount,note" }
  local regions = { "north", "south", "east", "west" }
  for i = 1, count do
    local note = i % 5 == 0 and '"said ""yes"", twice"' or i % 97 == 0 and '"broken' or ""
    lines[#lines + 1] = table.concat({
      ("2024-%02d-%02d"):format(i % 12 + 1, i % 28 + 1),
      regions[i % 4 + 1],
      "\"product, " .. i % 9 .. "\"",
      tostring(i * 37 % 1000 / 4),
      note,
    }, ",")
  end
  return table.concat(lines, "\n")
end

local function sample_log(count)
  local lines = {}
  local paths = { "/", "/index.html", "/api/users?id=", "/api/orders?page=", "/static/app.js" }
  for i = 1, count do
    local path = paths[i * i % #paths + 1]
    if path:sub(-1) == "=" then
      path = path .. i
    end
    lines[i] = string.format(
      '10.0.%d.%d - - [%02d/Mar/2024:%02d:%02d:00 +0000] "%s %s HTTP/1.1" %d %s',
      i % 7, i * 13 % 50, i % 28 + 1, i % 24, i % 60, i % 4 == 0 and "POST" or "GET", path,
      i % 17 == 0 and 404 or i % 41 == 0 and 500 or 200, i % 17 == 0 and "-" or tostring(i * 31 % 9000))
    if i % 100 == 0 then
      lines[i] = "garbage " .. i
    end
  end
  return lines
end

local function main()
  local rows, errors = csv.parse(sample_csv(1000))
  local out = { "rows " .. #rows .. " errors " .. errors }
  for _, column in ipairs({ "region", "product" }) do
    local groups = group_by(rows, column, "amount")
    for _, key in ipairs(sorted_keys(groups)) do
      local g = groups[key]
      out[#out + 1] = string.format("%s: n=%d sum=%.2f min=%.2f max=%.2f avg=%.3f", key, g.count, g.sum, g.min, g.max, g.sum / g.count)
    end
  end
  out[#out + 1] = report(parse_log(sample_log(2000)))
  return table.concat(out, "\n")
end

return main
