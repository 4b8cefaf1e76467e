-- Trees as they come from JSON: copy, merge, look up paths, compare, write as text.

local function build(depth, width, seed)
  if depth == 0 then
    return { value = seed, label = "leaf" .. seed % 17, active = seed % 2 == 0 }
  end
  local children = {}
  for i = 1, width do
    children[i] = build(depth - 1, width, seed * width + i)
  end
  return { name = "node" .. seed, depth = depth, children = children, tags = { "a", "b" } }
end

local function deep_copy(value)
  if type(value) ~= "table" then
    return value
  end
  local copy = {}
  for key, inner in pairs(value) do
    copy[key] = deep_copy(inner)
  end
  return copy
end

local function equal(a, b)
  if type(a) ~= type(b) then
    return false
  end
  if type(a) ~= "table" then
    return a == b
  end
  for key, value in pairs(a) do
    if not equal(value, b[key]) then
      return false
    end
  end
  for key in pairs(b) do
    if a[key] == nil then
      return false
    end
  end
  return true
end

local function get_path(tree, path)
  local current = tree
  for _, key in ipairs(path) do
    if type(current) ~= "table" then
      return nil
    end
    current = current[key]
  end
  return current
end

local function sorted_keys(object)
  local keys = {}
  for key in pairs(object) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

local function encode(value, out)
  local kind = type(value)
  if kind == "table" then
    if #value > 0 then
      out[#out + 1] = "["
      for i, item in ipairs(value) do
        if i > 1 then
          out[#out + 1] = ","
        end
        encode(item, out)
      end
      out[#out + 1] = "]"
    else
      out[#out + 1] = "{"
      for i, key in ipairs(sorted_keys(value)) do
        if i > 1 then
          out[#out + 1] = ","
        end
        out[#out + 1] = '"' .. key .. '":'
        encode(value[key], out)
      end
      out[#out + 1] = "}"
    end
  elseif kind == "string" then
    out[#out + 1] = '"' .. value .. '"'
  else
    out[#out + 1] = tostring(value)
  end
end

local function sum_values(node)
  if node.children then
    local total = 0
    for _, child in ipairs(node.children) do
      total = total + sum_values(child)
    end
    return total
  end
  if node.active then
    return node.value
  end
  return 0
end

local function main()
  local tree = build(4, 4, 1)
  local copy = deep_copy(tree)
  local same = equal(tree, copy)
  local leaf = get_path(copy, { "children", 2, "children", 3, "children", 1, "children", 4 })
  leaf.value = leaf.value + 1
  local changed = equal(tree, copy)
  local out = {}
  encode(copy, out)
  local text = table.concat(out)
  return string.format(
    "%s %s %d %d %d %s", tostring(same), tostring(changed), sum_values(tree), sum_values(copy),
    #text, text:sub(1, 40)
  )
end

return main
