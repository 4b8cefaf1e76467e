-- JSON: a decoder that walks the text by positions and an encoder with sorted keys.

local json = {}

local escapes = {
  ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f",
  ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}
local unescapes = {
  ['"'] = '"', ["\\"] = "\\", ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t",
}
local literals = { t = { "true", true }, f = { "false", false } }

local function fail(text, position, message)
  local line = 1
  for _ in text:sub(1, position - 1):gmatch("\n") do
    line = line + 1
  end
  error({ message = message, line = line, position = position })
end

local function skip(text, position)
  while true do
    local c = text:sub(position, position)
    if c == " " or c == "\n" or c == "\t" or c == "\r" then
      position = position + 1
    else
      return position
    end
  end
end

local decode_value

local function decode_string(text, position)
  local parts = {}
  local i = position + 1
  local start = i
  while i <= #text do
    local c = text:sub(i, i)
    if c == '"' then
      parts[#parts + 1] = text:sub(start, i - 1)
      return table.concat(parts), i + 1
    elseif c == "\\" then
      parts[#parts + 1] = text:sub(start, i - 1)
      local e = text:sub(i + 1, i + 1)
      if e == "u" then
        local code = tonumber(text:sub(i + 2, i + 5), 16)
        if not code then
          fail(text, i, "bad unicode escape")
        end
        parts[#parts + 1] = code < 128 and string.char(code) or "?"
        i = i + 6
      else
        local plain = unescapes[e]
        if not plain then
          fail(text, i, "bad escape")
        end
        parts[#parts + 1] = plain
        i = i + 2
      end
      start = i
    else
      i = i + 1
    end
  end
  fail(text, position, "unfinished string")
end

local function decode_number(text, position)
  local digits = text:match("^-?%d+%.?%d*[eE]?[+-]?%d*", position)
  if not digits then
    fail(text, position, "unexpected character")
  end
  local number = tonumber(digits)
  if not number then
    fail(text, position, "bad number")
  end
  return number, position + #digits
end

local function decode_array(text, position)
  local result = {}
  local i = skip(text, position + 1)
  if text:sub(i, i) == "]" then
    return result, i + 1
  end
  while true do
    local value
    value, i = decode_value(text, i)
    result[#result + 1] = value
    i = skip(text, i)
    local c = text:sub(i, i)
    if c == "]" then
      return result, i + 1
    elseif c ~= "," then
      fail(text, i, "expected , or ]")
    end
    i = skip(text, i + 1)
  end
end

local function decode_object(text, position)
  local result = {}
  local i = skip(text, position + 1)
  if text:sub(i, i) == "}" then
    return result, i + 1
  end
  while true do
    if text:sub(i, i) ~= '"' then
      fail(text, i, "expected a key")
    end
    local key, value
    key, i = decode_string(text, i)
    i = skip(text, i)
    if text:sub(i, i) ~= ":" then
      fail(text, i, "expected :")
    end
    value, i = decode_value(text, skip(text, i + 1))
    result[key] = value
    i = skip(text, i)
    local c = text:sub(i, i)
    if c == "}" then
      return result, i + 1
    elseif c ~= "," then
      fail(text, i, "expected , or }")
    end
    i = skip(text, i + 1)
  end
end

function decode_value(text, position)
  local c = text:sub(position, position)
  if c == "{" then
    return decode_object(text, position)
  elseif c == "[" then
    return decode_array(text, position)
  elseif c == '"' then
    return decode_string(text, position)
  end
  local literal = literals[c]
  if literal and text:sub(position, position + #literal[1] - 1) == literal[1] then
    return literal[2], position + #literal[1]
  end
  return decode_number(text, position)
end

function json.decode(text)
  local start = skip(text, 1)
  local value, position = decode_value(text, start)
  position = skip(text, position)
  if position <= #text then
    fail(text, position, "trailing text")
  end
  return value
end

local encode_value

local function encode_string(text)
  return '"' .. text:gsub('[%c"\\]', function(c)
    return escapes[c] or string.format("\\u%04x", c:byte())
  end) .. '"'
end

local function encode_table(value)
  local parts = {}
  if #value > 0 or next(value) == nil then
    for i, item in ipairs(value) do
      parts[i] = encode_value(item)
    end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  local keys = {}
  for key in pairs(value) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  for _, key in ipairs(keys) do
    parts[#parts + 1] = encode_string(key) .. ":" .. encode_value(value[key])
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

function encode_value(value)
  local kind = type(value)
  if kind == "table" then
    return encode_table(value)
  elseif kind == "string" then
    return encode_string(value)
  elseif kind == "number" or kind == "boolean" then
    return tostring(value)
  end
  error("cannot encode a " .. kind)
end

json.encode = encode_value

local function sample(count)
  local users = {}
  for i = 1, count do
    users[i] = {
      id = i,
      name = "User \"" .. i .. "\"",
      email = "user" .. i .. "@example.com",
      active = i % 3 ~= 0,
      score = i * 0.5 + 0.25,
      tags = { "a" .. i % 5, "line\nbreak", "tab\t" .. i },
      address = { street = i .. " Main Street", city = "Springfield", position = { i * 3, -i } },
    }
  end
  return { users = users, count = count, version = "1.0" }
end

local function main()
  local text = json.encode(sample(80))
  for _ = 1, 2 do
    text = json.encode(json.decode(text))
  end
  local failures = {}
  for i, bad in ipairs({ '{"a" 1}', "[1, 2", '{"a":\n"\\q"}', "[1] 2", '"\\u00zz"', "[-]" }) do
    local ok, err = pcall(json.decode, bad)
    failures[i] = tostring(ok) .. " " .. err.line .. ":" .. err.position .. " " .. err.message
  end
  return #text .. " " .. text:sub(1, 200) .. "\n" .. table.concat(failures, "\n")
end

return main
