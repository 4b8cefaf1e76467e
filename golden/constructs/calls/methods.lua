local Account = {}
Account.__index = Account

function Account.new(owner)
  return setmetatable({ owner = owner, balance = 0 }, Account)
end

function Account:deposit(amount)
  self.balance = self.balance + amount
  return self
end

local function main(input)
  local account = Account.new(input.owner)
  account:deposit(5):deposit(7)
  return account.balance, input.name:upper(), ("x"):rep(3)
end

return { main = main }
