-- A class is called after the table that a method gives its objects as metatable.
local Account = { interest = 2 }
Account.__index = Account

function Account.open(self, amount)
  return setmetatable({ amount = amount }, self)
end

local Box = {}
Box.__index = Box

function Box.make(this, size)
  return setmetatable({ size = size }, this)
end

local function main(amount)
  local one, other = Account.open(Account, amount), Box.make(Box, amount)
  return one.amount * one.interest, other.size
end

return { main = main }
