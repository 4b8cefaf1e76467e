--- continue in numeric for
for i = 1, 5 do
  if i % 2 == 1 then goto continue end
  out(i)
  ::continue::
end
--- continue in while
local i = 0
while i < 5 do
  i = i + 1
  if i == 3 then goto continue end
  out(i)
  ::continue::
end
--- continue in repeat with a condition on an outer variable
local i = 0
repeat
  i = i + 1
  if i == 2 then goto continue end
  out(i)
  ::continue::
until i >= 4
--- continue in pairs
local sum = 0
for _, v in ipairs({1, 2, 3, 4}) do
  if v == 2 then goto skip end
  sum = sum + v
  ::skip::
end
out(sum)
--- continue the outer loop from the inner
for i = 1, 3 do
  for j = 1, 3 do
    if j == 2 then goto next_i end
    out(i, j)
  end
  ::next_i::
end
--- leave two loops
for i = 1, 3 do
  for j = 1, 3 do
    if i * j == 4 then goto done end
    out(i, j)
  end
end
::done::
out("after")
--- leave three loops of different kinds
local n = 0
while true do
  repeat
    for i = 1, 10 do
      n = n + 1
      if n == 4 then goto out_of_all end
      if i == 2 then break end
    end
  until false
end
::out_of_all::
out(n)
--- backward
local i = 1
::top::
if i <= 3 then
  out(i)
  i = i + 1
  goto top
end
out("end")
--- backward out of a nested block
local i = 0
::again::
do
  i = i + 1
  if i < 3 then
    do goto again end
  end
end
out(i)
--- forward over statements
local x = 1
if x == 1 then goto skip end
out("skipped")
::skip::
out("here")
--- several labels in a row
local x = 0
goto b
::a::
x = x + 1
::b::
x = x + 10
if x < 30 then goto a end
out(x)
--- state machine
local state, log = "start", {}
::loop::
if state == "start" then
  log[#log + 1] = "s"
  state = "work"
  goto loop
elseif state == "work" then
  log[#log + 1] = "w"
  if #log < 4 then goto loop end
  state = "stop"
  goto loop
end
out(table.concat(log))
--- same label name in different functions and blocks
local function f() goto done ::done:: return 1 end
for i = 1, 2 do
  goto done
  out("never")
  ::done::
end
do goto done ::done:: end
out(f())
--- label at the end of a function
local function f(x)
  if x then goto finish end
  out("long way")
  ::finish::
end
f(true)
f(false)
--- break inside continue
for i = 1, 5 do
  if i == 2 then goto continue end
  if i == 4 then break end
  out(i)
  ::continue::
end
--- goto out of a loop into the code after it
local found
for i = 1, 10 do
  if i * i > 20 then
    found = i
    goto found_it
  end
end
out("not found")
::found_it::
out(found)
--- nested continue labels of the same name
for i = 1, 2 do
  for j = 1, 2 do
    if j == 1 then goto continue end
    out(i, j)
    ::continue::
  end
  if i == 1 then goto continue end
  out("outer", i)
  ::continue::
end
--- goto from a loop to a label in an enclosing loop body
for i = 1, 3 do
  local n = 0
  ::retry::
  for j = 1, 2 do
    n = n + 1
    if n == 3 and i == 2 then goto retry end
  end
  out(i, n)
end
--- continue with code between label and end
for i = 1, 3 do
  if i == 2 then goto skip end
  out("body", i)
  ::skip::
  out("tail", i)
end
--- while true with goto exit and return
local function f(n)
  while true do
    n = n + 1
    if n > 5 then goto exit end
    if n == 100 then return "no" end
  end
  ::exit::
  return n
end
out(f(0), f(9))
--- jump over a nested function
local function f(flag)
  if flag then goto skip end
  do
    local function g() return "g" end
    out(g())
  end
  ::skip::
  return "end"
end
out(f(true), f(false))
--- goto inside if chain inside loop
for i = 1, 6 do
  if i == 1 then
    goto continue
  elseif i == 2 then
    out("two")
  elseif i > 4 then
    goto finish
  else
    out("other", i)
  end
  out("rest", i)
  ::continue::
end
::finish::
out("fin")
--- two exits from one loop
local function classify(n)
  for i = 2, n - 1 do
    if n % i == 0 then goto composite end
    if i * i > n then goto prime end
  end
  ::prime::
  do return "prime" end
  ::composite::
  return "composite"
end
out(classify(7), classify(9), classify(2), classify(100))
--- break out of a repeat in a for with continue
for i = 1, 3 do
  local n = 0
  repeat
    n = n + 1
    if n == i then goto continue end
  until n > 5
  out("never")
  ::continue::
  out(i, n)
end
--- a loop inside an endless loop is left by goto
local function left(limit)
  while true do
    for step = 1, limit do
      if step == 3 then goto out end
    end
    limit = limit + 1
  end
  ::out::
end
out(select("#", left(1)), (left(2)))
out(left(1))
--- closures of a loop by goto in a block that ends with a label
local fs = {}
do
  local n = 0
  ::top::
  local x = n
  fs[#fs + 1] = function() x = x + 10 return x end
  n = n + 1
  if n < 3 then goto top end
  if n == 99 then goto done end
  ::done::
end
out(fs[1](), fs[2](), fs[3](), fs[1]())
