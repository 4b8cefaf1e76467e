-- Fields that count from 1 are positions; where anything else may be stored, they are not.
local Lexer = {}
Lexer.__index = Lexer

function Lexer.new(source)
  return setmetatable({ source = source, position = 1, sought = 1 }, Lexer)
end

function Lexer:next()
  local c = self.source:sub(self.position, self.position)
  self.position = self.position + 1
  return c
end

function Lexer:number()
  return self.source:match("^%d+", self.position)
end

function Lexer:seek(to)
  self.sought = to
end

function Lexer:found()
  return self.source:sub(self.sought, self.sought)
end

local counter = { rounds = 1 }

local function average(total)
  counter.rounds = counter.rounds + 1
  return total / counter.rounds
end

local named = { start = 1 }

local function tail(name, text)
  named[name] = -1
  return text:sub(named.start)
end

return { main = function(input)
  local lexer = Lexer.new("a1")
  lexer:seek(input.to)
  return lexer:next(), lexer:number(), lexer:found(), average(7), tail(input.name, "text")
end }
