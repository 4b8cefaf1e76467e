-- Operations of unknown values go through the runtime: strings, metatables, errors.
local function main(input)
  local a, b = input.a, input.b
  return a + b, a - 1, 2 * b, a / b, a % 2, -a, a ^ 2, a // b, a & 1, a | b, a ~ 1, ~a, a << 1, b >> a
end

return { main = main }
