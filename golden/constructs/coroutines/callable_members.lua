-- Only a member of a table may be called through a metamethod that suspends: methods of text do not.
local Callable = setmetatable({}, {
  __call = function(self, object, value)
    return coroutine.yield(value)
  end,
})

local function shout(text)
  return text:upper()
end

local function run(object)
  return object:go(1)
end

local function main()
  local thread = coroutine.create(function()
    return run({ go = Callable })
  end)
  return shout("text"), coroutine.resume(thread)
end

return { main = main }
