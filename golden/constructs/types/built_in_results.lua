-- What built-in functions give says which operators of Python do.
local time = require("time")

local function results(text, other)
  local _, each, control = pairs({ text })
  local is_same = rawequal(text, other)
  local now = os.time()
  local replaced, count = text:gsub("a", "b")
  local clock = os.clock()
  local sine = math.sin(1)
  local kind = type(other)
  local size = #text
  local is_amount = rawequal(text, other) and 1
  local made = table.create(1)
  return control == 1, each == nil, is_same or "other", now + now, count * count * count, clock + 1,
    clock // 1, sine .. "", sine * 2, kind .. size, replaced + 1, is_amount + 1, #made
end

local function functions(text)
  local find = string.gmatch(text, "%a")
  local step = ipairs({ text })
  local found = json.decode(text)
  local channel = channel.new(1)
  return find(), step({}, 1), found + 1, found == true, channel:receive() == 1, channel:iter()()
end

local function main(text, other)
  return results("text" .. text, other), functions(text), time.now():unix() * 2
end

return { main = main }
