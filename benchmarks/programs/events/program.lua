-- An event emitter: listeners with priorities, for one event, for all, and removed ones.

local Emitter = {}
Emitter.__index = Emitter

function Emitter.new()
  return setmetatable({ listeners = {}, fired = 0, next_id = 0 }, Emitter)
end

function Emitter:on(name, callback, options)
  options = options or {}
  local list = self.listeners[name]
  if not list then
    list = {}
    self.listeners[name] = list
  end
  self.next_id = self.next_id + 1
  local entry = {
    id = self.next_id,
    callback = callback,
    priority = options.priority or 0,
    once = options.once or false,
  }
  local position = #list + 1
  for i, other in ipairs(list) do
    if other.priority < entry.priority then
      position = i
      break
    end
  end
  table.insert(list, position, entry)
  return entry.id
end

function Emitter:once(name, callback)
  return self:on(name, callback, { once = true })
end

function Emitter:off(name, id)
  local list = self.listeners[name]
  if not list then
    return false
  end
  for i = #list, 1, -1 do
    if list[i].id == id then
      table.remove(list, i)
      return true
    end
  end
  return false
end

function Emitter:emit(name, ...)
  local called = 0
  for _, channel in ipairs({ name, "*" }) do
    local list = self.listeners[channel]
    if list then
      local index = 1
      while index <= #list do
        local entry = list[index]
        if entry.once then
          table.remove(list, index)
        else
          index = index + 1
        end
        called = called + 1
        if entry.callback(...) == false then
          break
        end
      end
    end
  end
  self.fired = self.fired + 1
  return called
end

local function counter()
  local counts = {}
  return function(name, amount)
    counts[name] = (counts[name] or 0) + (amount or 1)
  end, counts
end

local function main()
  local bus = Emitter.new()
  local count, counts = counter()
  local stock = { apple = 500, pear = 300, plum = 100 }
  local log = {}

  bus:on("order", function(item, quantity)
    if (stock[item] or 0) < quantity then
      count("rejected")
      bus:emit("rejected", item, quantity)
      return false
    end
    stock[item] = stock[item] - quantity
  end, { priority = 10 })
  bus:on("order", function(item, quantity)
    count("ordered", quantity)
    if stock[item] < 50 then
      bus:emit("low", item, stock[item])
    end
  end)
  bus:on("order", function(item)
    count("item:" .. item)
  end, { priority = -5 })
  bus:once("low", function(item, left)
    log[#log + 1] = item .. " low: " .. left
  end)
  bus:on("low", function(item)
    stock[item] = stock[item] + 120
    count("restocked")
  end)
  bus:on("rejected", function(item, quantity)
    stock[item] = (stock[item] or 0) + 10
    count("missing", quantity)
  end)
  bus:on("*", function(...)
    count("any", select("#", ...))
  end)

  local items = { "apple", "pear", "plum", "fig" }
  local calls = 0
  for i = 1, 3000 do
    local temporary = bus:on("tick", function(n)
      count("ticks", n % 3)
    end)
    calls = calls + bus:emit("order", items[i * 7 % 4 + 1], i % 9 + 1)
    calls = calls + bus:emit("tick", i)
    if i % 5 ~= 0 then
      bus:off("tick", temporary)
    elseif i % 50 == 0 then
      bus.listeners.tick = nil
    end
  end

  local names = {}
  for name in pairs(counts) do
    names[#names + 1] = name
  end
  table.sort(names)
  for _, name in ipairs(names) do
    table.insert(log, name .. "=" .. counts[name])
  end
  return table.concat(log, ";") .. ";calls=" .. calls .. ";fired=" .. bus.fired
end

return main
