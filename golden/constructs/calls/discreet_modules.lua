-- Built-in modules that get an object do not change its class: methods are called by name.
local json = require("json")

local Account = {}
Account.__index = Account
function Account.new() return setmetatable({ n = 1 }, Account) end
function Account:double() return self.n * 2 end

local Basket = {}
Basket.__index = Basket
function Basket.new() return setmetatable({ n = 2 }, Basket) end
function Basket:double() return self.n * 2 end

local Carton = {}
Carton.__index = Carton
function Carton.new() return setmetatable({ n = 3 }, Carton) end
function Carton:double() return self.n * 2 end

local Depot = {}
Depot.__index = Depot
function Depot.new() return setmetatable({ n = 4 }, Depot) end
function Depot:double() return self.n * 2 end

local function main(flag: boolean)
  local account, basket, carton = Account.new(), Basket.new(), Carton.new()
  local depot = Depot.new()
  local all = { carton }
  table.insert(all, carton)
  local text = json.encode(account) .. string.format("%s", basket)
  local number = math.floor(flag and depot or 1)
  local sum = account:double() + basket:double() + carton:double()
  return { text, number, sum + depot:double(), #all }
end

return { main = main }
