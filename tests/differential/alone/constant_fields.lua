--- codes of operations, read by name and by computed name
local OP = { PUSH = 1, ADD = 2, HALT = 3 }
local NAMES = {}
for name, code in pairs(OP) do NAMES[code] = name end
local function run(code)
  local stack, pc = {}, 1
  while true do
    local op = code[pc]
    if op == OP.PUSH then stack[#stack + 1] = code[pc + 1] pc = pc + 2
    elseif op == OP.ADD then local b = table.remove(stack) stack[#stack] = stack[#stack] + b pc = pc + 1
    elseif op == OP.HALT then return stack[#stack]
    else error("bad " .. tostring(op)) end
  end
end
local function main()
  out(run({ OP.PUSH, 3, OP.PUSH, 4, OP.ADD, OP["HALT"] }), NAMES[OP.ADD], OP["PU" .. "SH"], there(function() run({ 9 }) end))
end
--- a field that changes later
local mode = { NAME = "first", LEVEL = 1 }
local function shown() return mode.NAME, mode.LEVEL end
local function main()
  local longest = 0
  for k in pairs(mode) do longest = math.max(longest, #k) end
  out(longest, shown()) mode.NAME = "second" out(shown()) mode.LEVEL = nil out(shown())
end
--- stores through an alias, a function, a computed name, rawset
local A, B, C, D = { X = 1, k = 2 }, { X = 1 }, { X = 1 }, { X = 1 }
local function show() return A.X, B.X, C.X, D.X end
local alias = A
local function set(t, v) t.X = v end
local function main()
  for _, t in ipairs({ A, B, C, D }) do out(next(t) ~= nil) end
  out(show()) alias.X = 2 set(B, 3) C["" .. "X"] = 4 rawset(D, "X", 5) out(show())
end
--- a table that code out of sight changes
local held, put, kept = { X = 1 }, { X = 1 }, { X = 1, [1] = 0 }
local function change(t) t.X = t.X + 1 return t end
local changer = change
local store = rawset
local function visit(list) for _, each in ipairs(list) do each.X = 7 end end
local function main()
  out(held.X, pcall(changer, held)) out(held.X)
  visit({ held }) out(held.X)
  store(put, "X", 3) out(put.X, next(put))
  for key in pairs(kept) do if key == "X" then kept[key] = 5 end end
  out(kept.X)
  for _, t in pairs({ kept }) do rawset(t, "X", nil) end
  out(kept.X)
end
--- a variable that gets another table
local config = { SIZE = 1, [1] = true }
local function size() return config.SIZE end
local late
local function late_size() return late.SIZE end
local function main()
  out(size(), there(late_size)) config = { SIZE = 2 } late = { SIZE = 5, [1] = 1 } out(size(), late_size())
end
--- the read is before the store
local M = {}
local before = M.LIMIT
function M.get() return M.LIMIT end
local first = M.get()
M.LIMIT = 10
local N = {}
N.LIMIT = 1
N.LIMIT = 2
local P = {}
if first == nil then P.LIMIT = 3 end
local Q = {}
for i = 1, 2 do Q.LIMIT = i end
local R = {}
if first then R.LIMIT = 4 end
local function main()
  out(before, first, M.get(), M.LIMIT, next(M) ~= nil)
  for k, v in pairs(N) do out(k, v, N.LIMIT) end
  out(P.LIMIT, next(P)) out(Q.LIMIT, next(Q)) out(R.LIMIT, next(R))
end
--- the same name in two fields of one constructor
local twice = { X = 1, X = 2 }
local parted = { X = 1, ["X"] = "text" }
local a, b = 1, 2
local listed = { X = a, Y = b, [1] = 1 }
local function main()
  out(twice.X, next(twice)) out(parted.X, next(parted)) out(listed.X + listed.Y, listed[1])
end
--- inherited fields
local Base = { KIND = "base", [1] = 0 }
Base.__index = Base
local object = setmetatable({}, Base)
local function kinds() return object.KIND, Base.KIND end
local function main()
  out(kinds()) object.KIND = "own" out(kinds()) Base.KIND = "changed" out(kinds()) object.KIND = nil out(kinds())
end
--- metatables that compute and change what is stored
local guarded = setmetatable({ LIMIT = 1 }, { __newindex = function(t, k, v) rawset(t, k, v * 2) end, __index = function() return 0 end })
local function main()
  out(guarded.LIMIT, guarded.OTHER) guarded.LIMIT = 3 guarded.OTHER = 4 out(guarded.LIMIT, guarded.OTHER)
end
--- a store that lands in another table
local sink = { LIMIT = 5 }
local front = setmetatable({}, { __newindex = sink })
local function limit() return sink.LIMIT end
local function main()
  out(limit()) front.LIMIT = 6 out(limit(), rawget(front, "LIMIT"), next(sink))
end
--- enumerations in enumerations, numbers and floats
local Enum = { Color = { RED = 1, GREEN = 2.0, BLUE = "b" }, Shape = { ROUND = 1 } }
local function round() return Enum.Shape.ROUND end
local function main()
  local size = 0
  for k in pairs(Enum.Color) do size = size + #k end
  out(size, Enum.Color.RED + round(), math.type(Enum.Color.GREEN), Enum.Color.BLUE .. Enum.Color.RED, Enum.Color.GREEN)
  Enum.Shape = { ROUND = 9 }
  out(round(), Enum.Color.RED == 1 and Enum.Color.BLUE ~= "x")
  Enum.Color.RED = nil out(Enum.Color.RED)
end
--- tables made in a loop
local made = {}
for i = 1, 2 do made[i] = { TAG = "t", [i] = i } end
local first = made[1]
local last = { TAG = "l", [1] = 1 }
local same = last
local function tags() return first.TAG, made[2].TAG, last.TAG end
local function main()
  out(tags()) first.TAG = "u" out(tags()) same.TAG = "v" out(tags())
end
--- names that Python or the program has already
local class = { None = 1, print = 2, list = 3, [1] = 0 }
local CLASS_NONE = 7
local OP_PUSH = "mine"
local OP = { PUSH = 4, [1] = 5 }
local function mixed(CLASS_PRINT)
  local CLASS_LIST = CLASS_PRINT
  local function inner(OP_PUSH) return OP.PUSH + OP_PUSH + class.list end
  return class.None + class.print + class.list + CLASS_LIST + CLASS_NONE + inner(1000)
end
local function main() out(mixed(100), #class, OP.PUSH, OP_PUSH) end
--- a divisor, a position and a condition that are constants
local K = { ZERO = 0, TWO = 2, MINUS = -2, EMPTY = "", [1] = true }
local function main()
  out(7 // K.TWO, 7 % K.TWO, 7 / K.ZERO, ("hello"):sub(K.TWO), ("hello"):sub(K.MINUS), K.EMPTY and 1, not K.ZERO, -K.TWO ^ K.TWO)
  out(K.EMPTY .. K.TWO, #K.EMPTY, K.TWO < 3, K.ZERO == K.MINUS + K.TWO)
end
