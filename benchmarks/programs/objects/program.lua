-- Objects with metatables and methods: accounts with inheritance, vectors with operators.

local Account = {}
Account.__index = Account

function Account.new(owner, balance)
  local self = setmetatable({}, Account)
  self.owner = owner
  self.balance = balance
  self.history = {}
  return self
end

function Account:deposit(amount)
  self.balance = self.balance + amount
  self:log("deposit", amount)
end

function Account:withdraw(amount)
  if amount > self:available() then
    return false, "insufficient funds"
  end
  self.balance = self.balance - amount
  self:log("withdraw", amount)
  return true
end

function Account:available()
  return self.balance
end

function Account:log(kind, amount)
  self.history[#self.history + 1] = { kind = kind, amount = amount }
end

local Savings = setmetatable({}, { __index = Account })
Savings.__index = Savings

function Savings.new(owner, balance, limit)
  local self = Account.new(owner, balance)
  self.limit = limit
  return setmetatable(self, Savings)
end

function Savings:available()
  return self.balance + self.limit
end

local Vector = {}
Vector.__index = Vector

local function vector(x, y)
  return setmetatable({ x = x, y = y }, Vector)
end

Vector.__add = function(a, b)
  return vector(a.x + b.x, a.y + b.y)
end

Vector.__mul = function(a, factor)
  return vector(a.x * factor, a.y * factor)
end

Vector.__eq = function(a, b)
  return a.x == b.x and a.y == b.y
end

function Vector:length2()
  return self.x * self.x + self.y * self.y
end

local function bank(rounds)
  local accounts = {}
  for i = 1, 10 do
    if i % 3 == 0 then
      accounts[i] = Savings.new("owner" .. i, 100, 50)
    else
      accounts[i] = Account.new("owner" .. i, 100)
    end
  end
  local refused = 0
  for i = 1, rounds do
    local from = accounts[i * 7 % 10 + 1]
    local to = accounts[i * 3 % 10 + 1]
    local ok, err = from:withdraw(i % 40)
    if ok then
      to:deposit(i % 40)
    elseif err then
      refused = refused + 1
    end
  end
  local total, entries = 0, 0
  for _, account in ipairs(accounts) do
    total = total + account.balance
    entries = entries + #account.history
  end
  return total, entries, refused
end

local function walk(rounds)
  local position = vector(0, 0)
  local step = vector(1, 2)
  local returns = 0
  for i = 1, rounds do
    position = position + step * (i % 3 - 1)
    if position == step then
      returns = returns + 1
    end
  end
  return position:length2(), returns
end

local function main()
  local total, entries, refused = bank(9000)
  local length, returns = walk(8000)
  return string.format("%d %d %d %d %d", total, entries, refused, length, returns)
end

return main
