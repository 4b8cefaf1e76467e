--- loops nested deeper than Python allows
local function plain(limit)
local total = 0
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for i = 1, limit do total = total + i if total > 10 then return total, i end end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end

return total
end
out(plain(3)) out(plain(9))
local function yielding(limit)
local total = 0
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for i = 1, limit do total = total + coroutine.yield(i) end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end

return total
end
local thread = coroutine.create(yielding)
out(coroutine.resume(thread, 2))
out(coroutine.resume(thread, 5))
out(coroutine.resume(thread, 6))
for value in coroutine.wrap(function() for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for i = 1, 3 do coroutine.yield(i) end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
 end) do out(value) end
local actions = {}
actions["deep"] = function(limit)
local total = 0
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for _ = 1, 1 do
for i = 1, limit do total = total + coroutine.yield(i) if total > 8 then return 'early' end end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end
end

return total
end
local function act(name, ...) return actions[name](...) end
local other = coroutine.create(function(...) return pcall(act, ...) end)
out(coroutine.resume(other, "deep", 2))
out(coroutine.resume(other, 5))
out(coroutine.resume(other, 6))
