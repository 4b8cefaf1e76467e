--- a chunk gets no arguments
local count, first, second = select("#", ...), ...
local a, b = 1, ...
a, b = 2, ...
local one = (...)
local list, mixed = {...}, {x = 1, ..., (...), 5}
local function number(...) return select("#", ...) end
local none, some = number(...), number(1, ...)
local cut = number((...))
local function main(...)
  out(count, first, second, a, b, one, #list, mixed[1], mixed[3])
  out(none, some, cut, select("#", ...), ...)
  out(pcall(number, ...))
end
--- a chunk without arguments has no iterator and no message
local ran = pcall(function(...) for x in ... do out(x) end end, ...)
local given = 0
if ... then given = 1 end
while ... do given = 2 end
local function main() out(ran, given) end
