--- functions of texts that are given all results
local text = "hello world"
local function two() return 2, 3 end
local function none() end
out(text:sub(two()), string.sub(text, two()), ("x"):rep(two()))
out(text:byte(two()))
out(there(function() return text:rep(none()) end))
out(select("#", text:match("(h)(e)")), select("#", text:match("x")), select("#", (text:find("o"))))
out(tostring(text:match("(h)(e)")), #{text:match("(h)(e)(l)")})
out(math.max(text:find("o")), math.max(two()), string.len(text:match("(h)(e)")))
out(tonumber(text:match("(z)"), 10) == nil)
local list = {}
table.insert(list, (text:find("o")))
out(there(function() table.insert(list, text:find("o", 1, true)) end), list[1], #list)
out(tostring(two()), type(two()), tonumber("11", two()))
--- numbers as texts with formats
local function shown(format, value) return (format:format(value)) end
out(("%d"):format(3.0), ("%d"):format("10"), ("%x"):format(255.0), ("%5d|"):format("7"))
out(there(function() return ("%d"):format("a") end))
out(("%d"):format(2^31), ("%i"):format(-0.0), ("%c%c"):format(72, 105))
local whole, half, text = 7, 7.0, "7"
out(("%d-%d-%d"):format(whole, half, text), ("%03d"):format(half), ("%s"):format(half == 7))
--- texts of texts in braces
local name = {first = "a\"b", ["it's"] = "c\\d", ["new\nline"] = "e"}
out("<" .. name.first .. name["it's"] .. name["new\nline"] .. ">")
out("{" .. (name.x or "none \"of\" 'it'") .. "}" .. (name["a{b}"] or "\\") .. "\t\r\n\0\\")
out("" .. #"\"" .. "'" .. (#name.first > 2 and "more" or "less") .. '"\\"')
--- tests that give values
local function truth(a, b) return not (a and b), not a == b, (a == b) == not b, a ~= nil and b ~= nil end
out(truth(1, nil))
out(truth(false, true))
local function found(t, k) local has = t[k] ~= nil and #t[k] > 0 return has end
out(found({a = "x"}, "a"), found({a = ""}, "a"), found({}, "a"))
local flags = {on = not not ("x"):find("x"), off = not ("x"):find("y"), some = not (not 1 or nil)}
out(flags.on, flags.off, flags.some, (not nil) == true, (("x"):find("x") and true) == true)
--- comparisons that are turned
local function turned(a, b) return not (a == b), not (a ~= b), not (a < b), not (a >= b) end
out(turned(1, 2)) out(turned(2, 1)) out(turned(1, 1)) out(turned(0/0, 1))
if not (#"ab" == 2) then out("no") elseif not (#"ab" ~= 2) then out("yes") end
local x = "ab"
if not (x == "a") then out("other") end
if not (x ~= "ab") then out("same") end
while not (#x ~= 2) do x = x .. "c" end
repeat x = x .. "d" until not (#x ~= 5)
out(x)
--- one variable that is assigned twice at once
local a, b = 1, 2
a, a = b, a
out(a)
a, b, a = b, a, 9
out(a, b)
--- two lengths in calls of different counts
local function one() return 1 end
local function more() return 1, 2 end
local function pick(flag) local f = flag and one or more return f() end
out(select("#", pick(true)), select("#", pick(false)))
out((pick(false)))
--- coroutines in coroutines tell that they run
local inner, outer
outer = coroutine.create(function()
  inner = coroutine.create(function() out(coroutine.status(outer)) coroutine.yield(1) end)
  out(coroutine.resume(inner))
  out(coroutine.status(inner), coroutine.status(outer))
end)
out(coroutine.resume(outer))
out(coroutine.status(outer), coroutine.status(inner), coroutine.resume(outer))
--- functions and texts as truth
local function main(flag)
  local function pick(flag) local found = flag and main return not not found, not found end
  out(pick(true)) out(pick(false))
  local function named(flag) local name = flag and "x" return not not name, not name end
  out(named(true)) out(named(false))
  local function either(a, b) local found = (a and main) or (b and out) return not not found end
  out(either(true, false), either(false, true), either(false, false))
  local held = {flag = not not (flag and main), other = not (not flag and out)}
  out(held.flag, held.other)
end
--- texts and tables whose fields are read
local kept = {}
local function look(x) table.insert(kept, x) return x.len, x.size, x.upper end
look("abc") look({len = 1, size = 2})
out(kept[1], type(kept[2]), #kept)
local function shown(x) local text = tostring(x) return text, x.len ~= nil, x.size, x.upper ~= nil end
out(shown("abc")) out(select(2, shown({len = 1})))
