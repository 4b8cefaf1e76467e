-- Generators need to be seen from the `yield` to the loop: these are not.
local function range(limit)
  return coroutine.wrap(function() for i = 1, limit do coroutine.yield(i) end end)
end

local function inner() coroutine.yield("inner") end

local function main(input)
  local twice = range(4)
  for i in twice do if i == 2 then break end end
  for i in twice do input[i] = true end

  local protected = coroutine.wrap(function() return pcall(inner) end)
  protected()

  local kept = { step = function() coroutine.yield("kept") end }
  local through_a_table = coroutine.wrap(function() kept.step() end)
  for word in through_a_table do input[word] = true end

  for round = 1, 2 do
    for last in coroutine.wrap(function() coroutine.yield(round) return "end" end) do
      if last == "end" then break end
    end
  end
  return input
end

return { main = main }
