-- The metatable comes when the fields are there: nothing else has seen the object.
local Account = {}
Account.__index = Account

function Account.new(owner, balance)
  local self = { owner = owner, balance = balance or 0 }
  setmetatable(self, Account)
  return self
end

function Account:deposit(amount)
  self.balance = self.balance + amount
  return self.balance
end

local Set = {}
Set.__index = Set

function Set.new(n)
  local set = { parent = {}, count = n }
  for i = 1, n do
    set.parent[i] = i
  end
  return setmetatable(set, Set)
end

function Set:find(x)
  local parent = self.parent
  while parent[x] ~= x do x = parent[x] end
  return x
end

-- Not this one: it is registered before.
local registry = {}
local Task = {}
Task.__index = Task

function Task.new(id)
  local self = { id = id }
  registry[#registry + 1] = self
  local first = registry[1]:label()
  setmetatable(self, Task)
  return self, first
end

function Task:label() return "task " .. self.id end

-- Not this one: some leave without.
local Guest = {}
Guest.__index = Guest

function Guest.new(name)
  local self = { name = name }
  if name == "" then return self end
  setmetatable(self, Guest)
  return self
end

function Guest:greet() return "hello " .. self.name end

local function main(input)
  local account = Account.new(input.owner)
  local set = Set.new(4)
  local ok = pcall(Task.new, 1)
  return { account:deposit(5), set:find(3), ok, Guest.new(input.owner):greet() }
end

return main
