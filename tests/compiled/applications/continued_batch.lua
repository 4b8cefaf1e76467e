--@ workflow flow; funcs, time
local Batch = {}
Batch.__index = Batch
local function load_state(s)
  s = s or { cursor = 0, sum = 0, runs = 0 }
  return setmetatable(s, Batch)
end
function Batch:page() 
  local items = {}
  for i = 1, 3 do items[i] = self.cursor + i end
  self.cursor = self.cursor + 3
  return items
end
function Batch:process(each) for _, i in ipairs(self:page()) do self.sum = self.sum + each(i) end self.runs = self.runs + 1 end
function Batch:state() return { cursor = self.cursor, sum = self.sum, runs = self.runs } end
local function main(state)
  local b = load_state(state)
  b:process(function(i) if i % 2 == 0 then return (funcs.call("app:double", i)) end time.sleep("1ms") return i end)
  if b.cursor < 9 then process.upgrade(nil, b:state()) end
  return b:state()
end
return { main = main }
--@ expect {"cursor":9,"sum":65,"runs":3}
