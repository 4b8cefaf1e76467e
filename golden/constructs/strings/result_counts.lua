-- Functions that always give one result are called as they are; of others the first is taken.
local function code(called)
  return string.dump(called)
end

local function matched(text, other)
  return string.match(text, other)
end

local function main(text, other)
  local one = {
    string.rep(text, 2), string.reverse(text), string.lower(text), string.upper(text),
    string.char(65, 66), string.sub(text, 1, 2), string.format("%s", text), string.pack("i4", 1),
    string.packsize("i4"), string.len(text), string.gmatch(text, other), string.gfind(text, other),
    "last",
  }
  local several = {
    (string.find(text, other)), (string.match(text, other)), (string.byte(text, 1, 2)),
    (string.unpack("i4", other)), (string.gsub(text, other, "")), (string.dump(main)), "last",
  }
  return one, several, pcall(code, main), matched(text, other)
end

return { main = main }
