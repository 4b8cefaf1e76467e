-- One value each way: nothing is told apart, and nobody notices which coroutine runs.
local Reader = {}
Reader.__index = Reader

function Reader.new(words)
  return setmetatable({ words = words, count = 0 }, Reader)
end

function Reader:emit(word)
  self.count = self.count + 1
  return (coroutine.yield(word))
end

function Reader:run()
  for _, word in ipairs(self.words) do
    if self:emit(word) == "stop" then
      return
    end
  end
end

local function main()
  local reader = Reader.new({ "a", "b", "c" })
  local next_word = coroutine.wrap(function() reader:run() end)
  local first = next_word()
  local second = next_word("stop")

  local ticks = coroutine.create(function(start)
    while true do
      start = start + 1
      coroutine.yield()
    end
  end)
  local ok = coroutine.resume(ticks, 1)

  -- Two values are taken of this one, and this one gives all it has.
  local pair = coroutine.wrap(function() coroutine.yield(1, 2) end)
  local a, b = pair()
  local all = coroutine.wrap(function() coroutine.yield(3) end)
  print(all())

  for number in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end return "end" end) do
    print(number)
  end
  return first, second, reader.count, ok, a, b
end

return { main = main }
