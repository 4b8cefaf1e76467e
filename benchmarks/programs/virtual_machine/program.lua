-- A stack machine: an assembler for its text form, a loop that dispatches, and a tree-walking evaluator.

local OP = {
  PUSH = 1, ADD = 2, SUB = 3, MUL = 4, LT = 5, JMP = 6, JZ = 7,
  LOAD = 8, STORE = 9, CALL = 10, RET = 11, PRINT = 12, HALT = 13, MOD = 14,
}

local function assemble(source)
  local code, labels, fixups = {}, {}, {}
  for line in source:gmatch("[^\n]+") do
    line = line:gsub(";.*$", "")
    local label = line:match("^%s*(%w+):")
    if label then
      labels[label] = #code + 1
    else
      local op, argument = line:match("^%s*(%u+)%s*(%S*)")
      if op then
        local opcode = OP[op]
        if not opcode then error("unknown operation " .. op) end
        code[#code + 1] = opcode
        if argument ~= "" then
          code[#code + 1] = tonumber(argument) or 0
          if not tonumber(argument) then fixups[#code] = argument end
        end
      end
    end
  end
  for position, label in pairs(fixups) do
    code[position] = labels[label]
  end
  return code
end

local VM = {}
VM.__index = VM

function VM.new(code)
  return setmetatable({ code = code, stack = {}, sp = 0, calls = {}, memory = {}, output = {}, steps = 0 }, VM)
end

function VM:push(value)
  self.sp = self.sp + 1
  self.stack[self.sp] = value
end

function VM:pop()
  local value = self.stack[self.sp]
  self.sp = self.sp - 1
  return value
end

function VM:run()
  local code = self.code
  local pc = 1
  while true do
    local op = code[pc]
    self.steps = self.steps + 1
    pc = pc + 1
    if op == OP.PUSH then
      self:push(code[pc])
      pc = pc + 1
    elseif op == OP.ADD then
      local b, a = self:pop(), self:pop()
      self:push(a + b)
    elseif op == OP.SUB then
      local b, a = self:pop(), self:pop()
      self:push(a - b)
    elseif op == OP.MUL then
      local b, a = self:pop(), self:pop()
      self:push(a * b)
    elseif op == OP.MOD then
      local b, a = self:pop(), self:pop()
      self:push(a % b)
    elseif op == OP.LT then
      local b, a = self:pop(), self:pop()
      self:push(a < b and 1 or 0)
    elseif op == OP.JMP then
      pc = code[pc]
    elseif op == OP.JZ then
      if self:pop() == 0 then
        pc = code[pc]
      else
        pc = pc + 1
      end
    elseif op == OP.LOAD then
      self:push(self.memory[code[pc]] or 0)
      pc = pc + 1
    elseif op == OP.STORE then
      self.memory[code[pc]] = self:pop()
      pc = pc + 1
    elseif op == OP.CALL then
      table.insert(self.calls, pc + 1)
      pc = code[pc]
    elseif op == OP.RET then
      pc = table.remove(self.calls)
    elseif op == OP.PRINT then
      self.output[#self.output + 1] = tostring(self:pop())
    elseif op == OP.HALT then
      return self.output, self.steps
    else
      error("bad opcode " .. tostring(op))
    end
  end
end

-- the same idea with a table of functions instead of a chain of tests
local evaluate

local handlers = {
  num = function(node) return node.value end,
  var = function(node, env) return env[node.name] or 0 end,
  add = function(node, env) return evaluate(node[1], env) + evaluate(node[2], env) end,
  mul = function(node, env) return evaluate(node[1], env) * evaluate(node[2], env) % 10007 end,
  set = function(node, env)
    local value = evaluate(node[1], env)
    env[node.name] = value
    return value
  end,
  seq = function(node, env)
    local last
    for _, child in ipairs(node) do last = evaluate(child, env) end
    return last
  end,
  loop = function(node, env)
    local last
    for _ = 1, node.times do last = evaluate(node[1], env) end
    return last
  end,
}

function evaluate(node, env)
  local handler = handlers[node.kind]
  if not handler then error("no handler for " .. node.kind) end
  return handler(node, env)
end

local PROGRAM = [[
  PUSH 0
  STORE 1        ; sum
  PUSH 0
  STORE 2        ; i
loop:
  LOAD 2
  PUSH 600
  LT
  JZ done
  LOAD 2
  CALL square
  LOAD 1
  ADD
  PUSH 65521
  MOD
  STORE 1
  LOAD 2
  PUSH 1
  ADD
  STORE 2
  JMP loop
square:
  STORE 3
  LOAD 3
  LOAD 3
  MUL
  RET
done:
  LOAD 1
  PRINT
  HALT
]]

local function main()
  local output, steps = VM.new(assemble(PROGRAM)):run()

  local function num(value) return { kind = "num", value = value } end
  local function var(name) return { kind = "var", name = name } end
  local function node(kind, ...) return { kind = kind, ... } end
  local function set(name, value) return { kind = "set", name = name, value } end
  local program = node("seq",
    set("x", num(1)),
    { kind = "loop", times = 700, node("seq",
      set("x", node("add", node("mul", var("x"), num(31)), var("i"))),
      set("i", node("add", var("i"), num(1)))) },
    var("x"))
  local result = evaluate(program, {})
  return table.concat(output, ",") .. " " .. steps .. " " .. result
end

return main
