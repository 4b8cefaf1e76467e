-- A validation library: schemas are tables, validators are closures, errors carry paths.

local V = {}

local function add(errors, path, message, ...)
  if select("#", ...) > 0 then
    message = string.format(message, ...)
  end
  errors[#errors + 1] = { path = path, message = message }
end

local function join(path, key)
  if path == "" then
    return tostring(key)
  end
  if type(key) == "number" then
    return path .. "[" .. key .. "]"
  end
  return path .. "." .. key
end

function V.string(options)
  options = options or {}
  return function(value, path, errors)
    if type(value) ~= "string" then
      return add(errors, path, "expected string, got %s", type(value))
    end
    if options.min and #value < options.min then
      add(errors, path, "shorter than %d", options.min)
    end
    if options.max and #value > options.max then
      add(errors, path, "longer than %d", options.max)
    end
    if options.pattern and not value:match(options.pattern) then
      add(errors, path, "does not match")
    end
    if options.trim then
      value = value:match("^%s*(.-)%s*$")
    end
    return value
  end
end

function V.number(options)
  options = options or {}
  return function(value, path, errors)
    if options.convert and type(value) == "string" then
      value = tonumber(value)
    end
    if type(value) ~= "number" then
      return add(errors, path, "expected number, got " .. type(value))
    end
    if options.integer and math.type(value) ~= "integer" then
      add(errors, path, "expected an integer")
    end
    if options.min and value < options.min then
      add(errors, path, "less than %d", options.min)
    elseif options.max and value > options.max then
      add(errors, path, "greater than %d", options.max)
    end
    return value
  end
end

function V.boolean()
  return function(value, path, errors)
    if type(value) ~= "boolean" then
      return add(errors, path, "expected boolean, got %s", type(value))
    end
    return value
  end
end

function V.enum(...)
  local allowed, names = {}, { ... }
  for _, name in ipairs(names) do
    allowed[name] = true
  end
  return function(value, path, errors)
    if value == nil or not allowed[value] then
      return add(errors, path, "expected one of " .. table.concat(names, ", "))
    end
    return value
  end
end

function V.optional(validator, default)
  return function(value, path, errors)
    if value == nil then
      return default
    end
    return validator(value, path, errors)
  end
end

function V.array(validator, options)
  local max = options and options.max or math.huge
  return function(value, path, errors)
    if type(value) ~= "table" then
      return add(errors, path, "expected array, got %s", type(value))
    end
    if #value > max then
      add(errors, path, "more than %d items", max)
    end
    local result = {}
    for i, item in ipairs(value) do
      result[i] = validator(item, join(path, i), errors)
    end
    return result
  end
end

function V.object(fields, options)
  local strict = options and options.strict
  local names = {}
  for name in pairs(fields) do
    names[#names + 1] = name
  end
  table.sort(names)
  return function(value, path, errors)
    if type(value) ~= "table" then
      return add(errors, path, "expected object, got %s", type(value))
    end
    local result = {}
    for _, name in ipairs(names) do
      result[name] = fields[name](value[name], join(path, name), errors)
    end
    if strict then
      local unknown = {}
      for key in pairs(value) do
        if not fields[key] then
          unknown[#unknown + 1] = key
        end
      end
      table.sort(unknown)
      for _, key in ipairs(unknown) do
        add(errors, join(path, key), "unknown field")
      end
    end
    return result
  end
end

function V.check(validator, ...)
  local checks = { ... }
  return function(value, path, errors)
    local before = #errors
    local result = validator(value, path, errors)
    if #errors > before then
      return result
    end
    for _, check in ipairs(checks) do
      local ok, message = check(result)
      if not ok then
        add(errors, path, message or "invalid")
      end
    end
    return result
  end
end

function V.validate(validator, value)
  local errors = {}
  local result = validator(value, "", errors)
  if #errors > 0 then
    return nil, errors
  end
  return result
end

local address = V.object({
  street = V.string({ min = 1, trim = true }),
  city = V.string({ min = 2, max = 20 }),
  zip = V.string({ pattern = "^%d%d%d%d%d$" }),
  country = V.optional(V.enum("DE", "US", "FR"), "US"),
})

local order = V.check(
  V.object({
    id = V.number({ integer = true, min = 1 }),
    email = V.string({ pattern = "^[%w.]+@[%w.]+%.%a+$" }),
    express = V.optional(V.boolean(), false),
    shipping = address,
    billing = V.optional(address),
    items = V.array(V.object({
      sku = V.string({ min = 3, max = 12 }),
      quantity = V.number({ integer = true, min = 1, max = 99, convert = true }),
      price = V.number({ min = 0 }),
    }, { strict = true }), { max = 5 }),
  }),
  function(value)
    return #value.items > 0, "no items"
  end,
  function(value)
    local total = 0
    for _, item in ipairs(value.items) do
      total = total + item.quantity * item.price
    end
    return total <= 20000, ("total too large: %d"):format(total)
  end
)

local function sample(i)
  local items = {}
  for j = 1, i % 7 do
    items[j] = { sku = "sku-" .. i * j, quantity = j % 2 == 0 and tostring(j) or j, price = i * j % 500 }
  end
  if i % 11 == 0 and items[1] then
    items[1].colour = "red"
    items[1].quantity = 1.5
  end
  if i % 40 == 0 then
    items[1] = { sku = "bulk", quantity = 99, price = 900 }
  end
  return {
    id = i % 13 == 0 and -i or i,
    email = i % 9 == 0 and "nobody" or "user." .. i .. "@example.com",
    express = i % 5 == 0 or nil,
    shipping = { street = "  Main " .. i .. " ", city = i % 17 == 0 and "X" or "Berlin", zip = tostring(10000 + i), country = i % 3 == 0 and "DE" or nil },
    billing = i % 4 == 0 and { street = "", city = "Bonn", zip = "123", country = "UK" } or nil,
    items = i % 23 == 0 and "none" or items,
  }
end

local function main()
  local valid, total, messages = 0, 0, {}
  for i = 1, 1000 do
    local result, errors = V.validate(order, sample(i))
    if result then
      valid = valid + 1
      total = total + #result.items + #result.shipping.street
    else
      for _, err in ipairs(errors) do
        local key = err.path .. ": " .. err.message
        messages[key] = (messages[key] or 0) + 1
      end
    end
  end
  local keys = {}
  for key in pairs(messages) do
    table.insert(keys, key)
  end
  table.sort(keys)
  local lines = { "valid " .. valid .. " total " .. total }
  for i, key in ipairs(keys) do
    lines[i + 1] = key .. " x" .. messages[key]
  end
  return table.concat(lines, "\n")
end

return main
