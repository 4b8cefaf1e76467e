-- What runs between the parts of a class finds only what is there: methods behind it that nothing
-- can have called are called by their names.
local Queue = {}
Queue.__index = Queue

function Queue.__eq(a, b) return a:size() == b:size() end

local started = os.time()
local limit = math.max(3, 4)
local label = ("queue"):rep(2)
local wide = limit * 2 > started
local text = "q" .. limit
print(limit, -limit, text)

function Queue.new(count) return setmetatable({ count = count }, Queue) end
function Queue:size() return self.count + limit end

local function main()
  local a, b = Queue.new(1), Queue.new(2)
  return a == b, a:size(), label, wide, text
end

return { main = main }
