-- An index may be a number in a field: no code runs when it is read again.
local Parser = {}
Parser.__index = Parser

function Parser.new(source)
  local tokens = {}
  for word in source:gmatch("%S+") do
    tokens[#tokens + 1] = { text = word }
  end
  return setmetatable({ tokens = tokens, index = 1 }, Parser)
end

function Parser:peek()
  return self.tokens[self.index]
end

function Parser:ahead()
  return self.tokens[self.index + 1]
end

function Parser:advance()
  self.index = self.index + 1
end

local moving = setmetatable({ list = { "a", "b" } }, {
  __index = function(_, _)
    return 1
  end,
})

local function moved()
  return moving.list[moving.index]
end

return { main = function()
  local parser = Parser.new("a b c")
  local found = {}
  while parser:peek() do
    found[#found + 1] = parser:peek().text
    parser:advance()
  end
  return table.concat(found), parser:ahead() == nil, moved()
end }
