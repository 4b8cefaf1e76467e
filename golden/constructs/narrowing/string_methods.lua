-- Behind a method of strings a variable is not nil.
local function after_byte(text)
  local first = text:byte(1)
  return text .. "!", first
end

local function after_char(text)
  local first = text:char()
  return text .. "!", first
end

local function after_dump(text)
  local first = text:dump()
  return text .. "!", first
end

local function after_find(text)
  local first = text:find("a")
  return text .. "!", first
end

local function after_format(text)
  local first = text:format()
  return text .. "!", first
end

local function after_gfind(text)
  local first = text:gfind("a")
  return text .. "!", first
end

local function after_gmatch(text)
  local first = text:gmatch("a")
  return text .. "!", first
end

local function after_gsub(text)
  local first = text:gsub("a", "b")
  return text .. "!", first
end

local function after_len(text)
  local first = text:len()
  return text .. "!", first
end

local function after_lower(text)
  local first = text:lower()
  return text .. "!", first
end

local function after_match(text)
  local first = text:match("a")
  return text .. "!", first
end

local function after_pack(text)
  local first = text:pack(1)
  return text .. "!", first
end

local function after_packsize(text)
  local first = text:packsize()
  return text .. "!", first
end

local function after_rep(text)
  local first = text:rep(2)
  return text .. "!", first
end

local function after_reverse(text)
  local first = text:reverse()
  return text .. "!", first
end

local function after_sub(text)
  local first = text:sub(2)
  return text .. "!", first
end

local function after_unpack(text)
  local first = text:unpack("a")
  return text .. "!", first
end

local function after_upper(text)
  local first = text:upper()
  return text .. "!", first
end

-- Other names are none of strings; any table may have them.
local function after_trim(text)
  local first = text:trim()
  return text .. "!", first
end

local function main(input)
  local text
  if input then
    text = "a"
  end
  local found = {}
  found.byte = after_byte(text)
  found.char = after_char(text)
  found.dump = after_dump(text)
  found.find = after_find(text)
  found.format = after_format(text)
  found.gfind = after_gfind(text)
  found.gmatch = after_gmatch(text)
  found.gsub = after_gsub(text)
  found.len = after_len(text)
  found.lower = after_lower(text)
  found.match = after_match(text)
  found.pack = after_pack(text)
  found.packsize = after_packsize(text)
  found.rep = after_rep(text)
  found.reverse = after_reverse(text)
  found.sub = after_sub(text)
  found.unpack = after_unpack(text)
  found.upper = after_upper(text)
  found.trim = after_trim(text)
  return found
end

return main
