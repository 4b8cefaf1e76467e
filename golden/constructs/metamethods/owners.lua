-- The first argument of these metamethods is always the table that has them: an account.
local Account = {}
Account.__index = function(self, key) return self.fields[key] end
Account.__newindex = function(self, key, value) self.fields[key] = value end
Account.__call = function(self, amount) return self.fields.balance + amount end
Account.__len = function(self) return self.fields.count end
Account.__unm = function(self) return -self.fields.balance end
Account.__tostring = function(self) return "account " .. self.fields.owner end

local function open(owner: string)
  return setmetatable({ fields = { owner = owner, balance = 5, count = 1 } }, Account)
end

local function main(owner: string)
  local account = open(owner)
  account.limit = 3
  return { account.limit, account(2), #account, -account, tostring(account) }
end

return { main = main }
